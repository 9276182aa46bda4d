/** Bytes that are not on the wire: inflated, or decoded from base64. */
export interface ByteSource {
  readonly length: number;
  /** The bytes, made again if they were let go. The caller must not change them. */
  bytes(): Uint8Array;
}

/** Data in memory that can be made again from the bytes on the wire. */
export interface Remakable {
  /** Frees its memory for something newer. */
  letGo(): void;
}

/**
 * Most bytes of derived data that are kept at a time, for all connections: sixteen of the largest messages. Making one
 * again takes a few milliseconds.
 */
export const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/** Overhead of one result: a typed array with its buffer. Measured in Node and Chromium, rounded up. */
export const RESULT_BYTES = 250;

/** Keeps data derived from the bytes on the wire, up to a limit: the least recently used is let go first. */
export class DerivedBytes {
  readonly #limit: number;
  /** Bytes of each; least recently used first. */
  readonly #sizes = new Map<Remakable, number>();
  #newest: Remakable | null = null;
  #remakable = 0;
  #pinned = 0;

  constructor(limit = MAX_KEPT_BYTES) {
    this.#limit = limit;
  }

  /** All memory in use, in bytes: counted here, since a page cannot query it. */
  get size(): number {
    return this.#remakable + this.#pinned;
  }

  /** `item` was made, asked for, or has grown by `more` bytes. Others may be let go for it, never `item`. */
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

  /** Counts memory that cannot be let go; a negative number, memory that was freed. */
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

/** A single result: `make` gives the same bytes each time. */
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
