import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Socket as EngineSocket } from 'engine.io';
import { createRateLimit } from '../rate';
import type { GuestLimits } from './limits';
import type { Ticket } from './ticket';

/** The tickets of requests that may open a session: whoever opens it asks whose it is. */
const tickets = new WeakMap<IncomingMessage, Ticket>();

/** Notes that a request comes from a guest, before the Socket.IO server has it. */
export function noteTicket(request: IncomingMessage, ticket: Ticket): void {
  tickets.set(request, ticket);
}

/** The ticket of a guest's request; null for everybody else's. */
export const ticketOf = (request: IncomingMessage): Ticket | null => tickets.get(request) ?? null;

interface GuestSession {
  readonly session: EngineSocket;
  readonly ticket: Ticket;
}

/** The guests of one lab: members of the class that its door is open for. */
export class LabGuests {
  readonly door: string;
  readonly seal: string;
  readonly #limits: GuestLimits;
  readonly #onClose: () => void;
  readonly #removed = new Set<string>();
  /** Tickets that have opened a session: the address stands in requests that a whole room sees. */
  readonly #used = new Map<string, Ticket>();
  readonly #sessions = new Map<string, GuestSession>();
  readonly #connections = new Set<Socket>();
  readonly #packets;

  constructor(door: string, seal: string, limits: GuestLimits, onClose: () => void) {
    this.door = door;
    this.seal = seal;
    this.#limits = limits;
    this.#onClose = onClose;
    this.#packets = createRateLimit(limits.packetsPerMinute, () => performance.now());
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Whether a request with this ticket is let in: the first one with it, or one of the session that it opened. */
  admits({ id, nonce, issuedAtS, sid }: Ticket, nowS: number): boolean {
    if (this.#removed.has(id)) return false;
    if (sid !== null) return this.#sessions.get(sid)?.ticket.nonce === nonce;
    return !this.#used.has(nonce) && Math.abs(nowS - issuedAtS) <= this.#limits.ticketS;
  }

  /** A request of a guest came on this connection. */
  came(socket: Socket): void {
    if (this.#connections.has(socket)) return;
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
  }

  /** Why no session is opened with this ticket; null when it may be, and then the ticket is used up. */
  take(ticket: Ticket): string | null {
    const { sessions, ticketS } = this.#limits;
    if (this.sessions >= sessions)
      return `This server has its ${sessions} guests, the most that it may have.`;
    if (this.#used.has(ticket.nonce)) return 'This address has been used: the class gives a new one.';
    this.#used.set(ticket.nonce, ticket);
    for (const [nonce, { issuedAtS }] of this.#used) {
      // One that is out of date is refused for that.
      if (ticket.issuedAtS - issuedAtS > 2 * ticketS) this.#used.delete(nonce);
    }
    return null;
  }

  /** A guest's session is open: whoever comes again has left the last one. */
  opened(sid: string, session: EngineSocket, ticket: Ticket): void {
    // Sent out while the program was still deciding about the session.
    if (this.#removed.has(ticket.id)) {
      session.close(true);
      return;
    }
    this.#end(({ ticket: { id } }) => id === ticket.id);
    this.#sessions.set(sid, { session, ticket });
    session.on('close', () => this.#sessions.delete(sid));
    session.on('packet', ({ data }: { readonly data?: string | Buffer }) => {
      const isTooMuch = (data?.length ?? 0) > this.#limits.packetBytes || !this.#packets.take(ticket.id);
      if (isTooMuch) session.close(true);
    });
  }

  /** These members are guests no more. */
  remove(ids: readonly string[]): void {
    this.#packets.forget();
    for (const id of ids.slice(0, this.#limits.removed)) this.#removed.add(id);
    this.#end(({ ticket: { id } }) => this.#removed.has(id));
  }

  endAll(): void {
    this.#end(() => true);
  }

  /** The lab is over. */
  close(): void {
    this.#onClose();
  }

  #end(isMeant: (session: GuestSession) => boolean): void {
    for (const one of [...this.#sessions.values()]) if (isMeant(one)) one.session.close(true);
  }
}
