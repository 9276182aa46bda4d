import type { FeedRecord } from '../../../protocol/feed';
import type { Peer } from '../../../protocol/unit';
import type { EmitEvent, FileEvent, OpenEvent } from '../event';

interface Begun {
  readonly open: OpenEvent;
  readonly left: Record<Peer, number>;
  readonly before: { readonly sender: Peer; readonly bytes: Uint8Array }[];
}

const NOTHING = { client: 0, server: 0 };
const NOBODY = { address: 'unknown', port: 0 };

/** Makes events of the feed's records. Records without bytes, such as those of programs, give none. */
export class RecordEvents {
  readonly #emit: EmitEvent;
  /** The offset of the next byte of each direction; null for both when records are missing. */
  readonly #next = new Map<number, Record<Peer, number>>();
  readonly #mayHaveMissed = new Set<string>();
  readonly #ended = new Set<string>();
  /** Connections whose first bytes were put before the recording: told once those have come. */
  readonly #begun = new Map<number, Begun>();

  constructor(emit: EmitEvent) {
    this.#emit = emit;
  }

  /** The times of `record` count from `epochMicros`. */
  take(record: FeedRecord, epochMicros = 0): void {
    if (record.type === 'missed') {
      for (const connection of this.#next.keys()) {
        for (const sender of ['client', 'server']) this.#mayHaveMissed.add(`${connection} ${sender}`);
      }
      return;
    }
    if (record.type !== 'open' && record.type !== 'chunk' && record.type !== 'end') return;
    const { connection } = record;
    const atMicros = record.atMicros + epochMicros;
    if (record.type === 'open') {
      const { client, server, isPlain, added = NOTHING } = record;
      this.#next.set(connection, { client: 0, server: 0 });
      const plain = isPlain === true ? { isPlain } : {};
      // What was recorded is to be decoded as it was then, whatever it looks like.
      const open: OpenEvent = {
        kind: 'open',
        connection,
        client,
        server,
        atMicros,
        start: 'given',
        ...plain,
      };
      if (added.client + added.server === 0) this.#emit(open);
      else this.#begun.set(connection, { open, left: { ...added }, before: [] });
      return;
    }
    if (!this.#next.has(connection)) {
      this.#next.set(connection, { client: 0, server: 0 });
      this.#emit({ kind: 'open', connection, client: NOBODY, server: NOBODY, atMicros, start: 'missed' });
    }
    if (record.type === 'chunk') {
      const { sender, bytes, offset } = record;
      const next = this.#next.get(connection)!;
      const gap = offset - next[sender];
      next[sender] = offset + bytes.length;
      // A jump without missed records is what another lab exchanged on the same connection: whole messages.
      if (this.#mayHaveMissed.delete(`${connection} ${sender}`) && gap > 0) {
        this.#emit({ kind: 'gap', connection, sender, bytes: gap, atMicros });
      }
      const rest = this.#takeAdded(connection, sender, bytes);
      if (rest.length > 0) this.#emit({ kind: 'chunk', connection, sender, bytes: rest, atMicros });
      return;
    }
    const { how, by } = record;
    if (how === 'fin') this.#end({ kind: 'end', connection, by, how, atMicros });
    else if (how !== 'closed') this.#end({ kind: 'end', connection, by, how: 'reset', atMicros });
    else
      for (const side of ['client', 'server'] as const)
        this.#end({ kind: 'end', connection, by: side, how: 'fin', atMicros });
  }

  /** Takes what was put before the recording; returns the rest. */
  #takeAdded(connection: number, sender: Peer, bytes: Uint8Array): Uint8Array {
    const begun = this.#begun.get(connection);
    if (begun === undefined) return bytes;
    const size = Math.min(begun.left[sender], bytes.length);
    begun.left[sender] -= size;
    if (size > 0) begun.before.push({ sender, bytes: bytes.subarray(0, size) });
    if (begun.left.client + begun.left.server === 0) {
      this.#begun.delete(connection);
      this.#emit({ ...begun.open, before: begun.before });
    }
    return bytes.subarray(size);
  }

  #end(event: Extract<FileEvent, { kind: 'end' }>): void {
    const { connection, by, how } = event;
    const isOver = this.#ended.has(`${connection} reset`) || this.#ended.has(`${connection} ${by}`);
    this.#ended.add(`${connection} ${how === 'reset' ? 'reset' : by}`);
    if (!isOver) this.#emit(event);
  }
}

/**
 * Makes the feed's records of events, for a `Capture` or a saved one. Times count from `epochMicros`; a gap becomes a
 * missed record.
 */
export class EventRecords {
  #seq = 0;
  readonly #epochMicros: number;
  readonly #offsets = new Map<string, number>();
  /** Connections of which one side has ended its direction, and which one. */
  readonly #ended = new Map<number, Peer>();

  constructor(epochMicros: number) {
    this.#epochMicros = epochMicros;
  }

  /** The records of one event; none for a note. */
  of(event: FileEvent): FeedRecord[] {
    if (event.kind === 'note') return [];
    const { connection } = event;
    const atMicros = event.atMicros - this.#epochMicros;
    if (event.kind === 'open') {
      const { client, server, isPlain } = event;
      const { before = [] } = event;
      const added = { client: 0, server: 0 };
      for (const { sender, bytes } of before) added[sender] += bytes.length;
      const more = { ...(isPlain === true ? { isPlain } : {}), ...(before.length > 0 ? { added } : {}) };
      const seq = this.#number();
      return [
        { type: 'open', seq, connection, atMicros, client, server, via: 'recorded', ...more },
        ...before.map(({ sender, bytes }) => this.#chunk(connection, sender, bytes, atMicros)),
      ];
    }
    if (event.kind === 'end') {
      const { how, by } = event;
      const first = this.#ended.get(connection) ?? by;
      this.#ended.set(connection, first);
      const end = { type: 'end', connection, atMicros, by } as const;
      const ended: FeedRecord = { ...end, seq: this.#number(), how };
      // No packet says so: a connection is closed once both have ended (RFC 9293 §3.6).
      return first === by || how === 'reset'
        ? [ended]
        : [ended, { ...end, seq: this.#number(), how: 'closed' }];
    }
    const { sender } = event;
    const key = `${connection} ${sender}`;
    const offset = this.#offsets.get(key) ?? 0;
    if (event.kind === 'gap') {
      this.#offsets.set(key, offset + event.bytes);
      const seq = this.#number();
      return [{ type: 'missed', fromSeq: seq, toSeq: seq, bytes: event.bytes }];
    }
    return [this.#chunk(connection, sender, event.bytes, atMicros)];
  }

  #chunk(connection: number, sender: Peer, bytes: Uint8Array, atMicros: number): FeedRecord {
    const key = `${connection} ${sender}`;
    const offset = this.#offsets.get(key) ?? 0;
    this.#offsets.set(key, offset + bytes.length);
    return { type: 'chunk', seq: this.#number(), connection, sender, atMicros, offset, heldMicros: 0, bytes };
  }

  #number(): number {
    this.#seq++;
    return this.#seq;
  }
}
