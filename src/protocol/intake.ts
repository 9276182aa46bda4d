import type { InflaterSource } from './inflater-source';

/**
 * What a decoder does, in order. Work that inflates waits until the inflater has been fetched, and everything after it
 * waits too: so the units are the same, and in the same order, whenever the inflater comes.
 */
export class Intake {
  readonly #source: InflaterSource;
  readonly #changed: () => void;
  #held: (() => void)[] = [];
  #isFetching = false;
  #hasFailed = false;

  /** `changed` is called after the held work was done, and when the inflater could not be fetched. */
  constructor(source: InflaterSource, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
  }

  /** Why work is held; null when none is. It stays `failed` while the inflater is fetched again. */
  get heldUp(): 'fetching' | 'failed' | null {
    if (this.#held.length === 0) return null;
    return this.#hasFailed ? 'failed' : 'fetching';
  }

  /** Does the work now, or after what is held. */
  run(work: () => void, inflates = false): void {
    if (this.#held.length === 0 && (!inflates || this.#source.isHere)) {
      work();
      return;
    }
    this.#held.push(work);
    if (this.#held.length === 1) this.retry();
  }

  /** Fetches the inflater for what is held. */
  retry(): void {
    if (this.#held.length === 0 || this.#isFetching) return;
    this.#isFetching = true;
    this.#source.fetch().then(
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
    const works = this.#held;
    // Empty first: what the work runs in turn is part of it, and waits no more.
    this.#held = [];
    for (const work of works) work();
  }
}
