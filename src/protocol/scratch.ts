const USUAL_BYTES = 4096;
/** Larger memory is let go after a message. */
const MAX_KEPT_BYTES = 1024 * 1024;
/** The bits of four bytes that no ASCII character has. */
const NOT_ASCII = 0x80808080;

/** Memory in which one payload at a time is unmasked, four bytes at once. */
export class Scratch {
  #target = new DataView(new ArrayBuffer(USUAL_BYTES));
  #bytes = new Uint8Array(this.#target.buffer);
  /** Where the last payload came from: one read holds many. */
  #read: Uint8Array = this.#bytes;
  #source: DataView = this.#target;

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Takes `read[start, end)`, unmasked with the key (RFC 6455 §5.3), from index 0 on. True when all of it is ASCII. */
  unmask(read: Uint8Array, start: number, end: number, key: number): boolean {
    const size = end - start;
    if (size > this.#bytes.length) this.#resize(Math.max(size, this.#bytes.length * 2));
    if (read !== this.#read) {
      this.#read = read;
      this.#source = new DataView(read.buffer, read.byteOffset, read.length);
    }
    const source = this.#source;
    const target = this.#target;
    let bits = 0;
    let at = 0;
    for (const stop = size - 3; at < stop; at += 4) {
      const four = source.getInt32(start + at) ^ key;
      target.setInt32(at, four);
      bits |= four;
    }
    for (let shift = 24; at < size; at++, shift -= 8) {
      const byte = source.getUint8(start + at) ^ ((key >>> shift) & 255);
      target.setUint8(at, byte);
      bits |= byte;
    }
    return (bits & NOT_ASCII) === 0;
  }

  /** Lets go of a very large payload, and of the read that it came in. */
  shrink(): void {
    if (this.#bytes.length <= MAX_KEPT_BYTES) return;
    this.#resize(USUAL_BYTES);
    this.#read = this.#bytes;
    this.#source = this.#target;
  }

  #resize(size: number): void {
    this.#target = new DataView(new ArrayBuffer(size));
    this.#bytes = new Uint8Array(this.#target.buffer);
  }
}
