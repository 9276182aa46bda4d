const SLAB_BYTES = 256 * 1024;

/** Copies small pieces of bytes into large buffers: a buffer for each piece would cost more than the piece. */
export class Slab {
  #buffer = new Uint8Array(0);
  #used = 0;

  /** A copy that nobody else changes. It keeps its whole buffer alive. */
  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (length > SLAB_BYTES / 4) return bytes.slice();
    if (this.#used + length > this.#buffer.length) {
      this.#buffer = new Uint8Array(SLAB_BYTES);
      this.#used = 0;
    }
    const copied = this.#buffer.subarray(this.#used, this.#used + length);
    copied.set(bytes);
    this.#used += length;
    return copied;
  }
}
