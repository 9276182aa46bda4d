import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import { hexByte } from '../protocol/text';
import type { Unit } from '../protocol/unit';

/** A byte as a character: a symbol for control characters, a dot for the rest. */
export function characterOf(byte: number): string {
  if (byte === 32) return '␣';
  if (byte < 32) return String.fromCharCode(0x2400 + byte);
  return byte < 127 ? String.fromCharCode(byte) : '·';
}

/** A byte of a unit in its layer's notation: hexadecimal for bytes and frames, characters for text. */
export function cellOf(decoder: Decoder, unit: Unit, at: number): string {
  const [byte] = decoder.bytesOf(unit, { start: at, end: at + 1 });
  if (byte === undefined) return '';
  return layerOf(unit.layer).isText(unit) && byte < 127 ? characterOf(byte) : hexByte(byte);
}
