import { useEffect, useSyncExternalStore } from 'react';

export type LaterState<Part> =
  | { readonly kind: 'coming' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'here'; readonly part: Part };

/** A part of the page that is fetched when it is first needed, or ahead of that. */
export interface Later<Part> {
  readonly state: LaterState<Part>;
  /** Fetches it unless it is here or coming. A fetch that failed is made again. */
  fetch(): void;
  subscribe(listener: () => void): () => void;
}

/** A part that has not been fetched. `load` imports it. */
export function createLater<Part>(load: () => Promise<Part>): Later<Part> {
  const listeners = new Set<() => void>();
  let state: LaterState<Part> = { kind: 'coming' };
  let isFetching = false;
  const change = (next: LaterState<Part>) => {
    isFetching = next.kind === 'coming';
    state = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get state() {
      return state;
    },
    fetch() {
      if (isFetching || state.kind === 'here') return;
      change({ kind: 'coming' });
      load().then(
        (part) => change({ kind: 'here', part }),
        () => change({ kind: 'failed' }),
      );
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** The part, fetched now if it is not here; renders again when it has come or could not be fetched. */
export function useLater<Part>(later: Later<Part>): LaterState<Part> {
  useEffect(() => later.fetch(), [later]);
  return useSyncExternalStore(later.subscribe, () => later.state);
}
