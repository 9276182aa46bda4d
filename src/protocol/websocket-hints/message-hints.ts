import { joinPieces, type Piece, piecesLength, slicePieces } from '../origin';
import type { UnitRecord } from '../records';
import { grouped, hexByte, hexOf, quoteBytes } from '../text';
import { HINT_BYTES, MAX_HEADER_BYTES, readHeader } from '../websocket-frame-header';
import { endsAt, inOtherOrder, lengthField } from './frame-hints';
import { isPrintable, unmasked } from './printable';

const NOT_COMPRESSED = 'The payload reads as text: it seems not to be compressed, although RSV1 is 1.';

/** A likely cause for a text that is not UTF-8 at `at`, or null. `first` is the frame that begins it. */
export function textHint(first: UnitRecord, pieces: readonly Piece[], at: number): string | null {
  const length = piecesLength(pieces);
  const from = Math.max(0, at - HINT_BYTES / 2);
  const bytes = joinPieces(slicePieces(pieces, from, from + HINT_BYTES * 2));
  const near = at - from;
  const [one, two] = bytes;
  const inner = at === 0 ? readHeader(bytes) : null;
  if (inner !== null && inner.size + inner.length === length) {
    return 'The payload looks like a whole frame: it seems to be framed twice.';
  }
  if (from === 0 && ((one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff))) {
    return `${hexOf(bytes.subarray(0, 2))} begins a text in UTF-16. Text messages are UTF-8.`;
  }
  return (
    wrongMask(first, at) ??
    swappedLength(first, at) ??
    nextFrame(first, bytes, near, length - at) ??
    otherEncoding(bytes, near) ??
    cutCharacter(bytes, near, length - at) ??
    binary(bytes)
  );
}

/** Whether the payload on the wire reads as text when it is unmasked in another way, or not at all, or not inflated. */
function wrongMask(frame: UnitRecord, at: number): string | null {
  const bytes = frame.stream.slice(frame.start, Math.min(frame.end, frame.start + HINT_BYTES));
  const header = readHeader(bytes);
  if (header === null) return null;
  const { size, key } = header;
  if (header.rsv1) return isPrintable(unmasked(bytes.subarray(size), key, 0)) ? NOT_COMPRESSED : null;
  if (!header.masked) return null;
  if (at > 3 && isPrintable(bytes.subarray(size - 4, size + at - 1))) {
    return 'After the length everything reads as text: the masking key seems to be missing, although MASK is 1.';
  }
  const payload = bytes.subarray(size);
  if (payload.length > 4 && isPrintable(payload)) {
    return `On the wire the payload reads as text (${quoteBytes(payload, 24)}): it seems not to be masked, although MASK is 1.`;
  }
  if (payload.length < 8) return null;
  const reversed = (key << 24) | ((key << 8) & 0xff0000) | ((key >>> 8) & 0xff00) | (key >>> 24);
  if (isPrintable(unmasked(payload, reversed, 0))) {
    return 'With the bytes of the masking key in reverse order, the payload reads as text.';
  }
  const phase = [1, 2, 3].find((octet) => isPrintable(unmasked(payload, key, octet)));
  if (phase === undefined) return null;
  return `The payload reads as text when its first byte is unmasked with octet ${phase} of the key. It must be octet 0 (RFC 6455 §5.3).`;
}

/** Whether the length is meant in the other byte order: then the next frame begins before the text breaks, at `at`. */
function swappedLength(frame: UnitRecord, at: number): string | null {
  const bytes = frame.stream.slice(frame.start, Math.min(frame.end, frame.start + HINT_BYTES));
  const field = lengthField(bytes);
  const header = readHeader(bytes);
  if (field === null || header === null) return null;
  const swapped = inOtherOrder(field);
  const isBefore = swapped <= at && at - swapped < MAX_HEADER_BYTES && swapped < header.length;
  if (!isBefore || !endsAt(frame, frame.start + header.size + swapped)) return null;
  return `The length looks byte-swapped (little-endian): in the other order ${hexOf(field)} is ${grouped(swapped)}, and there the next frame seems to begin. The highest byte goes first (network byte order, RFC 6455 §5.2).`;
}

/** Whether the bytes from `near` to the end, `rest`, are the beginning of another frame of the same kind. */
function nextFrame(first: UnitRecord, bytes: Uint8Array, near: number, rest: number): string | null {
  const [opening, size] = first.stream.slice(first.start, first.start + 2);
  if (size! > 127 || bytes[near] !== opening || rest > 14 || !isPrintable(bytes.subarray(0, near)))
    return null;
  return `Byte ${hexByte(bytes[near]!)} looks like the first byte of the next frame: the length seems to be too large by ${rest}.`;
}

