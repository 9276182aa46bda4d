import type { ByteSource } from './derived';
import type { ByteRange, Wire, WireRange } from './layer-unit';
import type { Stream } from './records';

/** Where a stretch of a unit's bytes comes from. A unit's bytes are the sequence of its pieces. */
export type Piece = WirePiece | OwnPiece;

/** Bytes that are on the wire, plain or masked (RFC 6455 §5.3). */
export interface WirePiece {
  readonly stream: Stream;
  readonly start: number;
  readonly end: number;
  /** The masking key as a 32-bit number, first octet highest; 0 changes nothing. */
  readonly key: number;
  /** Which octet of the key applies to the first byte. */
  readonly phase: number;
}

/** Bytes that exist only after decompression or base64, and their wire bytes. */
interface OwnPiece {
  readonly source: ByteSource;
  readonly start: number;
  readonly end: number;
  readonly wire: readonly WireRange[];
}

const isOwn = (piece: Piece): piece is OwnPiece => 'source' in piece;

const lengthOf = (piece: Piece): number => piece.end - piece.start;

function ownBytes({ source, start, end }: OwnPiece): Uint8Array {
  const bytes = source.bytes();
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}

export function piecesLength(pieces: readonly Piece[]): number {
  let length = 0;
  for (const piece of pieces) length += lengthOf(piece);
  return length;
}

/** The pieces of bytes `[start, end)` of all that `pieces` hold. */
export function slicePieces(pieces: readonly Piece[], start: number, end: number): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    const from = Math.max(0, start - at);
    const to = Math.min(length, end - at);
    at += length;
    if (from >= to) continue;
    if (from === 0 && to === length) out.push(piece);
    else if (isOwn(piece)) out.push({ ...piece, start: piece.start + from, end: piece.start + to });
    else {
      const { stream, key, phase } = piece;
      out.push({ stream, key, start: piece.start + from, end: piece.start + to, phase: (phase + from) & 3 });
    }
  }
  return out;
}

/**
 * Finds the bounding ranges on the wire of stretches of what pieces make up, each of which begins no earlier than the
 * one before it: as many stretches as there are take no longer than one pass over the pieces.
 */
