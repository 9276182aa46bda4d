import type { Inflater } from './inflate';

type InflaterClass = typeof Inflater;

/**
 * Where decoders get their inflater. A page fetches it when something compressed comes: it is large, and most traffic
 * does without it. Whoever imports `protocol/index` has it from the start.
 */
export class InflaterSource {
  readonly #load: () => Promise<InflaterClass>;
  #inflater: InflaterClass | null = null;
  #coming: Promise<void> | null = null;

  constructor(load: () => Promise<InflaterClass>) {
    this.#load = load;
  }

  get isHere(): boolean {
    return this.#inflater !== null;
  }

  /** @throws RangeError before it is here. */
  get inflater(): InflaterClass {
    if (this.#inflater === null) throw new RangeError('the inflater has not been fetched');
    return this.#inflater;
  }

  provide(inflater: InflaterClass): void {
    this.#inflater = inflater;
  }

  /** Resolves once it is here. Rejects when it could not be fetched; the next call tries again. */
  async fetch(): Promise<void> {
    if (this.isHere) return;
    this.#coming ??= this.#load()
      .then((inflater) => this.provide(inflater))
      .finally(() => {
        this.#coming = null;
      });
    await this.#coming;
  }
}

/** The source that all decoders share unless they are given another. */
export const inflaterSource = new InflaterSource(async () => (await import('./inflate')).Inflater);
