import { randomBytes } from 'node:crypto';
import type { Lab } from '../lab';
import { LabGuests } from './lab-guests';
import type { GuestLimits } from './limits';
import { createTickets, type Guest, type Ticket, type Tickets } from './ticket';

/** A request of a guest, and the lab that it reaches. */
export interface Visit {
  readonly lab: Lab;
  readonly guests: LabGuests;
  readonly ticket: Ticket;
}

/**
 * Where guests reach the Socket.IO servers of labs, and nothing else of them. The name of a door is random and says nothing about its
 * lab, whose id opens everything.
 */
export class Doors {
  readonly #tickets: Tickets;
  readonly #limits: GuestLimits;
  readonly #nowS: () => number;
  readonly #labs = new Map<string, Lab>();

  constructor(secret: Uint8Array, limits: GuestLimits, nowS = () => Math.floor(Date.now() / 1000)) {
    this.#limits = limits;
    this.#nowS = nowS;
    this.#tickets = createTickets(secret, nowS);
  }

  /** Opens the lab for the class with this seal, or leaves it open for it. Returns the name of the door. */
  open(lab: Lab, seal: string): string {
    if (lab.guests?.seal === seal) return lab.guests.door;
    this.close(lab);
    // Where several nodes serve labs, a lab's id begins with its node's name: its door's name does, too.
    const door = `${lab.id.replace(/[^-]*$/, '')}${randomBytes(16).toString('hex')}`;
    lab.guests = new LabGuests(door, seal, this.#limits, () => this.close(lab));
    this.#labs.set(door, lab);
    lab.open.add(lab.guests);
    return door;
  }

  /** Ends all sessions of the lab's guests, and their addresses. */
  close(lab: Lab): void {
    const { guests } = lab;
    if (!guests) return;
    lab.guests = null;
    lab.open.delete(guests);
    this.#labs.delete(guests.door);
    guests.endAll();
  }

  /** The address that a class gives one of its members. */
  issue(door: string, seal: string, guest: Guest): string {
    return this.#tickets.issue(door, seal, guest);
  }

  /** Whose request this is; null when its address is not, or no longer, that of a guest. */
  visit(target: string): Visit | null {
    const ticket = this.#tickets.read(target, (door) => this.#labs.get(door)?.guests?.seal ?? null);
    const lab = ticket ? this.#labs.get(ticket.door) : undefined;
    if (!ticket || !lab?.guests?.admits(ticket, this.#nowS())) return null;
    return { lab, guests: lab.guests, ticket };
  }
}
