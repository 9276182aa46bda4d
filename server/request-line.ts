/** A read of a request of which it is not known yet whose it is. */
interface HeldRead {
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
  /** The beginning of what is held, a character a byte. */
  #text = '';

  /** The request target; null when there is none to be had; undefined while more must be read. */
  add(bytes: Uint8Array, offset: number, atMicros: number): string | null | undefined {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_HELD_BYTES)).toString(
      'latin1',
    );
    this.#reads.push({ bytes, offset, atMicros });
    this.#text += part;
    // Only a space ends a target, and only a line feed a line.
    if (/[ \n]/.test(part)) {
      const target = REQUEST_TARGET.exec(this.#text)?.[1];
      if (target !== undefined) return target;
      if (OTHER_LINE.test(this.#text)) return null;
    }
    if (this.#text.length > MAX_HELD_BYTES || bytes.length > MAX_HELD_BYTES) return null;
    // Kept beyond this call, so copied: the HTTP parser's next owner may change the bytes.
    this.#reads[this.#reads.length - 1] = { bytes: Buffer.from(bytes), offset, atMicros };
    return undefined;
  }

  /** What is held, oldest first; nothing is afterwards. */
  take(): readonly HeldRead[] {
    const reads = this.#reads;
    this.#reads = [];
    this.#text = '';
    return reads;
  }
}
