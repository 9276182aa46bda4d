/** A read of a request whose owner is not known yet. */
interface HeldRead {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly atMicros: number;
}

/** A request line up to its target, which names the owner of the request. */
const REQUEST_TARGET = /^(?:\r?\n)*[!-~]+ +([!-~]+) /;
/** A complete line that is not a request line. */
const OTHER_LINE = /^[\r\n]*[^\r\n][^\n]*\n/;
/** Longest part of a request line that is held. */
const MAX_HELD_BYTES = 4 * 1024;

/** Holds the reads of a request with their times until its target is known. */
export class RequestLine {
  #reads: HeldRead[] = [];
  /** The beginning of what is held, one character per byte. */
  #text = '';

  /** The request target; null when there is none; undefined while more must be read. */
  add(bytes: Uint8Array, offset: number, atMicros: number): string | null | undefined {
    const part = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MAX_HELD_BYTES)).toString(
      'latin1',
    );
    this.#reads.push({ bytes, offset, atMicros });
    this.#text += part;
    // Only a space ends a target, and only a line feed ends a line.
    if (/[ \n]/.test(part)) {
      const target = REQUEST_TARGET.exec(this.#text)?.[1];
      if (target !== undefined) return target;
      if (OTHER_LINE.test(this.#text)) return null;
    }
    if (this.#text.length > MAX_HELD_BYTES || bytes.length > MAX_HELD_BYTES) return null;
    // Copied, since the next owner may change the bytes after this call.
    this.#reads[this.#reads.length - 1] = { bytes: Buffer.from(bytes), offset, atMicros };
    return undefined;
  }

  /** Removes what is held, and returns it, oldest first. */
  take(): readonly HeldRead[] {
    const reads = this.#reads;
    this.#reads = [];
    this.#text = '';
    return reads;
  }
}
