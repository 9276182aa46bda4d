import type { JsonRecord } from './messages/feed-records';
import type { Impairment } from './messages/impairment-order';
import type { Peer } from './unit';

export type {
  CodeKind,
  CodeRecord,
  EndRecord,
  ImpairmentRecord,
  MissedRecord,
  OpenRecord,
  PacketRef,
  UpstreamRecord,
} from './messages/feed-records';
export type { Impairment, ImpairmentChange } from './messages/impairment-order';

/**
 * The messages of the tap's feed: what the server tells a page about its lab. One WebSocket message holds one or
 * more records. Binary, big-endian; a chunk is a fixed header and its bytes, everything else is JSON.
 *
 *     u8 type · u32 length of what follows · body
 *     chunk body: f64 seq · u32 connection · u8 sender (0 client, 1 server) · f64 atMicros · f64 offset · u32 heldMicros · bytes
 *     JSON body:  UTF-8
 *
 * `seq` counts the log records (open, impairment, chunk, end, code) of one lab from 1; a returning viewer asks for what
 * follows its last one (`?after=SEQ`); a `missed` record says what the bounded log no longer holds.
 */
export type FeedRecord = ChunkRecord | JsonRecord;

/** The impairment of an unimpaired connection. */
export const UNIMPAIRED: Impairment = {
  delayMs: 0,
  jitterMs: 0,
  bytesPerSecond: 0,
  readBytes: 0,
  gatherMs: 0,
  cut: 'none',
};

/**
 * One read or one write of the server's socket, or the part of it that belongs to this lab. Bytes that the lab holds are
 * reported when they pass the socket: the client's when they come, the server's when they leave.
 */
export interface ChunkRecord {
  readonly type: 'chunk';
  readonly seq: number;
  readonly connection: number;
  readonly sender: Peer;
  readonly atMicros: number;
  /** Offset of the first byte in its direction's stream; a jump means that the bytes between are not this lab's. */
  readonly offset: number;
  /**
   * How long the lab holds these bytes on purpose: 0 for not at all, `NEVER_MICROS` when it swallows them. The client's
   * bytes reach the server's application at `atMicros + heldMicros`; the server's left it at `atMicros - heldMicros`.
   */
  readonly heldMicros: number;
  readonly bytes: Uint8Array;
}

/** How long swallowed bytes are held: the largest value of the format. */
export const NEVER_MICROS = 2 ** 32 - 1;

const CHUNK = 1;
const JSON_RECORD = 2;
const HEAD_BYTES = 5;
const CHUNK_HEAD_BYTES = 8 + 4 + 1 + 8 + 8 + 4;

const utf8 = { encode: new TextEncoder(), decode: new TextDecoder() };

/** The records as one binary message. */
export function encodeFeed(records: readonly FeedRecord[]): Uint8Array {
  const bodies = records.map((record) =>
    record.type === 'chunk' ? record : utf8.encode.encode(JSON.stringify(record)),
  );
  let size = 0;
  for (const body of bodies) {
    size += HEAD_BYTES + (body instanceof Uint8Array ? body.length : CHUNK_HEAD_BYTES + body.bytes.length);
  }
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const body of bodies) {
    if (body instanceof Uint8Array) {
      view.setUint8(at, JSON_RECORD);
      view.setUint32(at + 1, body.length);
      out.set(body, at + HEAD_BYTES);
      at += HEAD_BYTES + body.length;
      continue;
    }
    view.setUint8(at, CHUNK);
    view.setUint32(at + 1, CHUNK_HEAD_BYTES + body.bytes.length);
    at += HEAD_BYTES;
    view.setFloat64(at, body.seq);
    view.setUint32(at + 8, body.connection);
    view.setUint8(at + 12, body.sender === 'client' ? 0 : 1);
    view.setFloat64(at + 13, body.atMicros);
    view.setFloat64(at + 21, body.offset);
    view.setUint32(at + 29, body.heldMicros);
    out.set(body.bytes, at + CHUNK_HEAD_BYTES);
    at += CHUNK_HEAD_BYTES + body.bytes.length;
  }
  return out;
}

/**
 * The records of one message; chunk bytes are views of `message`, so its buffer must not be reused.
 * @throws RangeError when the message is not what `encodeFeed` makes.
 */
export function decodeFeed(message: Uint8Array): FeedRecord[] {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const records: FeedRecord[] = [];
  let at = 0;
  while (at < message.length) {
    const length = at + HEAD_BYTES <= message.length ? view.getUint32(at + 1) : Number.POSITIVE_INFINITY;
    const type = view.getUint8(at);
    const start = at + HEAD_BYTES;
    const end = start + length;
    const isChunk = type === CHUNK && length >= CHUNK_HEAD_BYTES;
    if (end > message.length || !(isChunk || type === JSON_RECORD)) {
      throw new RangeError(`bad feed record at ${at} of ${message.length}: type ${type}, ${length} bytes`);
    }
    if (isChunk) {
      records.push({
        type: 'chunk',
        seq: view.getFloat64(start),
        connection: view.getUint32(start + 8),
        sender: view.getUint8(start + 12) === 0 ? 'client' : 'server',
        atMicros: view.getFloat64(start + 13),
        offset: view.getFloat64(start + 21),
        heldMicros: view.getUint32(start + 29),
        bytes: message.subarray(start + CHUNK_HEAD_BYTES, end),
      });
    } else {
      records.push(JSON.parse(utf8.decode.decode(message.subarray(start, end))) as FeedRecord);
    }
    at = end;
  }
  return records;
}
