import {
  encodeClose,
  encodeFrame,
  encodeHandshake,
  type FrameKind,
  type FrameOptions,
  type HandshakeOptions,
} from '../../protocol/encode';
import {
  type EndRecord,
  type FeedRecord,
  type Impairment,
  type OpenRecord,
  UNIMPAIRED,
} from '../../protocol/feed';
import type { Peer } from '../../protocol/unit';
import type { Call, CodeEvent } from '../capture';
import { createCapture, type WritableCapture } from '../create-capture';

/** What one side sends in one go: bytes, a text (as UTF-8), or bytes that depend on the side, such as a frame: only clients mask. */
export type Said = string | Uint8Array | ((sender: Peer) => Uint8Array);

/** A frame. A client masks it and a server does not (RFC 6455 §5.1), unless `isMasked` is given. */
export function frame(
  kind: FrameKind,
  payload: string | Uint8Array = '',
  options: Partial<FrameOptions> = {},
): Said {
  return (sender) => encodeFrame(kind, payload, { isMasked: sender === 'client', ...options });
}

/** A Close frame with its status code. */
export function closeFrame(code: number, reason = ''): Said {
  return frame('close', encodeClose(code, reason));
}

/**
 * Traffic written down as a conversation: each line says when (microseconds of the lab's clock), who and what. The bytes
 * are real and take the same path as live ones: feed records, capture, decoders.
 *
 *     new Recording()
 *       .socket(9_000)
 *       .client(821_000, frame('text', 'Hello'))
 *       .server(821_600, frame('text', 'Hello'))
 *       .end(2_001_000, 'server', 'fin');
 *
 * Lines are about connection 1 until `open` or `on` returns the recording for another connection.
 */
export class Recording {
  readonly #log: Log;
  readonly #connection: number;

  /** An empty recording. Only `on` passes parameters. */
  constructor(log = new Log(), connection = 1) {
    this.#log = log;
    this.#connection = connection;
  }

  /** The capture of this recording. Lines written later are added to it. */
  get capture(): WritableCapture {
    return this.#log.capture;
  }

  /** The feed's records of it. Calls and the client's code are not among them: the page logs those itself. */
  get records(): readonly FeedRecord[] {
    return this.#log.records;
  }

  /** The same recording; its next lines are about this connection. */
  on(connection: number): Recording {
    return new Recording(this.#log, connection);
  }

  /** The server accepts a connection. */
  open(at: number, connection = this.#connection, more: OpenDetails = {}): Recording {
    const client = { address: '127.0.0.1', port: 50_000 + connection };
    const server = { address: '127.0.0.1', port: 8101 };
    this.#log.feed({ type: 'open', connection, atMicros: at, client, server, via: 'direct', ...more });
    return this.on(connection);
  }

  /** One read of the server's socket, at the time when the bytes came; the lab may hold them after that. */
  client(at: number, said: Said | readonly Said[], heldMicros = 0): this {
    return this.#say('client', at, said, heldMicros);
  }

  /** One write of the server's socket, at the time when the bytes left it; the lab may have held them before that. */
  server(at: number, said: Said | readonly Said[], heldMicros = 0): this {
    return this.#say('server', at, said, heldMicros);
  }

  /** A request and its response, `tookMicros` later. */
  exchange(at: number, request: Said, response: Said, tookMicros = 1_900): this {
    return this.client(at, request).server(at + tookMicros, response);
  }

  /** The opening handshake of a page; `call` is the number of the call that opens it, for its target. */
  handshake(at: number, options: HandshakeOptions & { readonly call?: number } = {}): this {
    const { call, target = '/lab/a1/ws', ...rest } = options;
    const mark = call === undefined ? '' : `${target.includes('?') ? '&' : '?'}call=${call}`;
    const fields = ['Origin: http://localhost:8101', 'User-Agent: Mozilla/5.0'];
    const { client, server } = encodeHandshake({ fields, ...rest, target: target + mark });
    return this.exchange(at, client, server);
  }

  /** A WebSocket of the page: its call, its connection and its opening handshake, which ends 2,800 µs later. */
  socket(at: number, connection = this.#connection): Recording {
    return this.on(connection)
      .call(at, 'new WebSocket')
      .open(at + 400)
      .handshake(at + 900, { call: connection });
  }

  /** One direction of the connection, or all of it, ends. */
  end(at: number, by: Peer, how: EndRecord['how']): this {
    this.#log.feed({ type: 'end', connection: this.#connection, atMicros: at, how, by });
    return this;
  }

  /** From now on the lab does this to the connection on purpose, and nothing else. */
  impair(at: number, change: Partial<Impairment>): this {
    const connection = this.#connection;
    this.#log.feed({ type: 'impairment', connection, atMicros: at, ...UNIMPAIRED, ...change });
    return this;
  }

  /** This side sends bytes of another lab, which are not part of the feed. */
  skip(sender: Peer, bytes: number): this {
    this.#log.claim(this.#connection, sender, bytes);
    return this;
  }

  /**
   * Something that the page's code did or saw. `opener` is the call that opened the connection; it has the connection's
   * number unless given.
   */
  call(at: number, kind: Call['kind'], detail = '', opener = this.#connection): this {
    const id = OPENING.has(kind) ? opener : this.#log.nextCallId();
    this.#log.add((capture) => capture.addCall({ id, kind, opener, at, detail, end: 'client' }));
    return this;
  }

  /** A line of a program that ran, at either end. */
  code(at: number, event: CodeWritten): this {
    const { end, client = end === 'client' ? 1 : 0, run = 1, line = 1, text = '', packets = [] } = event;
    const { kind, unsent } = event;
    if (end === 'server') this.#log.feed({ type: 'code', atMicros: at, run, kind, line, text, packets });
    else {
      const code = { at, end, client, run, kind, line, text, packets, ...(unsent && { unsent }) };
      this.#log.add((capture) => capture.addCode(code));
    }
    return this;
  }

  #say(sender: Peer, atMicros: number, said: Said | readonly Said[], heldMicros: number): this {
    const connection = this.#connection;
    const bytes = bytesOf(said, sender);
    const offset = this.#log.claim(connection, sender, bytes.length);
    this.#log.feed({ type: 'chunk', connection, sender, atMicros, offset, heldMicros, bytes });
    return this;
  }
}

