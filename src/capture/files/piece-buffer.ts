/**
 * The bytes of a file that are not used up yet, in one piece. What has been taken is let go, so the buffer holds no more
 * than the longest record and one piece of the file.
 */
export class PieceBuffer {
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  /** Whether `#bytes` is a buffer of our own, and not the caller's piece. */
  #isOwn = false;

  /** How many bytes can be taken. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** The caller must leave `piece` unchanged until `release`. */
  push(piece: Uint8Array): void {
    const { length } = this;
    if (length === 0) {
      this.#bytes = piece;
      this.#start = 0;
      this.#end = piece.length;
      this.#isOwn = false;
      return;
    }
    if (!this.#isOwn || this.#end + piece.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(4096, 2 * length, length + piece.length));
      grown.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = grown;
      this.#start = 0;
      this.#end = length;
      this.#isOwn = true;
    }
    this.#bytes.set(piece, this.#end);
    this.#end += piece.length;
  }

  /** The next bytes, without taking them; a view that is valid until the next `push` or `release`. */
  peek(length: number): Uint8Array | null {
    return length > this.length ? null : this.#bytes.subarray(this.#start, this.#start + length);
  }

  /** Takes the next bytes; null when there are not so many yet. The same view as `peek`. */
  take(length: number): Uint8Array | null {
    const taken = this.peek(length);
    if (taken !== null) this.#start += length;
    return taken;
  }

  /** Passes over up to so many bytes; returns how many. */
  skip(length: number): number {
    const skipped = Math.min(length, this.length);
    this.#start += skipped;
    return skipped;
  }

  /** Copies what is left of the caller's piece, so that the caller may reuse it. */
  release(): void {
    if (this.#isOwn) return;
    this.#bytes = this.#bytes.slice(this.#start, this.#end);
    this.#start = 0;
    this.#end = this.#bytes.length;
    this.#isOwn = true;
  }
}
