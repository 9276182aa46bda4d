import type { Decoder } from '../protocol/decoder';
import type { Unit } from '../protocol/unit';
import type { Selection } from '../timeline/pointing';
import { fieldsOf } from './fields';
import { fieldAt } from './parts';

/** Terms of fields that hold the next layer: each of their bytes has a meaning of its own. */
const CARRIED = new Set([
  'tcp-bytes',
  'payload-data',
  'application-data',
  'fragment',
  'engine-data',
  'engine-base64',
  'http-body',
  'chunk-data',
  'socket-argument',
  'socket-data',
  'undecoded',
]);

/** What pointing at a byte selects: its field, or only the byte if the field holds the next layer. */
export function pointedAt(decoder: Decoder, unit: Unit, at: number): Selection {
  const field = fieldAt(fieldsOf(decoder, unit), at);
  const isAlone = !field || CARRIED.has(field.term);
  return { unit, range: isAlone ? { start: at, end: at + 1 } : { start: field.start, end: field.end } };
}

/** What clicking a byte selects: its field. */
export function chosenAt(decoder: Decoder, unit: Unit, at: number): Selection {
  const field = fieldAt(fieldsOf(decoder, unit), at);
  return { unit, range: field ? { start: field.start, end: field.end } : { start: at, end: at + 1 } };
}
