import { unmask } from '../origin';
import { badUtf8At } from '../utf8';

/** Of so many bytes the last character may be cut off. */
const LONG_BYTES = 16;

/** Whether bytes read as text: two at least, UTF-8, and no control characters but tabs and line breaks. */
export function isPrintable(bytes: Uint8Array): boolean {
  if (bytes.length < 2) return false;
  const bad = badUtf8At(bytes);
  if (bad >= 0 && (bytes.length < LONG_BYTES || bad < bytes.length - 3)) return false;
  return bytes.every((byte) => (byte > 31 && byte !== 127) || byte === 9 || byte === 10 || byte === 13);
}

/** A copy, unmasked; `phase` is the octet of the key for the first byte. */
export function unmasked(bytes: Uint8Array, key: number, phase: number): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  unmask(bytes, 0, bytes.length, key, phase, plain, 0);
  return plain;
}
