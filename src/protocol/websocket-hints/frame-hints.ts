import type { UnitRecord } from '../records';
import { grouped, hexByte, hexOf, quoteBytes } from '../text';
import { badUtf8At } from '../utf8';
import { type FrameHeader, HINT_BYTES, MAX_HEADER_BYTES, readHeader } from '../websocket-frame-header';
import { isPlain, OPCODES } from '../websocket-rules';
import { isPrintable, unmasked } from './printable';

/** Longer frames are not looked at for what their length counts. */
const MAX_COUNTED_BYTES = 4096;

/**
 * A likely cause of a broken rule in a frame's header, or null: the first that the frame's first bytes speak for.
 * `before` is the unit before it on the wire.
 */
export function frameHint(frame: UnitRecord, before: UnitRecord | undefined): string | null {
  const bytes = firstBytes(frame);
  const previous = before?.layer === 'websocket' ? before : null;
  if (bytes[0] === 13 && bytes[1] === 10) {
    return previous === null
      ? '0d 0a is an empty line: the head of the handshake seems to end with one too many.'
      : '0d 0a is a line break: frames follow each other without any.';
  }
  return (
    (previous && spilled(previous, bytes)) ??
    plainText(bytes) ??
    inLength(frame, bytes, false) ??
    inMask(frame, bytes) ??
    inOrder(previous, bytes)
  );
}

/** A likely cause for a frame whose direction ended inside it, or null. */
export function cutHint(frame: UnitRecord): string | null {
  return inLength(frame, firstBytes(frame), true);
}

function firstBytes({ stream, start, end }: UnitRecord): Uint8Array {
  return stream.slice(start, Math.min(end, start + HINT_BYTES));
}

function plainText(bytes: Uint8Array): string | null {
  if (bytes[0]! > 127 || !isPrintable(bytes)) return null;
  const start = quoteBytes(bytes, 24);
  const isHttp = /^“(HTTP\/|[A-Z]+ \/)/.test(start);
  const what = isHttp ? 'HTTP' : 'text';
  return `These bytes read as ${what} without a frame around it: ${start}. After the 101, both sides send frames only.`;
}

/** Whether these bytes look like the rest of the frame before, whose length is then too small. */
function spilled(previous: UnitRecord, bytes: Uint8Array): string | null {
  const size = previous.end - previous.start;
  const start = previous.stream.slice(
    previous.start,
    Math.min(previous.end, previous.start + MAX_HEADER_BYTES),
  );
  const header = readHeader(start);
  if (header === null || header.opcode > 2 || header.length === 0 || size > MAX_COUNTED_BYTES) return null;
  const payload = unmasked(previous.stream.slice(previous.start + header.size, previous.end), header.key, 0);
  const rest = unmasked(bytes, header.key, header.length & 3);
  const looksLike = 'These bytes look like the rest of the frame before, whose length is too small:';
  if (countsCharacters(payload, rest)) {
    return `${looksLike} ${grouped(header.length)} is how many characters its text has, and a length counts bytes of UTF-8.`;
  }
  if (!header.masked || rest.length < 4 || !isPrintable(rest) || isPrintable(bytes) || !isPrintable(payload))
    return null;
  return `${looksLike} with the same masking key they read as text (${quoteBytes(rest, 24)}).`;
}

/** Whether a text that begins with `payload` and ends somewhere in `rest` has as many characters as `payload` has bytes. */
function countsCharacters(payload: Uint8Array, rest: Uint8Array): boolean {
  const { length } = payload;
  const bytes = new Uint8Array(length + rest.length);
  bytes.set(payload);
  bytes.set(rest, length);
  let units = 0;
  let points = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at]!;
    at += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    units += byte < 0xf0 ? 1 : 2;
    points++;
    if (at > length && (units === length || points === length)) {
      return at <= bytes.length && badUtf8At(bytes.subarray(0, at)) < 0;
    }
  }
  return false;
}

