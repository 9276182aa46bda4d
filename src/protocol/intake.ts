import type { Fetchable } from './fetched';
import type { UnitLog } from './records';

/** Work of a decoder, and the parts that it needs. */
interface Held {
  readonly work: () => void;
  readonly needs: readonly Fetchable[];
}

/**
 * Does a decoder's work in order. Work that needs a missing part waits until that has been fetched, and all later work
 * waits too, so the units are the same, and in the same order, whenever the part comes.
 */
export class Intake {
  readonly #log: UnitLog;
  readonly #changed: () => void;
  #held: Held[] = [];
  #isFetching = false;
  #hasFailed = false;

  /** `changed` is called after held work was done, and when a fetch failed. */
  constructor(log: UnitLog, changed: () => void) {
    this.#log = log;
    this.#changed = changed;
  }

  /** Why work is held; null when none is. It stays `failed` while the part is fetched again. */
  get heldUp(): 'fetching' | 'failed' | null {
    if (this.#held.length === 0) return null;
    return this.#hasFailed ? 'failed' : 'fetching';
  }

  /** Does the work now, or after held work. */
  run(work: () => void, needs: readonly Fetchable[] = []): void {
    if (this.#held.length === 0 && areHere(needs)) {
      work();
      return;
    }
    this.#held.push({ work, needs });
    if (this.#held.length === 1) this.retry();
  }

  /** Fetches what the first of the held work needs. */
  retry(): void {
    const [first] = this.#held;
    if (first === undefined || this.#isFetching) return;
    this.#isFetching = true;
    Promise.all(first.needs.map((need) => need.fetch())).then(
      () => this.#settle(true),
      () => this.#settle(false),
    );
  }

  #settle(isHere: boolean): void {
    this.#isFetching = false;
    this.#hasFailed = !isHere;
    if (isHere) this.#release();
    this.#changed();
  }

  #release(): void {
    const held = this.#held;
    // Emptied first, so that work added by held work comes before the work held after it.
    this.#held = [];
    // The first work may finish a step whose revision has already been drawn.
    this.#log.revision++;
    for (const [at, { work, needs }] of held.entries()) {
      if (this.#held.length > 0 || !areHere(needs)) {
        for (const rest of held.slice(at)) this.#held.push(rest);
        this.retry();
        return;
      }
      work();
    }
  }
}

function areHere(needs: readonly Fetchable[]): boolean {
  return needs.every(({ isHere }) => isHere);
}
