import { hexByte, hexOf, quoteBytes } from '../text';
import { mayClose } from '../websocket-close';
import { isPrintable } from './printable';

/** A likely cause for a status code that must not be in a Close frame, or null. */
export function closeCodeHint(payload: Uint8Array): string | null {
  const swapped = payload[1]! * 256 + payload[0]!;
  if (isPrintable(payload)) {
    return `The payload reads as text (${quoteBytes(payload, 24)}). The status code goes before it as a number in 2 bytes: 1000 is 03 e8.`;
  }
  if (swapped < 1000 || !mayClose(swapped)) return null;
  return `In the other byte order ${hexOf(payload.subarray(0, 2))} is ${swapped}. The higher byte goes first.`;
}

/** A likely cause for a Close frame with one byte of payload, or null. */
export function oneByteHint(byte: number): string | null {
  const code = 0x0300 + byte;
  if (code < 1000 || code > 1014) return null;
  return `${hexByte(byte)} is the lower byte of ${code}, which is 03 ${hexByte(byte)}.`;
}
