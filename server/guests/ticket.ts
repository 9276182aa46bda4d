import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A member of a class as a guest of a lab. */
export interface Guest {
  /** The member's id in the class. */
  readonly id: string;
  /** The nickname, for people: text that somebody typed. Empty for one who gave none. */
  readonly name: string;
}

/** What a guest's address says, after its signature was checked. */
export interface Ticket extends Guest {
  readonly door: string;
  /** Of this ticket alone: it opens one session. */
  readonly nonce: string;
  readonly issuedAtS: number;
  /** The Engine.IO session that the request belongs to; null for one that opens a session. */
  readonly sid: string | null;
}

/** Signs and reads the addresses that classes give their members. */
export interface Tickets {
  /** The path of a lab's server for this guest of the class with this seal, with its query: Socket.IO's own parameters follow. */
  issue(door: string, seal: string, guest: Guest): string;
  /** What a request target says; null when it is no guest's. `sealOf` gives the seal for which a door is open. */
  read(target: string, sealOf: (door: string) => string | null): Ticket | null;
}

const TARGET =
  /^(?:https?:\/\/[^/?#]*)?\/guest\/([A-Za-z0-9_-]{32,64})\/([0-9a-f]{16})-(([0-9a-f]{8})[0-9a-f]{8})-([0-9a-f]{32})\/socket\.io\/\?([^#]*)$/;

/** Whether a request target is that of a guest, valid or not. */
export function isGuestTarget(target = '/'): boolean {
  return /^(?:https?:\/\/[^/?#]*)?\/guest\//.test(target);
}

/**
 * An address names the door, the member, and when it was issued, and all of that with the nickname is signed: nobody can write one for
 * somebody else. `secret` is the same wherever classes and labs of one site are served.
 */
export function createTickets(secret: Uint8Array, nowS = () => Math.floor(Date.now() / 1000)): Tickets {
  const sign = (...parts: readonly string[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return {
    issue(door, seal, { id, name }) {
      const nonce = `${nowS().toString(16).padStart(8, '0')}${randomBytes(4).toString('hex')}`;
      const mac = sign(door, seal, id, name, nonce);
      return `/guest/${door}/${id}-${nonce}-${mac}/socket.io/?${new URLSearchParams({ name })}`;
    },
    read(target, sealOf) {
      const match = TARGET.exec(target);
      if (!match) return null;
      const [, door, id, nonce, issued, mac, search] = match as unknown as readonly [string, ...string[]];
      const seal = sealOf(door!);
      if (seal === null) return null;
      const query = new URLSearchParams(search);
      // Readers of a repeated parameter differ; and calls are numbered by the lab's own page, which takes their traffic for its own.
      const names = [...query.keys()];
      if (new Set(names).size < names.length || query.has('call')) return null;
      const name = query.get('name') ?? '';
      const right = sign(door!, seal, id!, name, nonce!);
      if (!timingSafeEqual(Buffer.from(right), Buffer.from(mac!))) return null;
      const issuedAtS = Number.parseInt(issued!, 16);
      return { door: door!, id: id!, name, nonce: nonce!, issuedAtS, sid: query.get('sid') };
    },
  };
}
