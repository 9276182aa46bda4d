import * as v from 'valibot';
import { impairmentEntries } from './impairment-order';
import { range } from './members';

/** Counts the log records of a lab (open, impairment, chunk, end, code) from 1. */
const seq = range(1, Number.MAX_SAFE_INTEGER);
/** The number of a TCP connection in its lab, from 1. */
const connection = range(1, Number.MAX_SAFE_INTEGER);
/** On the lab's clock: microseconds since the lab was made; negative before that. */
const atMicros = v.number();
const count = range(0, Number.MAX_SAFE_INTEGER);
const peer = v.picklist(['client', 'server']);
const endpoint = v.pipe(v.object({ address: v.string(), port: count }), v.readonly());

/** First record on every feed connection. */
const hello = v.object({
  type: v.literal('hello'),
  lab: v.string(),
  /** The lab's clock now. */
  nowMicros: v.number(),
  /** The Unix time of the lab's 0, in milliseconds. */
  epochMs: v.number(),
  /** The newest record's number at this moment; 0 when the log is empty. */
  lastSeq: count,
});

/** A TCP connection of this lab, seen for the first time. */
const open = v.object({
  type: v.literal('open'),
  seq,
  connection,
  /** When the server accepted it; negative if before the lab was made, since a browser keeps connections. */
  atMicros,
  client: endpoint,
  server: endpoint,
  /**
   * `raw`: opened by this lab's raw client; `relay`: to a server that is watched, through the
   * relay before it; `recorded`: read from a file.
   */
  via: v.picklist(['direct', 'raw', 'relay', 'recorded']),
  /** For a recorded one: how many of its first bytes, by sender, were put before it so that the rest can be read. */
  added: v.exactOptional(v.pipe(v.object({ client: count, server: count }), v.readonly())),
  /** It carries bytes and no protocol. */
  isPlain: v.exactOptional(v.literal(true)),
});

/** The server has applied its limits to any impairment it reports. */
const ANY = Number.POSITIVE_INFINITY;
const UNBOUNDED = { delayMs: ANY, jitterMs: ANY, bytesPerSecond: ANY, readBytes: ANY, gatherMs: ANY };

/** The impairment of a connection from this instant on; without such a record it has none. */
const impairmentRecord = v.object({
  type: v.literal('impairment'),
  seq,
  connection,
  atMicros,
  ...impairmentEntries(UNBOUNDED),
});

/** One direction of a connection, or all of it, has ended. */
const end = v.object({
  type: v.literal('end'),
  seq,
  connection,
  atMicros,
  /**
   * `fin`: that side ended its direction (half-close). `reset`: the connection was reset. `timeout`: the server gave up
   * after silence. `closed`: both directions are done, nothing follows; alone, the server dropped the connection at once.
   */
  how: v.picklist(['fin', 'reset', 'timeout', 'closed']),
  by: peer,
});

/** A Socket.IO packet by its place: the `ordinal`-th, from 1, that `sender` sent in the Engine.IO session `sid`. */
const packetRef = v.pipe(v.object({ sid: v.string(), sender: peer, ordinal: v.number() }), v.readonly());

/** What became of the relay's own connection to the server that is watched. */
const upstream = v.object({
  type: v.literal('upstream'),
  seq,
  /** The client's connection to the relay, for which it was made. */
  connection,
  atMicros,
  /** `failed`: it could not be made, or broke; the client's connection was reset for it. */
  how: v.picklist(['connected', 'failed']),
  /** What happened, in one sentence. */
  text: v.string(),
});

/** Something that a program did, or that happened to it. */
const codeKind = v.picklist([
  // It begins to run: `text` is all of it; `ended` by its author, `stopped` by the lab.
  'started',
  'ended',
  'stopped',
  // It emits an event, or answers one; a listener runs, or a callback whose answer has come.
  'emit',
  'reply',
  'listener',
  'answered',
  // Its output, and uncaught errors.
  'log',
  'warn',
  'error',
  'uncaught',
]);

/** A line that ran in the server's program. */
const code = v.object({
  type: v.literal('code'),
  seq,
  atMicros,
  /** Which run of a program in this lab, from 1. */
  run: count,
  kind: codeKind,
  /** Of its text, from 1; 0 for none. */
  line: v.number(),
  /** The event's name, or what was said. */
  text: v.string(),
  /** The packets that it made, or the one that made it run. */
  packets: v.pipe(v.array(packetRef), v.readonly()),
});

/** Records that this viewer can no longer get: the log is bounded. */
const missed = v.object({ type: v.literal('missed'), fromSeq: seq, toSeq: count, bytes: count });

/** Answer to a clock question (`clockQuestion`): for estimating the clock offset. */
const clock = v.object({ type: v.literal('clock'), pageMs: v.number(), nowMicros: v.number() });

/** The records of the feed that are JSON: all but chunks. */
export const jsonRecord = v.variant('type', [
  hello,
  open,
  impairmentRecord,
  end,
  upstream,
  code,
  missed,
  clock,
]);

type HelloRecord = Readonly<v.InferOutput<typeof hello>>;
export type OpenRecord = Readonly<v.InferOutput<typeof open>>;
export type ImpairmentRecord = Readonly<v.InferOutput<typeof impairmentRecord>>;
export type EndRecord = Readonly<v.InferOutput<typeof end>>;
export type UpstreamRecord = Readonly<v.InferOutput<typeof upstream>>;
export type CodeRecord = Readonly<v.InferOutput<typeof code>>;
export type MissedRecord = Readonly<v.InferOutput<typeof missed>>;
type ClockRecord = Readonly<v.InferOutput<typeof clock>>;
export type PacketRef = v.InferOutput<typeof packetRef>;
export type CodeKind = v.InferOutput<typeof codeKind>;
/** A record of the feed that is JSON. */
export type JsonRecord =
  | HelloRecord
  | OpenRecord
  | ImpairmentRecord
  | EndRecord
  | UpstreamRecord
  | CodeRecord
  | MissedRecord
  | ClockRecord;
