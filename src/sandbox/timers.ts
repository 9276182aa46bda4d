import type { Op } from './guest/kit';

/** A program's timers, on its host's clock. */
export class Timers {
  readonly #running = new Map<number, ReturnType<typeof setTimeout>>();
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

  clear(): void {
    for (const id of [...this.#running.keys()]) this.#stop(id);
  }

  #start(id: number, ms: number, isRepeated: boolean): void {
    // The guest counts them, too, but its report may be forged.
    if (this.#running.size >= MAX_TIMERS || this.#running.has(id)) return;
    const wait = Math.min(Math.max(ms, isRepeated ? this.#shortestMs : 0), 2 ** 31 - 1);
    const ring = () => {
      if (isRepeated) this.#running.set(id, setTimeout(ring, wait));
      else this.#running.delete(id);
      this.#fire(id);
    };
    this.#running.set(id, setTimeout(ring, wait));
  }

  #stop(id: number): void {
    clearTimeout(this.#running.get(id));
    this.#running.delete(id);
  }
}

const MAX_TIMERS = 1000;
