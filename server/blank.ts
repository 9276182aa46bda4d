const SECRETS = new Set(['cookie', 'set-cookie', 'authorization', 'proxy-authorization']);
const MAX_SECRET_BYTES = 'proxy-authorization'.length;

const LF = 10;
const CR = 13;
const SP = 32;
const HT = 9;
const COLON = 58;
const STAR = 42;

const BEFORE = 0;
const LINE_START = 1;
const NAME = 2;
const SECRET_LEAD = 3;
const SECRET = 4;
const REST_OF_LINE = 5;
const OVER = 6;

/** Whether the value of this header field is a secret. */
export function isSecret(name: string): boolean {
  return SECRETS.has(name.trim().toLowerCase());
}

/**
 * Blanks the secrets in the heads and trailers of one direction of an HTTP connection: each byte of the value of Cookie,
 * Set-Cookie, Authorization and Proxy-Authorization becomes `*`, so that lengths and offsets stay true. Works on any
 * split of the bytes and on malformed heads, since it only looks at lines.
 */
export class Blanker {
  #state = BEFORE;
  #name = '';
  /** The last line held a secret; a folded line continues it (RFC 9112 §5.2). */
  #wasSecret = false;

  /** False when no secret can come before the next `nextMessage` or `nextTrailers`. */
  get isInHead(): boolean {
    return this.#state !== OVER;
  }

  /** The next byte begins an HTTP message. */
  nextMessage(): void {
    this.#state = BEFORE;
    this.#wasSecret = false;
  }

  /** The next byte begins the trailer fields of a chunked message, which may hold secrets, too. */
  nextTrailers(): void {
    this.#state = LINE_START;
    this.#wasSecret = false;
  }

  /** No byte from here on is HTTP. */
  stop(): void {
    this.#state = OVER;
  }

  /** The bytes, or a copy with the secrets blanked where there are any; the given bytes stay as they are. */
  blank(bytes: Uint8Array): Uint8Array {
    let copy: Buffer | null = null;
    for (let at = 0; at < bytes.length && this.#state !== OVER; at++) {
      if (this.#state === REST_OF_LINE) {
        at = bytes.indexOf(LF, at);
        if (at < 0) break;
      }
      if (!this.#blanks(bytes[at]!)) continue;
      // Not slice(), which gives a view of a Buffer.
      copy ??= Buffer.from(bytes);
      copy[at] = STAR;
    }
    return copy ?? bytes;
  }

  #blanks(byte: number): boolean {
    if (byte === LF) {
      this.#endLine();
      return false;
    }
    switch (this.#state) {
      case BEFORE: // An invalid start line may be a field line, so it is read as one.
      case LINE_START:
        this.#startLine(byte);
        return false;
      case NAME:
        if (byte === COLON) this.#endName();
        else if (this.#name.length <= MAX_SECRET_BYTES) this.#name += String.fromCharCode(byte);
        // Spaces after a name are no part of it, and there may be any number.
        else if (!isSecret(this.#name)) this.#endName();
        return false;
      case SECRET_LEAD:
        if (byte === SP || byte === HT || byte === CR) return false;
        this.#state = SECRET;
        return true;
      case SECRET:
        return byte !== CR;
      default:
        return false;
    }
  }

  #endLine(): void {
    if (this.#state === LINE_START) this.#state = OVER;
    // Empty lines before the start line are skipped (RFC 9112 §2.2).
    if (this.#state === OVER || this.#state === BEFORE) return;
    this.#wasSecret = this.#state === SECRET || this.#state === SECRET_LEAD;
    this.#state = LINE_START;
  }

  #startLine(byte: number): void {
    if (byte === CR) return;
    if (byte === SP || byte === HT) this.#state = this.#wasSecret ? SECRET_LEAD : REST_OF_LINE;
    else {
      this.#state = NAME;
      this.#name = String.fromCharCode(byte);
    }
  }

  #endName(): void {
    this.#state = isSecret(this.#name) ? SECRET_LEAD : REST_OF_LINE;
    this.#name = '';
  }
}
