import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';

/** One byte as text would show it: a character, a symbol for a control character, a dot for the rest. */
export function characterOf(byte: number): string {
  if (byte === 32) return '␣';
  if (byte < 32) return String.fromCharCode(0x2400 + byte);
  return byte < 127 ? String.fromCharCode(byte) : '·';
}

export const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');

/** One own byte of a unit as its layer is read: hexadecimal for bytes and frames, characters for text. */
export function cellOf(decoder: Decoder, unit: Unit, at: number): string {
  const [byte] = decoder.bytesOf(unit, { start: at, end: at + 1 });
  if (byte === undefined) return '';
  return layerOf(unit.layer).isText(unit) && byte < 127 ? characterOf(byte) : hexOf(byte);
}
