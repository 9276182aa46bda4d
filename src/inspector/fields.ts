import type { Decoder } from '../protocol/decoder';
import type { Field, Unit } from '../protocol/unit';

interface Known {
  readonly state: string;
  readonly fields: readonly Field[];
}

const known = new WeakMap<Unit, Known>();

/** `fieldsOf`, cached while the unit is unchanged: pointing calls it often. */
export function fieldsOf(decoder: Decoder, unit: Unit): readonly Field[] {
  const state = `${unit.end} ${unit.partial} ${unit.kind} ${unit.fault !== null} ${decoder.sizeOf(unit)}`;
  const old = known.get(unit);
  if (old?.state === state) return old.fields;
  const fields = decoder.fieldsOf(unit);
  known.set(unit, { state, fields });
  return fields;
}
