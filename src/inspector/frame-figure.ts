import { hexOf } from '../protocol/text';
import type { Field, Peer } from '../protocol/unit';

/** A field, or its part in one row of the figure. */
export interface FigureCell {
  readonly field: Field;
  readonly row: number;
  /** Half-open, in bits from the row's left edge. */
  readonly start: number;
  readonly end: number;
  /** Bits for a bit field, else its bytes in hexadecimal. */
  readonly digits: string;
  /** Whether it starts in an earlier row. */
  readonly isContinued: boolean;
  /** Whether bytes of it are omitted after this. */
  readonly isCut: boolean;
}

/** Rows for the payload: the figure is about the header. */
const PAYLOAD_ROWS = 2;

/**
 * A frame as RFC 6455 §5.2 draws it, `width` bits a row. Fields that this frame does not have (an extended length, a
 * masking key) take no room. `bytes` are the frame's first ones.
 */
export function frameFigure(fields: readonly Field[], bytes: Uint8Array, width: number): FigureCell[] {
  const cells: FigureCell[] = [];
  let payloadRow: number | null = null;
  for (const field of fields) {
    const first = field.start * 8 + (field.bits?.start ?? 0);
    const last = field.bits ? field.start * 8 + field.bits.end : field.end * 8;
    for (let from = first; from < last; ) {
      const row = Math.floor(from / width);
      if (isPayload(field)) payloadRow ??= row;
      const isLastRow = payloadRow !== null && row >= payloadRow + PAYLOAD_ROWS - 1;
      const to = Math.min(last, (row + 1) * width);
      cells.push({
        field,
        row,
        start: from - row * width,
        end: to - row * width,
        digits: field.bits ? bitsOf(bytes, from, to) : hexOf(bytes.subarray(from / 8, to / 8)),
        isContinued: from > first,
        isCut: isLastRow && to < last,
      });
      if (isLastRow) return cells;
      from = to;
    }
  }
  return cells;
}

const isPayload = ({ term }: Field): boolean =>
  term === 'payload-data' || term === 'close-code' || term === 'close-reason';

function bitsOf(bytes: Uint8Array, from: number, to: number): string {
  let digits = '';
  for (let bit = from; bit < to; bit++) digits += ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
  return digits;
}

/** The fields of the specification's figure that this frame lacks, in words; empty when it has all. */
export function absentSentence(fields: readonly Field[], sender: Peer): string {
  const has = (term: string) => fields.some((field) => field.term === term);
  if (!has('mask')) return '';
  const absent = [
    ...(has('extended-payload-length') ? [] : ['no extended length, since 7 bits are enough']),
    ...(has('masking-key') || has('frame-header')
      ? []
      : [sender === 'server' ? 'no masking key, since a server does not mask' : 'no masking key']),
    ...(has('payload-data') || has('close-code') ? [] : ['no payload']),
  ];
  return absent.length === 0 ? '' : `This frame has ${absent.join('; ')}.`;
}
