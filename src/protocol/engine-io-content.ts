import type { ByteSource } from './derived';
import { contentPieces } from './http1-content';
import type { ByteRange, LayerUnit } from './layer-unit';
import { joinPieces, type Piece, slicePieces, wireOf } from './origin';
import type { UnitRecord } from './records';
import { messagePieces } from './websocket-message';

/** By packet type, "0" to "6": Engine.IO protocol v4, “Packet encoding”. */
export const ENGINE_KINDS = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop'] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];
/** A packet, as its own layer knows it. */
export type EngineUnit = LayerUnit<'engine.io', EngineKind>;

/** A packet's place in a polling body. In a WebSocket message, a packet is the whole message and needs no place. */
export interface EnginePart {
  readonly start: number;
  /** Without the separator after it. */
  readonly end: number;
  readonly hasSeparator: boolean;
  /** The decoded base64 text of a binary packet. */
  readonly decoded: ByteSource | null;
}

export function partOf(unit: UnitRecord): EnginePart | null {
  return unit.data as EnginePart | null;
}

/** The pieces of the unit that carries packets. */
export function carrierPieces(carrier: UnitRecord): readonly Piece[] {
  return carrier.layer === 'http' ? contentPieces(carrier) : messagePieces(carrier);
}

/** The packet's own bytes: type and data, and the separator after it in a polling body. */
export function enginePieces(unit: UnitRecord): readonly Piece[] {
  const part = partOf(unit);
  const pieces = carrierPieces(unit.inside!);
  if (part === null) return pieces;
  return slicePieces(pieces, part.start, part.end + (part.hasSeparator ? 1 : 0));
}

/** Whether the packet is a binary WebSocket message, which has no packet type before its data. */
export function isBareBinary(unit: UnitRecord): boolean {
  return unit.inside?.kind === 'binary';
}

/** The packet's data: without type and separator, base64 decoded. */
export function engineContent(unit: UnitRecord): readonly Piece[] {
  const part = partOf(unit);
  const pieces = carrierPieces(unit.inside!);
  if (part === null) return isBareBinary(unit) ? pieces : slicePieces(pieces, 1, Number.POSITIVE_INFINITY);
  const data = slicePieces(pieces, part.start + 1, part.end);
  const { decoded } = part;
  return decoded === null
    ? data
    : [{ source: decoded, start: 0, end: decoded.length, wire: wireOf(data).ranges }];
}

/** The base64 text of a binary packet in a polling body. */
export function base64Text(carrier: UnitRecord, part: EnginePart): Uint8Array {
  return joinPieces(slicePieces(carrierPieces(carrier), part.start + 1, part.end));
}

/** The bounding range on the wire of a packet in a polling body made of `pieces`. */
export function wireSpan(carrier: UnitRecord, pieces: readonly Piece[], part: EnginePart): ByteRange {
  const { ranges } = wireOf(slicePieces(pieces, part.start, part.end));
  const [first] = ranges;
  return first === undefined ? carrier : { start: first.start, end: ranges.at(-1)!.end };
}
