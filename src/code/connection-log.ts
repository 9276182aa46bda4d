import type { ConnectionState } from '../lab/programs/client-program';

/** A client may come and go for hours: what it was so long ago is not asked for. */
const MAX_CHANGES = 2_000;

/** What one run of a client was connected to, and since when. */
export class ConnectionLog {
  readonly #changes: { readonly at: number; readonly connections: readonly ConnectionState[] }[] = [];
  #gone = 0;

  add(at: number, connections: readonly ConnectionState[]): void {
    this.#changes.push({ at, connections });
    if (this.#changes.length <= MAX_CHANGES) return;
    this.#changes.shift();
    this.#gone += 1;
  }

  /** What it was connected to at this instant of the lab's clock. */
  at(micros: number): readonly ConnectionState[] {
    return this.#changes[this.countUpTo(micros) - this.#gone - 1]?.connections ?? [];
  }

  /** How many changes there were by this instant. */
  countUpTo(micros: number): number {
    return this.#gone + this.#changes.findLastIndex(({ at }) => at <= micros) + 1;
  }
}
