import type { Peer } from './unit';

/**
 * The messages of the tap's feed: what the server tells a page about its lab. One WebSocket message holds one or
 * more records. Binary, big-endian; a chunk is a fixed header and its bytes, everything else is JSON.
 *
 *     u8 type · u32 length of what follows · body
 *     chunk body: f64 seq · u32 connection · u8 sender (0 client, 1 server) · f64 atMicros · f64 offset · u32 heldMicros · bytes
 *     JSON body:  UTF-8
 *
 * `seq` counts the log records (open, impairment, chunk, end, code) of one lab from 1; a viewer that returns asks for what comes after the last one it
 * has (`?after=SEQ`), and is told with a `missed` record what the bounded log no longer holds.
 */
export type FeedRecord =
  | HelloRecord
  | OpenRecord
  | ImpairmentRecord
  | ChunkRecord
  | EndRecord
  | CodeRecord
  | MissedRecord
  | ClockRecord;

/** First record on every feed connection. */
interface HelloRecord {
  readonly type: 'hello';
  readonly lab: string;
  /** The lab's clock now: microseconds since the lab was made. */
  readonly nowMicros: number;
  /** The Unix time of the lab's 0, in milliseconds. */
  readonly epochMs: number;
  /** The newest record's number at this moment; 0 when the log is empty. */
  readonly lastSeq: number;
}

/** A TCP connection of this lab, seen for the first time. */
export interface OpenRecord {
  readonly type: 'open';
  readonly seq: number;
  readonly connection: number;
  /** When the server accepted it; negative when that was before the lab was made: a browser keeps connections. */
  readonly atMicros: number;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  /** `raw`: opened by this lab's raw client. */
  readonly via: 'direct' | 'raw';
  /** It carries bytes and no protocol. */
  readonly isPlain?: true;
}

/** What a lab does on purpose to its own traffic on a connection: whole numbers, 0 for nothing. */
export interface Impairment {
  /** Added to the way of every byte, in each direction. A new connection also pays its round trip. */
  readonly delayMs: number;
  /** Added to that at random, from 0 to this, for each read and write; the order stays. */
  readonly jitterMs: number;
  /** How many bytes a second pass, in each direction. */
  readonly bytesPerSecond: number;
  /** The server's longest read. */
  readonly readBytes: number;
  /** What comes in this time after a first byte is one read of the server. */
  readonly gatherMs: number;
  /** `stall`: nothing passes until it is lifted, then all of it. `black hole`: what comes is swallowed, in both directions, ends among it. */
  readonly cut: 'none' | 'stall' | 'black hole';
}

/** What a lab is asked to change: what is not named stays as it is. */
export interface ImpairmentChange extends Partial<Impairment> {
  /** An upgrade is answered with 503; the connection stays HTTP until it ends. Of the lab, not of a connection. */
  readonly refusesUpgrades?: boolean;
}

/** What is done to a connection from this instant on; one without such a record is left as it is. */
export interface ImpairmentRecord extends Impairment {
  readonly type: 'impairment';
  readonly seq: number;
  readonly connection: number;
  readonly atMicros: number;
}

/** What is done to a connection to which nothing is done. */
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
 * told of when they pass the socket: bytes of the client when they came, bytes of the server when they leave.
 */
export interface ChunkRecord {
  readonly type: 'chunk';
  readonly seq: number;
  readonly connection: number;
  readonly sender: Peer;
  readonly atMicros: number;
  /** Of the first byte in the connection's stream of that direction; a jump means that bytes between are not this lab's. */
  readonly offset: number;
  /**
   * How long the lab holds these bytes on purpose; `NEVER_MICROS` when it swallows them, so that they reach nobody; 0 when it does neither. Bytes of the client reach the
   * server's application at `atMicros + heldMicros`; bytes of the server left it at `atMicros - heldMicros`.
   */
  readonly heldMicros: number;
  readonly bytes: Uint8Array;
}

/** One direction of a connection, or all of it, has ended. */
export interface EndRecord {
  readonly type: 'end';
  readonly seq: number;
  readonly connection: number;
  readonly atMicros: number;
  /**
   * `fin`: that side ended its direction (half-close). `reset`: the connection was reset. `timeout`: the server gave up on
   * silence. `closed`: both directions are done, nothing more follows; alone, the server let go of the connection at once.
   */
  readonly how: 'fin' | 'reset' | 'timeout' | 'closed';
  readonly by: Peer;
}

/** A Socket.IO packet by its place: the `ordinal`-th, from 1, that `sender` sent in the Engine.IO session `sid`. */
export interface PacketRef {
  readonly sid: string;
  readonly sender: Peer;
  readonly ordinal: number;
}

/** Something that a program did, or that happened to it. */
export type CodeKind =
  /** It begins to run: `text` is all of it; `ended` by its author, `stopped` against its will. */
  | 'started'
  | 'ended'
  | 'stopped'
  /** It emits an event, or answers one; a listener runs, or a callback whose answer has come. */
  | 'emit'
  | 'reply'
  | 'listener'
  | 'answered'
  /** Its output, and what nobody caught. */
  | 'log'
  | 'warn'
  | 'error'
  | 'uncaught';

/** A line of the server's program that ran. */
export interface CodeRecord {
  readonly type: 'code';
  readonly seq: number;
  readonly atMicros: number;
  /** Which run of a program in this lab, from 1. */
  readonly run: number;
  readonly kind: CodeKind;
  /** Of its text, from 1; 0 for none. */
  readonly line: number;
  /** The event's name, or what was said. */
  readonly text: string;
  /** The packets that it made, or the one that made it run. */
  readonly packets: readonly PacketRef[];
}

/** Records that this viewer cannot have any more: the log is bounded. */
export interface MissedRecord {
  readonly type: 'missed';
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly bytes: number;
}

/** Answer to a clock question (`{"clock": pageMs}` sent by the page as text): for estimating the clock offset. */
interface ClockRecord {
  readonly type: 'clock';
  readonly pageMs: number;
  readonly nowMicros: number;
}

/** How long bytes are held that the lab swallows: the largest that the format can say. */
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
      throw new RangeError(`feed record of type ${type} and ${length} bytes at ${at} in ${message.length}`);
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
