import type { Op } from './library/core';

/** A program's timers, on its host's clock. */
export class Timers {
  readonly #running = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #dueAtMs = new Map<number, number>();
  readonly #shortestMs: number;
  readonly #fire: (id: number) => void;

  constructor(shortestMs: number, fire: (id: number) => void) {
    this.#shortestMs = shortestMs;
    this.#fire = fire;
  }

  /** Starts and stops the timers that a turn has reported. */
  obey(ops: readonly Op[]): void {
    for (const { op, id, ms, isRepeated } of ops) {
      if (typeof id !== 'number') continue;
      if (op === 'timer' && typeof ms === 'number') this.#start(id, ms, isRepeated === true);
      else if (op === 'clear') this.#stop(id);
    }
  }

  /** When the next one is due, on the clock of `performance.now()`. */
  get nextAtMs(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const atMs of this.#dueAtMs.values()) next = Math.min(next, atMs);
    return next;
  }

  clear(): void {
    for (const id of [...this.#running.keys()]) this.#stop(id);
  }

  #start(id: number, ms: number, isRepeated: boolean): void {
    // The guest counts them, too, but its report may be forged.
    if (this.#running.size >= MAX_TIMERS || this.#running.has(id)) return;
    const wait = Math.min(Math.max(ms, isRepeated ? this.#shortestMs : 0), 2 ** 31 - 1);
    const run = () => {
      this.#running.set(id, setTimeout(ring, wait));
      this.#dueAtMs.set(id, performance.now() + wait);
    };
    const ring = () => {
      if (isRepeated) run();
      else this.#forget(id);
      this.#fire(id);
    };
    run();
  }

  #stop(id: number): void {
    clearTimeout(this.#running.get(id));
    this.#forget(id);
  }

  #forget(id: number): void {
    this.#running.delete(id);
    this.#dueAtMs.delete(id);
  }
}

const MAX_TIMERS = 1000;
