import type { Socket } from 'socket.io';
import type { PacketRef } from '../../src/protocol/feed';

/** One Engine.IO session of a client. */
type Session = Socket['conn'];

/** What the first characters of a Socket.IO packet say (Socket.IO protocol v5, "Packet encoding"). */
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
 * Counts the Socket.IO packets of each session, as a decoder of its bytes will count them: so that what a program does can be
 * told together with the packets that it made, or that made it run, by their place and never by their content.
 */
export class PacketBook {
  readonly #counts = new WeakMap<Session, { client: number; server: number }>();
  /** Events that have come and are not yet handed on, by session and namespace. */
  readonly #events = new WeakMap<Session, Map<string, PacketRef[]>>();
  readonly #acks = new WeakMap<Session, Map<string, PacketRef>>();
  /** The newest CONNECT and DISCONNECT of the client. */
  readonly #others = new WeakMap<Session, Map<string, PacketRef>>();
  #made: { readonly ref: PacketRef; readonly head: PacketHead }[] | null = null;

  /** Counts from here on: to be called before the session's first packet. */
  watch(session: Session): void {
    this.#counts.set(session, { client: 0, server: 0 });
    this.#events.set(session, new Map());
    this.#acks.set(session, new Map());
    this.#others.set(session, new Map());
    session.on('packet', ({ type, data }: EnginePacket) => this.#came(session, type, data));
    session.on('packetCreate', ({ type, data }: EnginePacket) => {
      const head = type === 'message' ? headOf(data) : null;
      if (head) this.#made?.push({ ref: this.#count(session, 'server'), head });
      if (head && !this.#made) this.#count(session, 'server');
    });
  }

  /** What packets this work makes. */
  collect(work: () => void): readonly { readonly ref: PacketRef; readonly head: PacketHead }[] {
    const made: { ref: PacketRef; head: PacketHead }[] = [];
    this.#made = made;
    try {
      work();
    } finally {
      this.#made = null;
    }
    return made;
  }

  /** The packet of the event that is handed on now. */
  nextEvent(session: Session, namespace: string): PacketRef | undefined {
    return this.#events.get(session)?.get(namespace)?.shift();
  }

  /** The packet that acknowledged the one with this id. */
  ackOf(session: Session, namespace: string, id: number): PacketRef | undefined {
    const acks = this.#acks.get(session);
    const key = `${namespace} ${id}`;
    const ref = acks?.get(key);
    acks?.delete(key);
    return ref;
  }

  /** The client's newest CONNECT (0) or DISCONNECT (1) of this namespace. */
  newest(session: Session, namespace: string, type: 0 | 1): PacketRef | undefined {
    return this.#others.get(session)?.get(`${namespace} ${type}`);
  }

  #came(session: Session, type: string, data: unknown): void {
    const head = type === 'message' ? headOf(data) : null;
    if (!head) return;
    const ref = this.#count(session, 'client');
    const { namespace, id } = head;
    if (head.type === EVENT || head.type === BINARY_EVENT) {
      const events = this.#events.get(session)!;
      const list = events.get(namespace) ?? [];
      if (list.length < MOST_WAITING) list.push(ref);
      events.set(namespace, list);
    } else if (head.type === ACK || head.type === BINARY_ACK) {
      const acks = this.#acks.get(session)!;
      if (acks.size < MOST_WAITING) acks.set(`${namespace} ${id}`, ref);
    } else this.#others.get(session)!.set(`${namespace} ${head.type}`, ref);
  }

  #count(session: Session, sender: 'client' | 'server'): PacketRef {
    const counts = this.#counts.get(session)!;
    counts[sender] += 1;
    // Public since version 4 of Engine.IO, and missing in its types.
    const { id: sid } = session as unknown as { readonly id: string };
    return { sid, sender, ordinal: counts[sender] };
  }
}

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** A client may send what nobody waits for. */
const MOST_WAITING = 1000;

/** Null for an attachment, which is a part of the packet before it. */
function headOf(data: unknown): PacketHead | null {
  if (typeof data !== 'string') return null;
  const found = /^([0-6])(?:\d+-)?(?:(\/[^,]*),)?(\d+)?/.exec(data);
  if (!found) return null;
  return { type: Number(found[1]), namespace: found[2] ?? '/', id: found[3] ? Number(found[3]) : null };
}
