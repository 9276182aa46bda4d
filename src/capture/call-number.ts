/** A request target longer than this is not one of the page's own. */
const LINE_BYTES = 4096;

/** The number of the page's call in a request target, a URL or a request line (`?call=3`), or null. */
export function callNumberIn(text: string): number | null {
  const found = /[?&]call=(\d{1,15})(?:[&\s]|$)/.exec(text);
  return found ? Number(found[1]) : null;
}

/**
 * Reads the number of the page's call from the first line that a client wrote: `GET /lab/…/ws?call=3 HTTP/1.1`.
 * The line may come in any number of reads.
 */
export class CallNumberReader {
  #line = '';
  #isDone = false;

  /** The number, once the line that holds it is complete; null before, and when there is none. */
  read(bytes: Uint8Array): number | null {
    if (this.#isDone) return null;
    for (const byte of bytes) {
      if (byte === 13 || byte === 10 || this.#line.length === LINE_BYTES) {
        this.#isDone = true;
        const number = callNumberIn(this.#line);
        this.#line = '';
        return number;
      }
      this.#line += String.fromCharCode(byte);
    }
    return null;
  }
}