/** How a connection differs from a browser's direct one on this machine. */
type OpenDetails = Partial<Pick<OpenRecord, 'client' | 'server' | 'via' | 'isPlain'>>;

/** A line of code; by default of the first run of the only program at that end. */
type CodeWritten = Pick<CodeEvent, 'end' | 'kind'> & Partial<Omit<CodeEvent, 'id' | 'at'>>;

/** Calls that open something: they are their own opener. */
const OPENING: ReadonlySet<Call['kind']> = new Set(['new WebSocket', 'fetch', 'EventSource', 'io', 'raw']);

type LogRecord = Extract<FeedRecord, { readonly seq: number }>;
type Unnumbered = LogRecord extends infer One ? (One extends LogRecord ? Omit<One, 'seq'> : never) : never;

/** What is shared by all connections of a recording. */
class Log {
  readonly records: FeedRecord[] = [];
  readonly #entries: ((capture: WritableCapture) => void)[] = [];
  readonly #sent = new Map<string, number>();
  #capture: WritableCapture | null = null;
  #lastCallId = 1_000;

  /** Made on first use, so that a caller who only wants the records decodes nothing. */
  get capture(): WritableCapture {
    if (this.#capture === null) {
      this.#capture = createCapture();
      for (const entry of this.#entries) entry(this.#capture);
      this.#entries.length = 0;
    }
    return this.#capture;
  }

  feed(record: Unnumbered): void {
    const numbered = { ...record, seq: this.records.length + 1 } as LogRecord;
    this.records.push(numbered);
    this.add((capture) => capture.apply([numbered]));
  }

  add(entry: (capture: WritableCapture) => void): void {
    if (this.#capture === null) this.#entries.push(entry);
    else entry(this.#capture);
  }

  /** For calls that open nothing, above the numbers of those that do. */
  nextCallId(): number {
    return ++this.#lastCallId;
  }

  /** Advances a stream by this many bytes and returns the offset of the first of them. */
  claim(connection: number, sender: Peer, bytes: number): number {
    const stream = `${connection} ${sender}`;
    const offset = this.#sent.get(stream) ?? 0;
    this.#sent.set(stream, offset + bytes);
    return offset;
  }
}

const utf8 = new TextEncoder();

function bytesOf(said: Said | readonly Said[], sender: Peer): Uint8Array {
  if (typeof said === 'string') return utf8.encode(said);
  if (said instanceof Uint8Array) return said;
  if (typeof said === 'function') return said(sender);
  return Uint8Array.from(said.flatMap((part) => [...bytesOf(part, sender)]));
}
