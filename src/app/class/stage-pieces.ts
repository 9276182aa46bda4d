import type { Capture } from '../../capture/capture';
import { recordsOfCapture } from '../../capture/files/save/capture-records';
import { encodeWire101 } from '../../capture/files/save/wire101-file';
import { encodeFeed, type FeedRecord } from '../../protocol/feed';
import type { StagePiece } from '../../protocol/messages/class';

/** The server takes pieces of this many bytes, and this many of a stage. */
const PIECE_BYTES = 24 * 1024;
const MOST_BYTES = 20 * PIECE_BYTES;

/**
 * A capture as a student's page shows it to the teacher: in pieces, the newest connections of it where all are too many. `epochMs` is the
 * Unix time of its 0. What the tap has blanked stays blanked.
 */
export function piecesOfStage(capture: Capture, epochMs: number, atMs: number): readonly StagePiece[] {
  const all = recordsOfCapture(capture);
  const kept = newestIn(all);
  const bytes = encodeWire101({ version: 1, source: 'lab', epochMs }, kept);
  const of = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES));
  const about = { stage: Math.floor(Math.random() * 2 ** 32), of, atMs, isWhole: kept.length === all.length };
  return Array.from({ length: of }, (_, part) => ({
    ...about,
    part,
    bytes: bytes.slice(part * PIECE_BYTES, (part + 1) * PIECE_BYTES),
  }));
}

/** The records of the newest connections that fit, and of programs. */
function newestIn(all: readonly FeedRecord[]): readonly FeedRecord[] {
  const sizes = new Map<number | null, number>();
  for (const record of all) {
    const connection = connectionOf(record);
    sizes.set(connection, (sizes.get(connection) ?? 0) + encodeFeed([record]).length);
  }
  let left = MOST_BYTES;
  const kept = new Set<number | null>();
  const newestFirst = [...sizes].sort(
    ([a], [b]) => (b ?? Number.POSITIVE_INFINITY) - (a ?? Number.POSITIVE_INFINITY),
  );
  for (const [connection, size] of newestFirst) {
    if (size > left) continue;
    left -= size;
    kept.add(connection);
  }
  return kept.size === sizes.size ? all : all.filter((record) => kept.has(connectionOf(record)));
}

const connectionOf = (record: FeedRecord): number | null =>
  'connection' in record && typeof record.connection === 'number' ? record.connection : null;
