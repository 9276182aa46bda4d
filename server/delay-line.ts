import { nowMicros } from './clock';

/** How many bytes all delay lines together may hold, and hold now. */
export interface HeldBudget {
  readonly maxBytes: number;
  usedBytes: number;
}

interface Held<Thing> {
  readonly thing: Thing;
  readonly cost: number;
  readonly dueMicros: number;
}

/** What each thing costs in addition to its bytes, so that a stream of single bytes is not free. */
const THING_BYTES = 256;

/**
 * Things on their way in one direction of a connection. Each arrives when it is due or a little later (a timer's resolution is a
 * millisecond), and never before the things added earlier. A timer runs only while something is held.
 */
export class DelayLine<Thing> {
  readonly #maxBytes: number;
  readonly #budget: HeldBudget;
  readonly #arrive: (thing: Thing) => boolean;
  #held: Held<Thing>[] = [];
  #bytes = 0;
  #lastDueMicros = 0;
  #cancelWait: (() => void) | null = null;
  #isStopped = false;
  #isArriving = false;
  #isOver = false;
  /** Nothing arrives, even when it is due. */
  #isCut = false;

  /** `arrive` takes a thing that is due. When it returns false, nothing more arrives until `resume`, which it may call itself. */
  constructor(maxBytes: number, budget: HeldBudget, arrive: (thing: Thing) => boolean) {
    this.#maxBytes = maxBytes;
    this.#budget = budget;
    this.#arrive = arrive;
  }

  /** Nothing is held, and the next thing may arrive at once. */
  get isFree(): boolean {
    return this.#held.length === 0 && !this.#isStopped && !this.#isArriving && !this.#isCut;
  }

  /** The line has reached its own bound or that of all lines: add no more for now. An empty line is never full. */
  get isFull(): boolean {
    if (this.#bytes === 0) return false;
    return this.#bytes >= this.#maxBytes || this.#budget.usedBytes >= this.#budget.maxBytes;
  }

  add(thing: Thing, bytes: number, dueMicros: number): void {
    if (this.#isOver) return;
    const cost = bytes + THING_BYTES;
    this.#bytes += cost;
    this.#budget.usedBytes += cost;
    this.#lastDueMicros = Math.max(this.#lastDueMicros, dueMicros);
    this.#held.push({ thing, cost, dueMicros: this.#lastDueMicros });
    this.#wait();
  }

  resume(): void {
    this.#isStopped = false;
    this.#wait();
  }

  /** Lets nothing arrive until it is called with false. */
  cut(isCut: boolean): void {
    this.#isCut = isCut;
    this.#wait();
  }

  /** Removes what is held, and returns it. */
  drop(): readonly Thing[] {
    this.#cancelWait?.();
    this.#cancelWait = null;
    this.#budget.usedBytes -= this.#bytes;
    this.#bytes = 0;
    const things = this.#held.map(({ thing }) => thing);
    this.#held = [];
    return things;
  }

  /** Forgets everything: the connection is gone. */
  clear(): void {
    this.drop();
    this.#isOver = true;
  }

  /** Starts the timer for the next thing, unless it runs already or the line is stopped. */
  #wait(): void {
    const next = this.#held[0];
    if (!next || this.#cancelWait || this.#isStopped || this.#isArriving || this.#isCut) return;
    const waitMs = Math.ceil((next.dueMicros - nowMicros()) / 1000);
    const arrive = () => {
      this.#cancelWait = null;
      this.#deliver();
    };
    // One at a time, like reads from the system: the application's reaction to one comes before the next.
    if (waitMs > 0) {
      const timer = setTimeout(arrive, waitMs);
      this.#cancelWait = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(arrive);
      this.#cancelWait = () => clearImmediate(immediate);
    }
  }

  #deliver(): void {
    const next = this.#held[0];
    // The arrival may add more or end the connection, which calls back into this line.
    if (next && !this.#isArriving && !this.#isStopped && !this.#isCut && next.dueMicros <= nowMicros()) {
      this.#held.shift();
      this.#bytes -= next.cost;
      this.#budget.usedBytes -= next.cost;
      this.#isArriving = true;
      this.#isStopped = true;
      if (this.#arrive(next.thing)) this.#isStopped = false;
      this.#isArriving = false;
    }
    this.#wait();
  }
}
