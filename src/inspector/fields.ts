import type { Decoder } from '../protocol/decoder';
import type { Field, Unit } from '../protocol/unit';

interface Known {
  readonly revision: number;
  readonly fields: readonly Field[];
}

const known = new WeakMap<Unit, Known>();

/** `fieldsOf`, cached while the unit is unchanged: pointing calls it often. */
export function fieldsOf(decoder: Decoder, unit: Unit): readonly Field[] {
  const { revision } = unit;
  const old = known.get(unit);
  if (old?.revision === revision) return old.fields;
  const fields = decoder.fieldsOf(unit);
  known.set(unit, { revision, fields });
  return fields;
}
