import { nowMicros } from './clock';
import type { SmallReadLimits } from './hold';

/**
 * Makes a connection pause after small reads once it has had many of them; what arrives during a pause comes as one read. Every read
 * costs the same work in all layers, however short it is, so a client that sends single bytes would slow down everybody else.
 */
export class SmallReads {
  readonly #limits: SmallReadLimits;
  readonly #network: { readOnFromNetwork(): void };
  /** Small reads that may come without a pause, as of `#countedAtMicros`. */
  #allowance: number;
  #countedAtMicros = 0;
  #pause: NodeJS.Timeout | null = null;
  #isReadWanted = false;

  constructor(limits: SmallReadLimits, network: { readOnFromNetwork(): void }) {
    this.#limits = limits;
    this.#network = network;
    this.#allowance = limits.atOnce;
  }

  get isPaused(): boolean {
    return this.#pause !== null;
  }

  /** Counts one small read; false when the connection must pause now. */
  take(): boolean {
    const { atOnce, perSecond } = this.#limits;
    const now = nowMicros();
    const earned = ((now - this.#countedAtMicros) * perSecond) / 1e6;
    this.#allowance = Math.min(atOnce, this.#allowance + earned);
    this.#countedAtMicros = now;
    if (this.#allowance < 1) return false;
    this.#allowance--;
    return true;
  }

  /** Pauses; the network is read afterwards if `wantsMore`, or if `readLater` is called meanwhile. */
  pause(wantsMore: boolean): void {
    this.#isReadWanted = wantsMore;
    this.#pause ??= setTimeout(() => {
      this.#pause = null;
      if (this.#isReadWanted) this.#network.readOnFromNetwork();
    }, this.#limits.breakMs);
  }

  /** Has the network read after the pause. */
  readLater(): void {
    this.#isReadWanted = true;
  }

  clear(): void {
    if (this.#pause) clearTimeout(this.#pause);
  }
}