export class SpanFinder {
  readonly #pieces: readonly Piece[];
  #index = 0;
  /** Where the piece at `#index` begins. */
  #at = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  /** The span of the bytes `[start, end)`; null when they are none. */
  find(start: number, end: number): ByteRange | null {
    const pieces = this.#pieces;
    while (this.#index < pieces.length && this.#at + lengthOf(pieces[this.#index]!) <= start) {
      this.#at += lengthOf(pieces[this.#index++]!);
    }
    const first = pieces[this.#index];
    if (first === undefined || end <= start) return null;
    let index = this.#index;
    let at = this.#at;
    while (index + 1 < pieces.length && at + lengthOf(pieces[index]!) < end) at += lengthOf(pieces[index++]!);
    const last = pieces[index]!;
    return {
      start: isOwn(first) ? (first.wire[0]?.start ?? 0) : first.start + Math.max(0, start - this.#at),
      end: isOwn(last) ? (last.wire.at(-1)?.end ?? 0) : Math.min(last.end, last.start + end - at),
    };
  }
}

/** The bytes that the pieces make up: a view where nothing had to be unmasked or joined. */
export function joinPieces(pieces: readonly Piece[]): Uint8Array {
  const [only] = pieces;
  if (only === undefined) return new Uint8Array(0);
  if (pieces.length === 1) {
    if (isOwn(only)) return ownBytes(only);
    if (only.key === 0) return only.stream.slice(only.start, only.end);
  }
  const joined = new Uint8Array(piecesLength(pieces));
  let at = 0;
  for (const piece of pieces) {
    const bytes = isOwn(piece) ? ownBytes(piece) : piece.stream.slice(piece.start, piece.end);
    if (isOwn(piece) || piece.key === 0) joined.set(bytes, at);
    else unmask(bytes, 0, bytes.length, piece.key, piece.phase, joined, at);
    at += bytes.length;
  }
  return joined;
}

/**
 * `source[start, end)` XOR the masking key, written to `target` from `at` (RFC 6455 §5.3). `phase` is the octet of
 * the key that applies to the first byte.
 */
export function unmask(
  source: Uint8Array,
  start: number,
  end: number,
  key: number,
  phase: number,
  target: Uint8Array,
  at: number,
): void {
  const shift = phase << 3;
  const turned = shift === 0 ? key : (key << shift) | (key >>> (32 - shift));
  const k0 = turned >>> 24;
  const k1 = (turned >>> 16) & 255;
  const k2 = (turned >>> 8) & 255;
  const k3 = turned & 255;
  let from = start;
  let to = at;
  for (const stop = end - 3; from < stop; from += 4, to += 4) {
    target[to] = source[from]! ^ k0;
    target[to + 1] = source[from + 1]! ^ k1;
    target[to + 2] = source[from + 2]! ^ k2;
    target[to + 3] = source[from + 3]! ^ k3;
  }
  if (from < end) target[to] = source[from]! ^ k0;
  if (from + 1 < end) target[to + 1] = source[from + 1]! ^ k1;
  if (from + 2 < end) target[to + 2] = source[from + 2]! ^ k2;
}

/** The wire bytes of the pieces; adjacent ranges are joined. */
export function wireOf(pieces: readonly Piece[]): Wire {
  const ranges: WireRange[] = [];
  let isWhole = false;
  for (const piece of pieces) {
    if (isOwn(piece)) isWhole = true;
    for (const range of isOwn(piece) ? piece.wire : [piece.stream.range(piece.start, piece.end)]) {
      addRange(ranges, range);
    }
  }
  return { precision: isWhole ? 'whole' : ranges.length <= 1 ? 'exact' : 'piecewise', ranges };
}

function addRange(ranges: WireRange[], range: WireRange): void {
  const last = ranges.at(-1);
  const isSameStream = last?.connection === range.connection && last.sender === range.sender;
  if (last === undefined || !isSameStream || range.start < last.start || range.start > last.end) {
    ranges.push(range);
    return;
  }
  ranges[ranges.length - 1] = { ...last, end: Math.max(last.end, range.end) };
}

/** The inverse of `wireOf`: which bytes of `pieces` these wire bytes are. Adjacent ranges are joined. */
export function ownRanges(pieces: readonly Piece[], wire: readonly WireRange[]): ByteRange[] {
  const found: ByteRange[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = lengthOf(piece);
    if (isOwn(piece)) {
      if (length > 0 && piece.wire.some((range) => wire.some((other) => overlaps(range, other)))) {
        addOwn(found, at, at + length);
      }
    } else {
      const { stream, start, end } = piece;
      for (const range of wire) {
        if (range.connection !== stream.connection || range.sender !== stream.sender) continue;
        addOwn(found, at + Math.max(start, range.start) - start, at + Math.min(end, range.end) - start);
      }
    }
    at += length;
  }
  return found;
}

function addOwn(found: ByteRange[], start: number, end: number): void {
  if (start >= end) return;
  const last = found.at(-1);
  if (last !== undefined && start >= last.start && start <= last.end) {
    found[found.length - 1] = { start: last.start, end: Math.max(last.end, end) };
  } else found.push({ start, end });
}

/** Whether two ranges share a byte on the wire. */
function overlaps(a: WireRange, b: WireRange): boolean {
  return a.connection === b.connection && a.sender === b.sender && a.start < b.end && b.start < a.end;
}

/** Clips a range to `[0, length)`; all of it without a range. */
export function clip(range: ByteRange | undefined, length: number): ByteRange {
  if (range === undefined) return { start: 0, end: length };
  const start = Math.min(Math.max(0, range.start), length);
  return { start, end: Math.min(Math.max(start, range.end), length) };
}
