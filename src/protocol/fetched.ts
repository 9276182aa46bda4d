/** A part that work may wait for. */
export interface Fetchable {
  readonly isHere: boolean;
  /** Resolves once it is here. Rejects when it could not be fetched; the next call tries again. */
  fetch(): Promise<void>;
}

/** A part of the decoders that a page fetches when its traffic comes, since most traffic does not need it. */
export class Fetched<Part> implements Fetchable {
  readonly #name: string;
  readonly #load: () => Promise<Part>;
  #part: Part | null = null;
  #coming: Promise<void> | null = null;

  /** `name` is for the error: "the inflater". */
  constructor(name: string, load: () => Promise<Part>) {
    this.#name = name;
    this.#load = load;
  }

  get isHere(): boolean {
    return this.#part !== null;
  }

  /** @throws RangeError before it is here. */
  get part(): Part {
    if (this.#part === null) throw new RangeError(`${this.#name} has not been fetched`);
    return this.#part;
  }

  provide(part: Part): void {
    this.#part = part;
  }

  async fetch(): Promise<void> {
    if (this.isHere) return;
    this.#coming ??= this.#load()
      .then((part) => this.provide(part))
      .finally(() => {
        this.#coming = null;
      });
    await this.#coming;
  }
}
