import type { Stream } from '../records';

const LF = 10;

/** A place in a stream, which is read line by line as its bytes come. */
export class StreamCursor {
  readonly stream: Stream;
  /** All before this has been read, but for the line that has not come whole. */
  #at: number;
  /** Where to look for the next LF. */
  #scanned: number;

  constructor(stream: Stream, at: number) {
    this.stream = stream;
    this.#at = at;
    this.#scanned = at;
  }

  get at(): number {
    return this.#at;
  }

  /** How many bytes have come from here on. */
  get rest(): number {
    return this.stream.length - this.#at;
  }

  /** The bytes from here to `end`, as far as they have come. */
  bytesTo(end: number): Uint8Array {
    return this.stream.slice(this.#at, end);
  }

  /** The end of the line that begins here; null when it has not come. */
  lineEnd(): number | null {
    const { reads, length } = this.stream;
    if (this.#scanned >= length) return null;
    for (let index = this.stream.indexAt(this.#scanned); index < reads.length; index++) {
      const { start, bytes } = reads[index]!;
      const found = bytes.indexOf(LF, this.#scanned - start);
      this.#scanned = found < 0 ? start + bytes.length : start + found + 1;
      if (found >= 0) return this.#scanned;
    }
    return null;
  }

  goTo(at: number): void {
    this.#at = at;
    this.#scanned = at;
  }

  /** Passes over so many bytes, or as many as have come. Gives how many of them are still to come. */
  pass(bytes: number): number {
    const taken = Math.min(bytes, this.rest);
    this.goTo(this.#at + taken);
    return bytes - taken;
  }
}
