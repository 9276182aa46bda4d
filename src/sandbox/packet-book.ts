/** Names a Socket.IO packet by its place: the `ordinal`-th, from 1, that `sender` sent in the Engine.IO session `sid`. */
interface PacketRef {
  readonly sid: string;
  readonly sender: 'client' | 'server';
  readonly ordinal: number;
}

/** What both ends of Engine.IO report about their session. */
interface EngineSession {
  on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): unknown;
}

/** The first characters of a Socket.IO packet, decoded (Socket.IO protocol v5, "Packet encoding"). */
interface PacketHead {
  readonly type: number;
  readonly namespace: string;
  readonly id: number | null;
}

const EVENT = 2;
const ACK = 3;
const BINARY_EVENT = 5;
const BINARY_ACK = 6;

/**
 * Counts the Socket.IO packets of each session as a decoder of its bytes will count them, so that what a program does can be reported
 * with the packets that it made, or that made it run, by their place and never by their content.
 */
export class PacketBook {
  /** Called for packets that are made outside `collect`: late ones, and the library's own. */
  onLate: (made: MadePacket) => void = () => {};
  readonly #own: 'client' | 'server';
  readonly #counts = new WeakMap<EngineSession, { readonly sid: string; client: number; server: number }>();
  /** Received events that are not handed on yet, by session and namespace. */
  readonly #events = new WeakMap<EngineSession, Map<string, PacketRef[]>>();
  readonly #acks = new WeakMap<EngineSession, Map<string, PacketRef>>();
  /** The latest CONNECT and DISCONNECT of the other end. */
  readonly #others = new WeakMap<EngineSession, Map<string, PacketRef>>();
  #made: MadePacket[] | null = null;

  constructor(own: 'client' | 'server') {
    this.#own = own;
  }

  /** Starts counting; call it before the session's first packet. */
  watch(session: EngineSession, sid: string): void {
    this.#counts.set(session, { sid, client: 0, server: 0 });
    this.#events.set(session, new Map());
    this.#acks.set(session, new Map());
    this.#others.set(session, new Map());
    session.on('packet', ({ type, data }) => this.#came(session, type, data));
    session.on('packetCreate', ({ type, data }) => {
      const head = type === 'message' ? headOf(data) : null;
      if (!head) return;
      const made = { ref: this.#count(session, this.#own), head };
      if (this.#made) this.#made.push(made);
      else this.onLate(made);
    });
  }

  /** The packets that this work makes. */
  collect(work: () => void): readonly MadePacket[] {
    const made: MadePacket[] = [];
    this.#made = made;
    try {
      work();
    } finally {
      this.#made = null;
    }
    return made;
  }

  /** The packet of the event that is being handed on. */
  nextEvent(session: EngineSession, namespace: string): PacketRef | undefined {
    return this.#events.get(session)?.get(namespace)?.shift();
  }

  /** The packet that acknowledged the one with this id. */
  ackOf(session: EngineSession, namespace: string, id: number): PacketRef | undefined {
    const acks = this.#acks.get(session);
    const key = `${namespace} ${id}`;
    const ref = acks?.get(key);
    acks?.delete(key);
    return ref;
  }

  /** The other end's latest CONNECT (0), DISCONNECT (1) or CONNECT_ERROR (4) of this namespace. */
  newest(session: EngineSession, namespace: string, type: 0 | 1 | 4): PacketRef | undefined {
    return this.#others.get(session)?.get(`${namespace} ${type}`);
  }

  #came(session: EngineSession, type: string, data: unknown): void {
    const head = type === 'message' ? headOf(data) : null;
    if (!head) return;
    const ref = this.#count(session, this.#own === 'client' ? 'server' : 'client');
    const { namespace, id } = head;
    if (head.type === EVENT || head.type === BINARY_EVENT) {
      const events = this.#events.get(session)!;
      const list = events.get(namespace) ?? [];
      if (list.length < MAX_WAITING) list.push(ref);
      events.set(namespace, list);
    } else if (head.type === ACK || head.type === BINARY_ACK) {
      const acks = this.#acks.get(session)!;
      if (acks.size < MAX_WAITING) acks.set(`${namespace} ${id}`, ref);
    } else this.#others.get(session)!.set(`${namespace} ${head.type}`, ref);
  }

  #count(session: EngineSession, sender: 'client' | 'server'): PacketRef {
    const counts = this.#counts.get(session)!;
    counts[sender] += 1;
    return { sid: counts.sid, sender, ordinal: counts[sender] };
  }
}

/** Counts a packet that this end has made. */
export interface MadePacket {
  readonly ref: PacketRef;
  readonly head: PacketHead;
}

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** Bounds what is kept, since a client may send what nobody waits for. */
const MAX_WAITING = 1000;

/** Null for an attachment, which is part of the packet before it. */
function headOf(data: unknown): PacketHead | null {
  if (typeof data !== 'string') return null;
  const found = /^([0-6])(?:\d+-)?(?:(\/[^,]*),)?(\d+)?/.exec(data);
  if (!found) return null;
  return { type: Number(found[1]), namespace: found[2] ?? '/', id: found[3] ? Number(found[3]) : null };
}
