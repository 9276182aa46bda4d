import type { ConnectionState } from '../lab/programs/client-program';

/** A client may come and go for hours: what it was so long ago is not asked for. */
const MAX_CHANGES = 2_000;

/** What one run of a client was connected to, and since when. */
export class ConnectionLog {
  readonly #changes: { readonly at: number; readonly connections: readonly ConnectionState[] }[] = [];

  add(at: number, connections: readonly ConnectionState[]): void {
    this.#changes.push({ at, connections });
    if (this.#changes.length > MAX_CHANGES) this.#changes.shift();
  }

  /** What it was connected to at this instant of the lab's clock. */
  at(micros: number): readonly ConnectionState[] {
    return this.#changes[this.countUpTo(micros) - 1]?.connections ?? [];
  }

  /** How many changes that are kept there were by this instant. */
  countUpTo(micros: number): number {
    return this.#changes.findLastIndex(({ at }) => at <= micros) + 1;
  }
}
