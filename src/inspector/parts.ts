import type { Decoder } from '../protocol/decoder';
import type { ByteRange, Field, Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';

/** What every part of the inspector is given. */
export interface Parts {
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly unit: Unit;
  readonly fields: readonly Field[];
  /** The unit's own bytes that are lit, since they or what they mean are pointed at or selected somewhere. */
  readonly lit: ByteRange | null;
  /** The field whose explanation is open. */
  readonly open: Field | null;
  /** Opens a field and selects its bytes; closes the one that is open. */
  readonly toggle: (field: Field) => void;
}

/** The same field, found again after its unit has grown. */
export function isSameField(a: Field, b: Field | null): boolean {
  return b !== null && a.name === b.name && a.start === b.start && a.bits?.start === b.bits?.start;
}

/** Whether a field and a range of bytes share a byte. */
export function isLit(field: ByteRange, lit: ByteRange | null): boolean {
  return lit !== null && field.start < lit.end && lit.start < field.end;
}
