import type { ByteSource } from './derived';
import type { EngineKind } from './engine-io-kinds';
import { contentPieces } from './http1-content';
import type { LayerUnit } from './layer-unit';
import { joinPieces, type Piece, slicePieces, wireOf } from './origin';
import type { UnitRecord } from './records';
import { messagePieces } from './websocket-message';

/** A packet, as its own layer knows it. */
export type EngineUnit = LayerUnit<'engine.io', EngineKind>;

/** Where a packet stands in what carries it. One that is all of it, after a type of one byte, needs none of this. */
export interface EnginePart {
  /** In version 3, of the length before the packet. */
  readonly start: number;
  /** Of the packet type. */
  readonly packet: number;
  readonly data: number;
  /** Without the separator after it. */
  readonly end: number;
  readonly hasSeparator: boolean;
  readonly isBinary: boolean;
  /** The decoded base64 text of a binary packet. */
  readonly decoded: ByteSource | null;
  /** What is wrong with the length before it. */
  readonly fault?: string;
}

export function partOf(unit: UnitRecord): EnginePart | null {
  return unit.data as EnginePart | null;
}

/** The pieces of the unit that carries packets. */
export function carrierPieces(carrier: UnitRecord): readonly Piece[] {
  return carrier.layer === 'http' ? contentPieces(carrier) : messagePieces(carrier);
}

/** The packet's own bytes: type and data, the separator after it, and the length before it. */
export function enginePieces(unit: UnitRecord): readonly Piece[] {
  const part = partOf(unit);
  const pieces = carrierPieces(unit.inside!);
  if (part === null) return pieces;
  return slicePieces(pieces, part.start, part.end + (part.hasSeparator ? 1 : 0));
}

/** Whether the packet is a binary WebSocket message, which has no packet type before its data. */
export function isBareBinary(unit: UnitRecord): boolean {
  return unit.inside?.kind === 'binary' && partOf(unit) === null;
}

/** Whether the packet carries bytes, and not text. */
export function isBinaryPacket(unit: UnitRecord): boolean {
  return partOf(unit)?.isBinary ?? isBareBinary(unit);
}

/** The packet's data: without length, type and separator, base64 undone. */
export function engineContent(unit: UnitRecord): readonly Piece[] {
  const part = partOf(unit);
  const pieces = carrierPieces(unit.inside!);
  if (part === null) {
    const isAll = unit.kind === 'error' || isBareBinary(unit);
    return isAll ? pieces : slicePieces(pieces, 1, Number.POSITIVE_INFINITY);
  }
  const data = slicePieces(pieces, part.data, part.end);
  const { decoded } = part;
  return decoded === null
    ? data
    : [{ source: decoded, start: 0, end: decoded.length, wire: wireOf(data).ranges }];
}

/** The base64 text of a binary packet. */
export function base64Text(carrier: UnitRecord, part: EnginePart): Uint8Array {
  return joinPieces(slicePieces(carrierPieces(carrier), part.data, part.end));
}
