import type { DecoderWriter } from '../protocol/decoder';
import {
  type ChunkRecord,
  type EndRecord,
  type Impairment,
  type ImpairmentRecord,
  type OpenRecord,
  UNIMPAIRED,
  type UpstreamRecord,
} from '../protocol/feed';
import type { Peer } from '../protocol/unit';
import { CallNumberReader } from './call-number';
import type { Call, CapturedConnection, Held } from './capture';

/** What is kept of one connection besides what it shows. */
interface Line {
  shown: CapturedConnection;
  readonly place: number;
  /** Offset of the next byte in each direction's stream, other labs' bytes included. */
  readonly next: Record<Peer, number>;
  /** Bytes handed to the decoder, whose offsets count only these. */
  readonly taken: Record<Peer, number>;
  /** A gap before the next chunk may be bytes that this viewer missed, not bytes of other labs. */
  readonly mayHaveMissed: Record<Peer, boolean>;
  readonly ended: Record<Peer, boolean>;
  readonly opener: CallNumberReader;
  readonly held: Record<Peer, Held[]>;
}

const NONE = { client: 0, server: 0 };
const NOBODY = { address: 'unknown', port: 0 };

/** The connections of a capture: takes the feed's records, passes the bytes on to the decoder. */
export class CapturedConnections {
  /** Replaced, never changed: a new array for each change. */
  all: readonly CapturedConnection[] = [];
  readonly #lines = new Map<number, Line>();
  readonly #decoder: DecoderWriter;
  readonly #kindOf: (call: number) => Call['kind'] | null;
  readonly #taken = new Set<number>();
  readonly #rawOpeners = new Map<number, number>();
  #hasMissed = false;

  constructor(decoder: DecoderWriter, kindOf: (call: number) => Call['kind'] | null) {
    this.#decoder = decoder;
    this.#kindOf = kindOf;
  }

  get(id: number): CapturedConnection | undefined {
    return this.#lines.get(id)?.shown;
  }

  open(record: Omit<OpenRecord, 'type' | 'seq'>): Line {
    const { connection: id, atMicros: openedAt, client, server, via, isPlain = false, added = NONE } = record;
    const existing = this.#lines.get(id);
    if (existing) return existing;
    const rawOpener = via === 'raw' ? (this.#rawOpeners.get(client.port) ?? null) : null;
    this.#rawOpeners.delete(client.port);
    const held = { client: [], server: [] };
    const line: Line = {
      shown: {
        id,
        openedAt,
        client,
        server,
        via,
        added,
        isPlain,
        withheldBytes: { client: 0, server: 0 },
        impairment: UNIMPAIRED,
        impairments: [],
        held,
        ends: [],
        closedAt: null,
        upstream: null,
        openedBy: rawOpener,
      },
      place: this.all.length,
      next: { client: 0, server: 0 },
      taken: { client: 0, server: 0 },
      mayHaveMissed: { client: this.#hasMissed, server: this.#hasMissed },
      ended: { client: false, server: false },
      opener: new CallNumberReader(),
      held,
    };
    this.#lines.set(id, line);
    this.all = [...this.all, line.shown];
    if (isPlain) this.#decoder.treatAsPlain(id);
    return line;
  }

  impair({ type: _type, seq: _seq, connection, atMicros: at, ...impairment }: ImpairmentRecord): void {
    const line = this.#lines.get(connection) ?? this.#openUnseen(connection, at);
    this.#show(line, { impairment, impairments: [...line.shown.impairments, { at, impairment }] });
  }

  push({ connection, sender, atMicros, offset, bytes, heldMicros }: ChunkRecord): void {
    const line = this.#lines.get(connection) ?? this.#openUnseen(connection, atMicros);
    const gap = Math.max(0, offset - line.next[sender]);
    line.next[sender] = offset + bytes.length;
    if (gap > 0) {
      if (line.mayHaveMissed[sender]) this.#decoder.lose(connection, sender, gap);
      else this.#withhold(line, sender, gap);
    }
    line.mayHaveMissed[sender] = false;
    if (heldMicros > 0) {
      const start = line.taken[sender];
      line.held[sender].push({ sender, start, end: start + bytes.length, heldMicros });
    }
    line.taken[sender] += bytes.length;
    this.#decoder.push(connection, sender, bytes, atMicros);
    if (sender === 'client' && line.shown.via === 'direct') this.#findOpener(line, bytes);
  }

  end({ connection, atMicros: at, how, by }: EndRecord): void {
    const line = this.#lines.get(connection) ?? this.#openUnseen(connection, at);
    const { ends, closedAt } = line.shown;
    const isOver = how !== 'fin';
    this.#show(line, { ends: [...ends, { at, how, by }], closedAt: isOver ? (closedAt ?? at) : closedAt });
    for (const sender of isOver ? (['client', 'server'] as const) : [by]) {
      if (!line.ended[sender])
        this.#decoder.end(connection, sender, how === 'fin' || how === 'closed' ? 'fin' : 'reset');
      line.ended[sender] = true;
    }
  }

  upstream({ connection, atMicros: at, how, text }: UpstreamRecord): void {
    const line = this.#lines.get(connection) ?? this.#openUnseen(connection, at);
    this.#show(line, { upstream: { at, how, text } });
  }

  /** Whether the bytes of this connection are held on purpose now, or may be. */
  isImpaired(id: number): boolean {
    const impairment = this.get(id)?.impairment ?? UNIMPAIRED;
    return Object.entries(UNIMPAIRED).some(([name, none]) => impairment[name as keyof Impairment] !== none);
  }

  /** Some records never came: open connections may have lost bytes, unannounced ones were opened meanwhile. */
  miss(): void {
    this.#hasMissed = true;
    for (const { shown, mayHaveMissed } of this.#lines.values()) {
      if (shown.closedAt !== null) continue;
      mayHaveMissed.client = true;
      mayHaveMissed.server = true;
    }
  }

  /** Whether this changed a connection; otherwise the port is kept until its connection is announced. */
  assignRaw(port: number, opener: number): boolean {
    const shown = this.all.findLast(
      ({ via, client, openedBy }) => via === 'raw' && client.port === port && openedBy === null,
    );
    if (!shown) this.#rawOpeners.set(port, opener);
    else this.#show(this.#lines.get(shown.id)!, { openedBy: opener });
    return shown !== undefined;
  }

  /** A connection whose opening was among the missed records: its ports are not known here. */
  #openUnseen(connection: number, atMicros: number): Line {
    return this.open({ connection, atMicros, client: NOBODY, server: NOBODY, via: 'direct' });
  }

  #withhold(line: Line, sender: Peer, bytes: number): void {
    const { withheldBytes } = line.shown;
    this.#show(line, { withheldBytes: { ...withheldBytes, [sender]: withheldBytes[sender] + bytes } });
  }

  #findOpener(line: Line, bytes: Uint8Array): void {
    const number = line.opener.read(bytes);
    if (number === null) return;
    // Anybody may send any number: only calls of this page count, and each opens one connection, except Socket.IO's.
    const kind = this.#kindOf(number);
    if (kind === null || (kind !== 'io' && this.#taken.has(number))) return;
    this.#taken.add(number);
    this.#show(line, { openedBy: number });
  }

  #show(line: Line, change: Partial<CapturedConnection>): void {
    line.shown = { ...line.shown, ...change };
    this.all = this.all.with(line.place, line.shown);
  }
}
