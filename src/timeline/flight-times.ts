import { landingOf, leavingOf } from './flight';
import type { Flight } from './scene';

/** Units of one read or write passed in the same microsecond: this keeps their order, invisibly. */
const IN_ORDER_MICROS = 0.01;

/** What the times of a flight follow from, besides other flights. */
export interface Known {
  readonly flight: Flight;
  /** When the page's own code sent or got it, microseconds; null without a call. */
  readonly callAt: number | null;
  /** The estimated one-way time between this client and the server. */
  readonly oneWayMicros: number;
}

/**
 * When each unit leaves and lands, in microseconds of the lab's clock. The server's end is measured. The browser's end
 * is an interval: what the browser answers has landed before, and what answers the browser's own unit comes later. The
 * page's own call, or the estimated one-way time, chooses a point in it.
 */
export class FlightTimes {
  /** By flight; strictly increasing within a direction of a connection. */
  readonly leaveAt: number[] = [];
  readonly landAt: number[] = [];
  readonly #known: Known[] = [];
  /** The neighbours in the same direction of its connection, or -1. */
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  /** What must have landed before a flight leaves, and the other way round. */
  readonly #causes = new Map<number, number[]>();
  readonly #effects = new Map<number, number[]>();
  /** When the tap saw the earliest unit that a browser sent after this one had landed. */
  readonly #answeredAt = new Map<number, number>();
  readonly #moved: (index: number, leftAt: number, landedAt: number) => void;

  /** `moved` is told of a flight with new times, and of its former ones. */
  constructor(moved: (index: number, leftAt: number, landedAt: number) => void) {
    this.#moved = moved;
  }

  /** Adds the next flight, which follows the flight `before` in its direction (-1 for none). */
  add(known: Known, before: number): void {
    const index = this.#known.push(known) - 1;
    this.#before.push(before);
    this.#after.push(-1);
    if (before >= 0) this.#after[before] = index;
    const [leave, land] = this.#timesOf(index);
    this.leaveAt.push(leave);
    this.landAt.push(land);
  }

  /** More is known of a flight: its last bytes, or its call. */
  update(index: number, known: Known): void {
    this.#known[index] = known;
    this.#settle([index]);
  }

  /** `cause` had landed before `effect` left. Nothing happens when the tap saw it otherwise. */
  link(cause: number, effect: number): void {
    if (cause === effect || this.#causes.get(effect)?.includes(cause)) return;
    const came = this.#known[cause]!.flight.unit;
    const answer = this.#known[effect]!.flight.unit;
    if (came.partial || came.until > answer.at) return;
    listIn(this.#causes, effect).push(cause);
    listIn(this.#effects, cause).push(effect);
    this.#settle(came.sender === 'server' ? [...this.#bound(cause, answer.at), effect] : [effect]);
  }

  /** A flight of the server's, and all before it, had landed before the tap saw what the browser did at this instant. */
  landedBefore(index: number, atMicros: number): void {
    this.#settle(this.#bound(index, atMicros));
  }

  /** Whatever came before in the same direction had landed by then, too. Returns the flights that this concerns. */
  #bound(cause: number, answeredAt: number): number[] {
    const bounded: number[] = [];
    for (let index = cause; index >= 0 && answeredAt < this.#untilOf(index); index = this.#before[index]!) {
      const known = this.#known[index]!;
      if (this.landAt[index]! <= landingOf(known.flight, answeredAt, known)) break;
      this.#answeredAt.set(index, answeredAt);
      bounded.push(index);
    }
    return bounded.reverse();
  }

  #untilOf(index: number): number {
    return this.#answeredAt.get(index) ?? Number.POSITIVE_INFINITY;
  }

  /** Times these flights again, and all that follows from them. */
  #settle(changed: number[]): void {
    // Iterating an array also visits what is added meanwhile.
    for (const next of changed) {
      const [leave, land] = this.#timesOf(next);
      const [leftAt, landedAt] = [this.leaveAt[next]!, this.landAt[next]!];
      if (leave === leftAt && land === landedAt) continue;
      this.leaveAt[next] = leave;
      this.landAt[next] = land;
      this.#moved(next, leftAt, landedAt);
      const after = this.#after[next]!;
      if (after >= 0) changed.push(after);
      changed.push(...(this.#effects.get(next) ?? []));
    }
  }

  #timesOf(index: number): [leave: number, land: number] {
    const { flight } = this.#known[index]!;
    const before = this.#before[index]!;
    let leaveAfter = before < 0 ? Number.NEGATIVE_INFINITY : this.leaveAt[before]!;
    const landAfter = before < 0 ? Number.NEGATIVE_INFINITY : this.landAt[before]!;
    let since = Number.NEGATIVE_INFINITY;
    for (const cause of this.#causes.get(index) ?? []) {
      leaveAfter = Math.max(leaveAfter, this.landAt[cause]!);
      since = Math.max(since, this.#known[cause]!.flight.unit.until);
    }
    const [left, landed] = this.#measured(index, flight, since);
    const leave = Math.max(left, leaveAfter + IN_ORDER_MICROS);
    return [leave, Math.max(landed, landAfter + IN_ORDER_MICROS, leave + 1)];
  }

  /** What the lab held lengthens the server's end: a client's bytes reach the application that much later than the tap, and the server's left it that much earlier. */
  #measured(index: number, flight: Flight, since: number): [leave: number, land: number] {
    const { unit, heldMicros } = flight;
    const known = this.#known[index]!;
    return unit.sender === 'client'
      ? [leavingOf(flight, since, known), unit.until + heldMicros]
      : [unit.at - heldMicros, landingOf(flight, this.#untilOf(index), known)];
  }
}

function listIn(lists: Map<number, number[]>, index: number): number[] {
  let list = lists.get(index);
  if (!list) {
    list = [];
    lists.set(index, list);
  }
  return list;
}