/** What a length of 16 or 64 bits tells. */
function inLength(frame: UnitRecord, bytes: Uint8Array, isCut: boolean): string | null {
  const header = readHeader(bytes);
  if (header === null || header.length7 < 126) return null;
  const { length, length7, masked, size } = header;
  const field = lengthField(bytes)!;
  if (isCut && !masked && isPrintable(bytes.subarray(2))) {
    return `After ${hexByte(length7)} these bytes read as text. ${length7} stands for a length in ${field.length} further bytes: a payload of ${length7} bytes begins with 7e 00 ${hexByte(length7)}.`;
  }
  const swapped = inOtherOrder(field);
  // No order of its bytes makes the length of a control frame longer than 7 bits.
  if (header.opcode > 7) return null;
  const isTooLarge = length > Number.MAX_SAFE_INTEGER && swapped < 2 ** 32;
  const isTooSmall = length <= (length7 === 126 ? 125 : 65535) && swapped > 125 && swapped < 2 ** 32;
  const isWhole = isCut && swapped < length && endsAt(frame, frame.start + size + swapped);
  if (!isTooLarge && !isTooSmall && !isWhole) return null;
  if (isTooSmall) {
    const bits = field.length * 8;
    return `Its sender seems to write every length in ${bits} bits, or in the wrong byte order: ${hexOf(field)} is then ${grouped(swapped)}.`;
  }
  const fits = isWhole && frame.end === frame.start + size + swapped ? ', as many bytes as came' : '';
  return `In the other byte order ${hexOf(field)} is ${grouped(swapped)}${fits}. The highest byte of a length goes first.`;
}

/** The 16 or 64 bits of a length; null when it has 7 bits. */
export function lengthField(bytes: Uint8Array): Uint8Array | null {
  const length7 = bytes[1]! & 127;
  return length7 < 126 ? null : bytes.subarray(2, length7 === 126 ? 4 : 10);
}

/** The value of a length whose lowest byte goes first. */
export function inOtherOrder(field: Uint8Array): number {
  return field.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** Whether the bytes that came end here, or go on with what may be another frame. */
export function endsAt({ stream, end, sender }: UnitRecord, at: number): boolean {
  if (at >= end) return at === end;
  const [byte0 = 0, byte1 = 0] = stream.slice(at, Math.min(at + 2, end));
  return isPlain(byte0, byte1, { sender, compresses: false, mayContinue: false, mayBegin: true });
}

/** What a mask of the wrong side tells. */
function inMask({ sender }: UnitRecord, bytes: Uint8Array): string | null {
  const header = readHeader(bytes);
  if (header === null || header.masked === (sender === 'client')) return null;
  const payload = bytes.subarray(header.size);
  if (!header.masked) {
    if (!isPrintable(payload)) return null;
    return 'The payload reads as text as it is. Many libraries build frames for both sides: this one looks built for a server.';
  }
  if (isPrintable(bytes.subarray(2))) {
    return `After its first two bytes this frame reads as text. ${bytes[1]} may be meant as its length: one above 125 takes the form 7e ${hexOf(Uint8Array.of(0, bytes[1]!))}.`;
  }
  if (!isPrintable(unmasked(payload, header.key, 0))) return null;
  return 'Unmasked, the payload reads as text. Many libraries build frames for both sides: this one looks built for a client.';
}

const TWO_WRITERS =
  'If it is a message of its own, two parts of the sender’s program may write at the same time: only control frames may come between fragments.';

/** What the fragment before tells. */
function inOrder(previous: UnitRecord | null, bytes: Uint8Array): string | null {
  const header = readHeader(bytes);
  if (header === null || header.opcode > 2) return null;
  const last = previous === null ? null : lastData(previous);
  if (header.opcode === 0) {
    if (bytes[0] === 0 && bytes.includes(255) && isPrintable(bytes.subarray(1, bytes.indexOf(255)))) {
      return '00 … ff is how drafts before RFC 6455 (hixie-76) framed text.';
    }
    if (last === null || !last.fin || last.opcode === 0) return null;
    return `The ${OPCODES[last.opcode]} frame before has FIN 1, which ends its message. With more fragments to come it begins with 0${last.opcode}.`;
  }
  if (last === null || last.fin) return null;
  if (last.opcode !== header.opcode) return TWO_WRITERS;
  return header.fin
    ? `If this is the last fragment, its opcode must be 0: it begins with 80. ${TWO_WRITERS}`
    : `The frame before has FIN 0, too. A whole message in one frame begins with 8${header.opcode}.`;
}

function lastData({ stream, start, end }: UnitRecord): FrameHeader | null {
  const header = readHeader(stream.slice(start, Math.min(end, start + MAX_HEADER_BYTES)));
  return header !== null && header.opcode < 3 ? header : null;
}
