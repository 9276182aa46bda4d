import { type ByteSource, Remade } from './derived';
import { hexDigit } from './http-framing';
import { type HttpHead, headerOf, parseHead } from './http-head';
import type { Fault, LayerUnit } from './layer-unit';
import { joinPieces, type Piece, slicePieces, type WirePiece } from './origin';
import type { UnitRecord } from './records';
import { count } from './text';

/** Most bytes that a compressed body may inflate to here: a polling body holds several messages. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export const HTTP_KINDS = ['request', 'response'] as const;
export type HttpKind = (typeof HTTP_KINDS)[number];
/** An HTTP message, as its own layer knows it. */
export type HttpUnit = LayerUnit<'http', HttpKind>;

/** What is stored with an HTTP message, to find its body without its neighbours. */
export interface HttpData {
  readonly headLength: number;
  readonly isChunked: boolean;
  /** The body without its content coding, once another layer has asked for it. */
  readonly body: ByteSource | null;
}

export function dataOf(unit: LayerUnit): HttpData | null {
  return (unit as UnitRecord).data as HttpData | null;
}

/** The head of an HTTP message, read from its bytes; null until it is complete. */
export function headOf(unit: LayerUnit): HttpHead | null {
  const data = unit.layer === 'http' ? dataOf(unit) : null;
  if (data === null) return null;
  return parseHead((unit as UnitRecord).stream.slice(unit.start, unit.start + data.headLength));
}

export function wirePiece(unit: LayerUnit): WirePiece {
  return { stream: (unit as UnitRecord).stream, start: unit.start, end: unit.end, key: 0, phase: 0 };
}

/** One part of a chunked body, from the message's own first byte (RFC 9112 §7.1). */
export interface ChunkPart {
  readonly kind: 'size' | 'data' | 'data end' | 'trailers';
  readonly start: number;
  readonly end: number;
}

/** The parts of a chunked body that begins at `start` in a message's bytes so far. */
export function chunkParts(bytes: Uint8Array, start: number): ChunkPart[] {
  const parts: ChunkPart[] = [];
  let at = start;
  const add = (kind: ChunkPart['kind'], end: number) => {
    const stop = Math.min(end, bytes.length);
    if (stop > at) parts.push({ kind, start: at, end: stop });
    at = stop;
  };
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf(10, at);
    const size = sizeOfChunk(bytes, at);
    add('size', lineEnd < 0 ? bytes.length : lineEnd + 1);
    if (lineEnd < 0 || Number.isNaN(size)) break;
    if (size === 0) break;
    add('data', at + size);
    // Some senders end it with LF alone, and their readers go on.
    add('data end', at + (bytes[at] === 10 ? 1 : 2));
  }
  add('trailers', bytes.length);
  return parts;
}

/** The number that the hexadecimal digits at `at` give, whatever follows them; NaN without digits. */
export function sizeOfChunk(bytes: Uint8Array, at: number): number {
  let size = Number.NaN;
  for (let digit = hexDigit(bytes[at] ?? 0); digit >= 0; digit = hexDigit(bytes[++at] ?? 0)) {
    size = (Number.isNaN(size) ? 0 : size) * 16 + digit;
  }
  return size;
}

/** The body as it was before the transfer coding (RFC 9112 §7). */
export function bodyPieces(unit: LayerUnit): readonly Piece[] {
  const data = dataOf(unit);
  if (data === null) return [];
  const message = [wirePiece(unit)];
  if (!data.isChunked) return slicePieces(message, data.headLength, Number.POSITIVE_INFINITY);
  const bytes = joinPieces(message);
  return chunkParts(bytes, data.headLength)
    .filter((part) => part.kind === 'data')
    .flatMap((part) => slicePieces(message, part.start, part.end));
}

/** The body without transfer coding and content coding, as the layer above reads it. */
export function contentPieces(unit: LayerUnit): readonly Piece[] {
  const pieces = bodyPieces(unit);
  const body = dataOf(unit)?.body ?? null;
  if (body === null) return pieces;
  const wire = pieces.flatMap((piece) =>
    'stream' in piece ? [piece.stream.range(piece.start, piece.end)] : piece.wire,
  );
  return [{ source: body, start: 0, end: body.length, wire }];
}

/** Whether `inflateBody` can inflate the body of a message with this head. */
export function isInflatable(head: HttpHead): boolean {
  return windowBitsOf(codingOf(head)) !== null;
}

const codingOf = (head: HttpHead): string => headerOf(head, 'content-encoding')?.toLowerCase() ?? 'identity';

/** For `Inflater`. */
function windowBitsOf(coding: string): number | null {
  if (coding === 'gzip') return 31;
  return coding === 'deflate' ? 15 : null;
}

/**
 * Undoes gzip or deflate (RFC 9110 §8.4.1). False for another coding, broken data, or more data than this page
 * inflates.
 */
export function inflateBody(unit: UnitRecord, head: HttpHead): boolean {
  const coding = codingOf(head);
  if (coding === 'identity') return true;
  const windowBits = windowBitsOf(coding);
  if (windowBits === null) return false;
  const inflate = () => {
    const inflater = new unit.log.inflaters.inflater(windowBits);
    return inflater.inflate([joinPieces(bodyPieces(unit))], MAX_BODY_BYTES, false);
  };
  const inflated = inflate();
  if (inflated === 'too large') unit.fault ??= tooLargeBody();
  if (!(inflated instanceof Uint8Array)) return false;
  const again = () => {
    const bytes = inflate();
    return bytes instanceof Uint8Array ? bytes : new Uint8Array(0);
  };
  unit.data = { ...dataOf(unit)!, body: new Remade(unit.log.derived, inflated, again) } satisfies HttpData;
  return true;
}

function tooLargeBody(): Fault {
  return {
    message: `The body inflates to more than ${count(MAX_BODY_BYTES, 'byte')}, and this page inflates no further: the packets in it are not shown.`,
    spec: 'RFC 9110 §8.4.1',
    range: { start: 0, end: 0 },
    kind: 'limit',
  };
}
