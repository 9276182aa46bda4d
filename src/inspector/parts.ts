import type { Capture } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import type { ByteRange, Field, Unit } from '../protocol/unit';
import type { Pointing } from '../timeline/pointing';
import type { Viewing } from '../timeline/viewing';

export interface InspectorProps {
  readonly capture: Capture;
  readonly pointing: Pointing;
  readonly viewing: Viewing;
}

/** The props of every part of the inspector. */
export interface Parts {
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly unit: Unit;
  readonly fields: readonly Field[];
  /** The unit's own bytes that are lit: they, or what they mean, are pointed at or selected. */
  readonly lit: readonly ByteRange[];
  /** The field whose explanation is open. */
  readonly open: Field | null;
  /** Opens a field and selects its bytes, or closes it. */
  readonly toggle: (field: Field) => void;
  /** Whether browser tools hide this field. */
  readonly isHidden: (field: Field) => boolean;
}

/** Whether both are one field, even of a grown unit. */
export function isSameField(a: Field, b: Field | null): boolean {
  return b !== null && a.name === b.name && a.start === b.start && a.bits?.start === b.bits?.start;
}

/** Whether a field overlaps some of the ranges. */
export function isLit(field: ByteRange, lit: readonly ByteRange[]): boolean {
  return lit.some((range) => field.start < range.end && range.start < field.end);
}

/** The field at this byte; of bits that share it, the first. Fields are sorted. */
export function fieldAt(fields: readonly Field[], at: number): Field | undefined {
  let low = 0;
  let high = fields.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fields[middle]!.end <= at) low = middle + 1;
    else high = middle;
  }
  const field = fields[low];
  return field && field.start <= at && at < field.end ? field : undefined;
}
