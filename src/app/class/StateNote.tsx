import type { ClassState } from '../../lab/class/class-state';

/** Why the class is not there at the moment; empty when it is. */
export function StateNote({ state }: { readonly state: ClassState }) {
  if (state.kind === 'opening') return <>Connecting to the class …</>;
  if (state.kind === 'away') return <>The class is out of reach at the moment; this page tries again.</>;
  if (state.kind === 'refused') return <>{state.why} This page tries again.</>;
  return null;
}
