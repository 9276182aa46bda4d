/** Names a Socket.IO packet by its place: the `ordinal`-th, from 1, that `sender` sent in the Engine.IO session `sid`. */
interface PacketRef {
  readonly sid: string;
  readonly sender: End;
  readonly ordinal: number;
}

type End = 'client' | 'server';

/** What both ends of Engine.IO report about a session. */
interface EngineSession {
  on(event: 'packet' | 'packetCreate', listener: (packet: EnginePacket) => void): unknown;
}

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/**
 * Counts the Socket.IO packets of a session as a decoder of its bytes counts them, in both directions: an attachment belongs to the
 * packet before it (Socket.IO protocol v5, "Packet encoding").
 */
export class PacketCount {
  readonly #sid: string;
  readonly #own: End;
  #received = 0;
  #sent = 0;
  #made: PacketRef[] | null = null;

  /** Counts at the end `own`, from the session's first packet on, so make it when the session is new. */
  constructor(sid: string, session: EngineSession, own: End) {
    this.#sid = sid;
    this.#own = own;
    session.on('packet', ({ type, data }) => {
      if (type === 'message' && isPacket(data)) this.#received += 1;
    });
    session.on('packetCreate', ({ type, data }) => {
      if (type !== 'message' || !isPacket(data)) return;
      this.#sent += 1;
      this.#made?.push({ sid: this.#sid, sender: own, ordinal: this.#sent });
    });
  }

  /** The place of the other end's newest packet, from 1. */
  get newest(): number {
    return this.#received;
  }

  /** The same as a reference; null before the first. */
  get newestReceived(): PacketRef | null {
    const sender = this.#own === 'client' ? 'server' : 'client';
    return this.#received > 0 ? { sid: this.#sid, sender, ordinal: this.#received } : null;
  }

  /** The packets that this work makes. */
  collect(work: () => void): readonly PacketRef[] {
    const made: PacketRef[] = [];
    this.#made = made;
    try {
      work();
    } finally {
      this.#made = null;
    }
    return made;
  }
}

const isPacket = (data: unknown): boolean => typeof data === 'string' && /^[0-6]/.test(data);
