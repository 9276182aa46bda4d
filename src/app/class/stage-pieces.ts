import type { Capture } from '../../capture/capture';
import { recordsOfCapture } from '../../capture/files/save/capture-records';
import { encodeWire101 } from '../../capture/files/save/wire101-file';
import { type ChunkRecord, encodeFeed, type FeedRecord } from '../../protocol/feed';
import type { StagePiece } from '../../protocol/messages/class';

/** The server takes pieces of this many bytes, and this many of a stage. */
const PIECE_BYTES = 24 * 1024;
const MOST_BYTES = 20 * PIECE_BYTES;

/**
 * A capture as a student's page shows it to the teacher: in pieces, the newest connections of it where all are too many. `epochMs` is the
 * Unix time of its 0. What the tap has blanked stays blanked, and so is `labId`, which opens the lab.
 */
export function piecesOfStage(
  capture: Capture,
  labId: string,
  epochMs: number,
  atMs: number,
): readonly StagePiece[] {
  const all = recordsOfCapture(capture);
  const kept = newestIn(all);
  const bytes = encodeWire101({ version: 1, source: 'lab', epochMs }, withoutId(kept, labId));
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

/** The same with zeros for the id, wherever a direction of a connection has it, in however many reads. */
function withoutId(records: readonly FeedRecord[], labId: string): readonly FeedRecord[] {
  const streams = new Map<string, ChunkRecord[]>();
  const copies = records.map((record) => {
    if (record.type !== 'chunk') return record;
    const copy = { ...record, bytes: record.bytes.slice() };
    const key = `${record.connection} ${record.sender}`;
    const stream = streams.get(key);
    if (stream) stream.push(copy);
    else streams.set(key, [copy]);
    return copy;
  });
  if (labId !== '') for (const chunks of streams.values()) blank(chunks, labId);
  return copies;
}

function blank(chunks: readonly ChunkRecord[], labId: string): void {
  // A character for each byte.
  const latin1 = new TextDecoder('latin1');
  const text = chunks.map(({ bytes }) => latin1.decode(bytes)).join('');
  for (let at = text.indexOf(labId); at >= 0; at = text.indexOf(labId, at + labId.length)) {
    let start = 0;
    for (const { bytes } of chunks) {
      const [from, to] = [at - start, at + labId.length - start];
      if (to > 0 && from < bytes.length) bytes.fill(0x30, Math.max(0, from), Math.max(0, to));
      start += bytes.length;
    }
  }
}

const connectionOf = (record: FeedRecord): number | null =>
  'connection' in record && typeof record.connection === 'number' ? record.connection : null;
