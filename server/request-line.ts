/** A read of a request of which it is not known yet whose it is. */
export interface HeldRead {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly atMicros: number;
}

/** A request line as far as its target: what is needed to know whose the request is. */
const REQUEST_TARGET = /^(?:\r?\n)*[!-~]+ +([!-~]+) /;
/** A whole line that is no request line. */
const OTHER_LINE = /^[\r\n]*[^\r\n][^\n]*\n/;
/** So much of a request line in several reads is waited for. */
const MAX_HELD_BYTES = 4 * 1024;

/** Holds the reads of a request, as they are and with their times, until its target is known. */
export class RequestLine {
  #reads: HeldRead[] = [];
  #bytes = 0;

  /** The request target; null when there is none to be had; undefined while more must be read. */
  add(bytes: Uint8Array, offset: number, atMicros: number): string | null | undefined {
    this.#reads.push({ bytes, offset, atMicros });
    this.#bytes += bytes.length;
    const line = this.#text();
    const target = REQUEST_TARGET.exec(line)?.[1];
    if (target !== undefined) return target;
    if (OTHER_LINE.test(line) || this.#bytes > MAX_HELD_BYTES) return null;
    // Kept beyond this call, so copied: the HTTP parser's next owner may change the bytes.
    this.#reads[this.#reads.length - 1] = { bytes: Buffer.from(bytes), offset, atMicros };
    return undefined;
  }

  /** What is held, oldest first; nothing is afterwards. */
  take(): readonly HeldRead[] {
    const reads = this.#reads;
    this.#reads = [];
    this.#bytes = 0;
    return reads;
  }

  /** The beginning of what is held, a character a byte. */
  #text(): string {
    const [first] = this.#reads;
    const isOne = this.#reads.length === 1 && first !== undefined;
    const bytes = isOne ? first.bytes : Buffer.concat(this.#reads.map((read) => read.bytes));
    const length = Math.min(bytes.length, MAX_HELD_BYTES);
    return Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('latin1');
  }
}
