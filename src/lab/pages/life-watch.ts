/** How often a page is asked for a sign of life. */
const ASK_MS = 500;
/** A page that has not answered for this long is ended. */
export const SILENT_MS = 2000;
/** Its document and its first script are there after this, also on a busy machine. */
const START_MS = 20_000;
/** When a page that is not there by then is opened once more. */
const LATE_MS = [3000, 10_000];

interface LifeWatchEvents {
  readonly ask: () => void;
  /** It should long have been there. */
  readonly late: () => void;
  readonly silent: () => void;
}

/**
 * Watches whether a page still answers. Time in which this page itself did not run does not count: a hidden tab and a sleeping machine
 * stop both.
 */
export class LifeWatch {
  readonly #events: LifeWatchEvents;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waitedMs = 0;
  #isAsked = false;
  #mostMs = START_MS;
  #timesLate = 0;

  constructor(events: LifeWatchEvents) {
    this.#events = events;
    this.#later();
  }

  /** The page is there, or has answered. */
  heard(): void {
    this.#timesLate = LATE_MS.length;
    this.#mostMs = SILENT_MS;
    this.#waitedMs = 0;
    this.#isAsked = false;
  }

  /** It is loading: it cannot answer yet. */
  loading(): void {
    this.#mostMs = START_MS;
    this.#waitedMs = 0;
    this.#isAsked = true;
  }

  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #later(): void {
    const setAtMs = performance.now();
    this.#timer = setTimeout(() => this.#look(performance.now() - setAtMs), ASK_MS);
  }

  #look(passedMs: number): void {
    this.#later();
    if (document.hidden) this.#waitedMs = 0;
    // A late timer says that this page itself was busy or asleep.
    else if (this.#isAsked || this.#mostMs === START_MS) this.#waitedMs += Math.min(passedMs, ASK_MS);
    if (this.#waitedMs >= this.#mostMs) {
      this.end();
      this.#events.silent();
    } else if (this.#waitedMs >= (LATE_MS[this.#timesLate] ?? Number.POSITIVE_INFINITY)) {
      this.#timesLate += 1;
      this.#events.late();
    } else if (!this.#isAsked) {
      this.#isAsked = true;
      this.#events.ask();
    }
  }
}
