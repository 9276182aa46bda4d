import type { Socket as EngineSocket } from 'engine.io';
import type { PacketRef } from '../../src/protocol/feed';

/**
 * Counts the Socket.IO packets of a session as a decoder of its bytes counts them, in both directions: an attachment belongs to the
 * packet before it (Socket.IO protocol v5, "Packet encoding").
 */
export class PacketCount {
  readonly #sid: string;
  readonly #counts = { client: 0, server: 0 };
  #made: PacketRef[] | null = null;

  /** Counts from the session's first packet on, so make it when the session is new. */
  constructor(sid: string, session: EngineSocket) {
    this.#sid = sid;
    session.on('packet', ({ type, data }: EnginePacket) => {
      if (type === 'message' && isPacket(data)) this.#counts.client += 1;
    });
    session.on('packetCreate', ({ type, data }: EnginePacket) => {
      if (type !== 'message' || !isPacket(data)) return;
      this.#counts.server += 1;
      this.#made?.push({ sid: this.#sid, sender: 'server', ordinal: this.#counts.server });
    });
  }

  /** The place of the client's newest packet, from 1. */
  get newest(): number {
    return this.#counts.client;
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

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

const isPacket = (data: unknown): boolean => typeof data === 'string' && /^[0-6]/.test(data);
