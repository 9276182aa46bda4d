/** Bytes that are not on the wire as they are: inflated, or made of base64. */
export interface ByteSource {
  readonly length: number;
  /** The bytes, made again where they were let go. The caller must not change them. */
  bytes(): Uint8Array;
}

/** Takes memory, and can be made again from the bytes on the wire. */
export interface Remakable {
  /** Its memory is wanted for something newer. */
  letGo(): void;
}

/**
 * Most bytes of derived data that are kept at a time, of all connections: sixteen of the largest messages. To make one
 * again takes a few milliseconds.
 */
export const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/** What one result costs beside its bytes: a typed array with its buffer. Measured in Node and Chromium, rounded up. */
export const RESULT_BYTES = 250;

/** Keeps what was derived from the bytes on the wire, up to a bound: what was used longest ago is let go first. */
export class DerivedBytes {
  readonly #limit: number;
  /** What each takes; used longest ago first. */
  readonly #sizes = new Map<Remakable, number>();
  #newest: Remakable | null = null;
  #remakable = 0;
  #pinned = 0;

  constructor(limit = MAX_KEPT_BYTES) {
    this.#limit = limit;
  }

  /** All memory that is taken, in bytes: counted, since no page can ask for it. */
  get size(): number {
    return this.#remakable + this.#pinned;
  }

  /** `item` was made, asked for, or has grown by `more` bytes. Others are let go for it, itself never. */
  use(item: Remakable, more: number): void {
    if (item !== this.#newest) {
      const size = this.#sizes.get(item) ?? 0;
      this.#sizes.delete(item);
      this.#sizes.set(item, size + more);
      this.#newest = item;
    } else if (more > 0) this.#sizes.set(item, this.#sizes.get(item)! + more);
    this.#remakable += more;
    if (this.#remakable > this.#limit) this.#makeRoom();
  }

  /** Counts memory that cannot be let go; a negative number counts what was given back. */
  pin(bytes: number): void {
    this.#pinned += bytes;
  }

  #makeRoom(): void {
    for (const [item, size] of this.#sizes) {
      if (this.#remakable <= this.#limit || item === this.#newest) return;
      this.#sizes.delete(item);
      this.#remakable -= size;
      item.letGo();
    }
  }
}

/** One result by itself: `make` gives the same bytes each time. */
export class Remade implements ByteSource, Remakable {
  readonly length: number;
  readonly #kept: DerivedBytes;
  readonly #make: () => Uint8Array;
  #bytes: Uint8Array | null;

  constructor(kept: DerivedBytes, bytes: Uint8Array, make: () => Uint8Array) {
    this.length = bytes.length;
    this.#kept = kept;
    this.#make = make;
    this.#bytes = bytes;
    kept.use(this, bytes.length + RESULT_BYTES);
  }

  bytes(): Uint8Array {
    const isHere = this.#bytes !== null;
    this.#bytes ??= this.#make();
    this.#kept.use(this, isHere ? 0 : this.length + RESULT_BYTES);
    return this.#bytes;
  }

  letGo(): void {
    this.#bytes = null;
  }
}
