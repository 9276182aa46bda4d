import { grouped } from './text';

/** A packet in a polling body of version 3: its length, then its bytes. */
export interface CountedPacket {
  /** The first byte of the packet itself. */
  readonly packet: number;
  readonly end: number;
  /** The rule that its length breaks, or null. */
  readonly fault: string | null;
}

/** Longer lengths are no lengths. */
const MAX_DIGITS = 10;
const COLON = 58;
const END_OF_LENGTH = 255;

/**
 * The packet at `start` of a polling body of version 3 (Engine.IO protocol v3, “Payload”): `<length>:<packet>`, where
 * the length counts UTF-16 units; or, in a binary body, a byte 0 for text or 1 for bytes, the digits of the length as
 * bytes 0 to 9, a byte 255, and the packet.
 */
export function countedPacket(bytes: Uint8Array, start: number, end: number): CountedPacket {
  const isBinary = bytes[start]! < 2;
  const zero = isBinary ? 0 : 48;
  const mark = isBinary ? END_OF_LENGTH : COLON;
  const from = isBinary ? start + 1 : start;
  let length = 0;
  let at = from;
  while (at < end && at - from < MAX_DIGITS && bytes[at]! >= zero && bytes[at]! < zero + 10) {
    length = length * 10 + bytes[at++]! - zero;
  }
  if (at === from || at >= end || bytes[at] !== mark) {
    return { packet: start, end, fault: 'Before each packet of a polling body stands its length.' };
  }
  const packet = at + 1;
  const stop = isBinary ? packet + length : unitsEnd(bytes, packet, end, length);
  if (stop <= end) return { packet, end: stop, fault: null };
  const fault = `The length says ${grouped(length)}, but the body ends before that.`;
  return { packet, end, fault };
}

/** Index after so many UTF-16 units of UTF-8 text; beyond `end` when there are fewer. */
function unitsEnd(bytes: Uint8Array, start: number, end: number, units: number): number {
  let at = start;
  for (let left = units; left > 0; ) {
    if (at >= end) return end + 1;
    const byte = bytes[at]!;
    const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    left -= size === 4 ? 2 : 1;
    at += size;
  }
  return at;
}

/** Whether these bytes begin as a polling body of version 3 does: `96:0{`. */
export function looksCounted(bytes: Uint8Array, start: number, end: number): boolean {
  const { packet, fault } = countedPacket(bytes, start, end);
  return fault === null && bytes[packet] === 48 && bytes[packet + 1] === 123;
}
