import type { Call } from '../capture/capture';
import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { ByteRange, Unit } from '../protocol/unit';

/** The part of a unit that one read or one write of the server's socket carried. */
export interface UnitPiece {
  /** When the tap saw it, microseconds. */
  readonly at: number;
  /** How many of the unit's bytes it carried. */
  readonly bytes: number;
}

/** Writes that follow each other within this are one piece: a program writes a head and a body in one go. */
const ONE_GO_MICROS = 2_000;

const WHOLE: readonly UnitPiece[] = [];

/**
 * The reads or writes that a unit on the wire came in, in order; empty when it came in one. Each read counts, since the
 * server's program was told of each; writes in one go count once.
 */
export function piecesOf(decoder: Decoder, unit: Unit): readonly UnitPiece[] {
  if (layerOf(unit.layer).wire === 'bytes') return WHOLE;
  const carriers = decoder.carriersOf(unit);
  if (carriers.length < 2) return WHOLE;
  const pieces: { at: number; bytes: number; until: number }[] = [];
  for (const { at, start, end } of carriers) {
    const bytes = Math.min(end, unit.end) - Math.max(start, unit.start);
    const last = pieces.at(-1);
    if (unit.sender === 'server' && last && at - last.until < ONE_GO_MICROS) {
      last.bytes += bytes;
      last.until = at;
    } else pieces.push({ at, bytes, until: at });
  }
  return pieces.length < 2 ? WHOLE : pieces;
}

/**
 * Whether a byte of a raw client's stream is in the middle of one of its writes, so that it left with the bytes before
 * it. `calls` are all calls of the page.
 */
export function isInsideWrite(calls: readonly Call[], opener: number | null, offset: number): boolean {
  for (const { start, end } of writesOf(calls, opener)) {
    if (offset < end) return offset > start;
  }
  return false;
}

/** How many writes of a raw client have bytes in this range of its stream; 1 where that is not known. */
export function countWrites(
  calls: readonly Call[],
  opener: number | null,
  start: number,
  end: number,
): number {
  let count = 0;
  for (const write of writesOf(calls, opener)) if (write.start < end && write.end > start) count++;
  return Math.max(1, count);
}

/** The writes of a raw client as ranges of its stream, by what the page asked for. */
function* writesOf(calls: readonly Call[], opener: number | null): Generator<ByteRange> {
  if (opener === null) return;
  let start = 0;
  for (const call of calls) {
    if (call.opener !== opener || call.writes === undefined) continue;
    for (const size of call.writes) {
      yield { start, end: start + size };
      start += size;
    }
  }
}