function otherEncoding(bytes: Uint8Array, near: number): string | null {
  const lead = bytes[near - 1];
  const bad = bytes[near]!;
  if (lead === 0xed && bad >= 0xa0 && bad < 0xc0) {
    return 'A character above U+FFFF seems to be written as two UTF-16 units of 3 bytes each (CESU-8). UTF-8 has one form of 4 bytes for it.';
  }
  if (bad === 0xc0 && bytes[near + 1] === 0x80) return 'c0 80 is how Java’s modified UTF-8 writes U+0000.';
  // More likely the first half of a character: a text that was cut between bytes.
  if (near === bytes.length - 1 && (bad === 0xc2 || bad === 0xc3)) return null;
  const high = bytes.findIndex((byte) => byte > 0x7f);
  const isLone = (byte: number, at: number) => byte < 0x80 || (byte >= 0xa0 && (bytes[at + 1] ?? 0) < 0x80);
  const rest = bytes.filter((byte) => byte < 0x80);
  if (high < 0 || !bytes.every(isLone) || (rest.length > 1 && !isPrintable(rest))) return null;
  const code = bytes[high]!;
  const utf8 = hexOf(Uint8Array.of(0xc0 | (code >> 6), 0x80 | (code & 63)));
  const latin = `${hexByte(code)} is “${String.fromCharCode(code)}” in Latin-1 (ISO 8859-1). UTF-8 writes it as ${utf8}.`;
  // Either may be true: the last byte of the text is the first of a longer character.
  const isCut = high === bytes.length - 1 && code >= 0xc4 && code <= 0xf4;
  return isCut ? `${latin} ${CUT_AT_FIRST(code)}` : latin;
}

const CUT_AT_FIRST = (code: number): string =>
  `In UTF-8 it begins a character of ${sizeOf(code)} bytes: the sender may also have cut a longer text at a number of bytes instead of between characters.`;

/** How many bytes a character has that begins with this byte. */
const sizeOf = (first: number): number => (first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);

/** Whether the text breaks at its last byte, inside a character. `rest` counts from that byte to the end. */
function cutCharacter(bytes: Uint8Array, near: number, rest: number): string | null {
  if (rest !== 1) return null;
  let lead = near;
  while (lead > 0 && bytes[lead]! >> 6 === 2) lead--;
  const first = bytes[lead]!;
  const size = sizeOf(first);
  const came = near - lead + 1;
  if (first < 0xc2 || first > 0xf4 || came >= size) return null;
  return `${came} of the ${size} bytes of the last character came: the sender may have cut a longer text at a number of bytes, or counted characters as its length. Only fragments may end inside a character, messages may not.`;
}

function binary(bytes: Uint8Array): string | null {
  const controls = bytes.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  if (controls * 4 < bytes.length) return null;
  return 'Many of these bytes are control characters, which text rarely has. Binary data goes in a binary frame (opcode 2).';
}

/** How a message failed to inflate. */
interface Failure {
  /** In the words of zlib. */
  readonly why: string;
  /** The compressed message before has a final block. */
  readonly isAfterFinal: boolean;
  /** Whether it inflates with the context of the message before it, which was not to be kept. */
  readonly keepsContext: boolean;
  /** The parameter by which its sender begins each message without a context; null when it was not agreed. */
  readonly resets: string | null;
}

/** A likely cause for compressed data that does not inflate, or null. */
export function deflateHint(
  pieces: readonly Piece[],
  previous: readonly Piece[] | null,
  { why, isAfterFinal, keepsContext, resets }: Failure,
): string | null {
  const bytes = joinPieces(slicePieces(pieces, 0, HINT_BYTES));
  const [one = 0, two = 0] = bytes;
  if (one === 0x1f && two === 0x8b)
    return '1f 8b begins a gzip file. Messages are compressed to raw DEFLATE data.';
  if ((one & 15) === 8 && (one * 256 + two) % 31 === 0) {
    return `${hexOf(bytes.subarray(0, 2))} is a header of zlib. Messages are compressed to raw DEFLATE data.`;
  }
  if (isPrintable(bytes)) return NOT_COMPRESSED;
  if (previous !== null) {
    const size = piecesLength(previous);
    if (size === 0)
      return 'The compressed message before has no bytes. Even an empty message is compressed to a byte or more, such as 00 (RFC 7692 §7.2.3.6).';
    const end = joinPieces(slicePieces(previous, Math.max(0, size - 4), size));
    if (hexOf(end) === '00 00 ff ff') {
      return 'The compressed message before ends with 00 00 ff ff. The sender must remove these 4 bytes (RFC 7692 §7.2.1).';
    }
  }
  if (isAfterFinal) {
    return 'The compressed message before ends with a final block (BFINAL is 1), which a byte 00 must follow (RFC 7692 §7.2.3.4).';
  }
  if (!why.includes('too far back')) return null;
  if (resets === null)
    return 'It refers to bytes that never came on this connection, or outside the agreed window: the sender may use one compressor for several connections.';
  if (keepsContext)
    return `This message inflates with the context of the one before it: the sender keeps its context, although ${resets} was agreed.`;
  return `It refers to bytes of an earlier message, although ${resets} was agreed, or outside the agreed window.`;
}
