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

/** What every part of the inspector is given. */
export interface Parts {
  readonly decoder: Decoder;
  readonly pointing: Pointing;
  readonly unit: Unit;
  readonly fields: readonly Field[];
  /** The unit's own bytes that are lit, since they or what they mean are pointed at or selected somewhere. */
  readonly lit: readonly ByteRange[];
  /** The field whose explanation is open. */
  readonly open: Field | null;
  /** Opens a field and selects its bytes; closes the one that is open. */
  readonly toggle: (field: Field) => void;
  /** Whether browser tools do not show this field. */
  readonly isHidden: (field: Field) => boolean;
}

/** The same field, found again after its unit has grown. */
export function isSameField(a: Field, b: Field | null): boolean {
  return b !== null && a.name === b.name && a.start === b.start && a.bits?.start === b.bits?.start;
}

/** Whether a field and some of the ranges share a byte. */
export function isLit(field: ByteRange, lit: readonly ByteRange[]): boolean {
  return lit.some((range) => field.start < range.end && range.start < field.end);
}

/** The field that holds this byte; of bits that share it, the first. Fields are in order. */
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
