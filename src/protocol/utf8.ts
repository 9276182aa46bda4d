/**
 * Checks that bytes are UTF-8 (RFC 3629 §4: no surrogates, no overlong forms, at most U+10FFFF), however they are
 * split. Masked bytes are unmasked on the way, and not written anywhere.
 */
export class Utf8Checker {
  /** Continuation bytes the current character still needs. */
  #missing = 0;
  /** Bounds of the next continuation byte. */
  #low = 0x80;
  #high = 0xbf;

  reset(): void {
    this.#missing = 0;
    this.#low = 0x80;
    this.#high = 0xbf;
  }

  /** Whether the bytes so far end between two characters. */
  get isBetweenCharacters(): boolean {
    return this.#missing === 0;
  }

  /** Why `byte`, at which a scan has just stopped, cannot follow; null stands for the end. `at` is its index in the text. */
  whyNot(at: number, byte: number | null): string {
    if (byte === null) return `it ends inside a character, at byte ${at}`;
    const name = `byte ${at} (${byte.toString(16).padStart(2, '0')})`;
    if (this.#missing === 0) {
      if (byte < 0xc0) return `${name} continues a character, but none has begun`;
      return byte < 0xc2 ? `${name} begins an overlong form` : `${name} never occurs in UTF-8`;
    }
    if (byte < 0x80 || byte > 0xbf) return `${name} comes before the last character is complete`;
    if (byte < this.#low) return `${name} makes an overlong form`;
    const isSurrogate = this.#high === 0x9f;
    return `${name} makes ${isSurrogate ? 'half of a surrogate pair, U+D800 to U+DFFF' : 'a character above U+10FFFF'}`;
  }

  /**
   * Index of the first byte in `[start, end)` that cannot be part of UTF-8 text, or -1.
   * `key` and `phase` as for `unmask`.
   */
  scan(bytes: Uint8Array, start: number, end: number, key: number, phase: number): number {
    const shift = phase << 3;
    const turned = shift === 0 ? key : (key << shift) | (key >>> (32 - shift));
    let at = start;
    if (this.#missing === 0) at = skipAscii(bytes, start, end, turned);
    if (at === end) return -1;
    return this.#scanSlowly(bytes, start, at, end, turned);
  }

  #scanSlowly(bytes: Uint8Array, start: number, from: number, end: number, turned: number): number {
    let missing = this.#missing;
    let low = this.#low;
    let high = this.#high;
    let bad = -1;
    for (let at = from; at < end; at++) {
      const byte = bytes[at]! ^ ((turned >>> ((3 - ((at - start) & 3)) << 3)) & 255);
      if (missing > 0) {
        if (byte < low || byte > high) {
          bad = at;
          break;
        }
        missing--;
        low = 0x80;
        high = 0xbf;
      } else if (byte >= 0x80) {
        if (byte < 0xc2 || byte > 0xf4) {
          bad = at;
          break;
        }
        missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        if (byte === 0xe0) low = 0xa0;
        else if (byte === 0xf0) low = 0x90;
        else if (byte === 0xed) high = 0x9f;
        else if (byte === 0xf4) high = 0x8f;
      }
    }
    this.#missing = missing;
    this.#low = low;
    this.#high = high;
    return bad;
  }
}

/** Where and why bytes are not UTF-8: "byte 3 (ff) never occurs in UTF-8". */
export interface Utf8Problem {
  readonly at: number;
  readonly why: string;
}

/** The first index in `[start, end)` from which a byte above 0x7f may follow; `end` when there is none. */
function skipAscii(bytes: Uint8Array, start: number, end: number, turned: number): number {
  const k0 = turned >>> 24;
  const k1 = (turned >>> 16) & 255;
  const k2 = (turned >>> 8) & 255;
  const k3 = turned & 255;
  let at = start;
  for (const stop = end - 3; at < stop; at += 4) {
    const any = (bytes[at]! ^ k0) | (bytes[at + 1]! ^ k1) | (bytes[at + 2]! ^ k2) | (bytes[at + 3]! ^ k3);
    if (any > 127) return at;
  }
  if (at < end && (bytes[at]! ^ k0) > 127) return at;
  if (at + 1 < end && (bytes[at + 1]! ^ k1) > 127) return at;
  if (at + 2 < end && (bytes[at + 2]! ^ k2) > 127) return at;
  return end;
}

/** The first thing that breaks UTF-8, or null; a text that ends inside a character breaks it at its last byte. */
export function utf8Problem(bytes: Uint8Array): Utf8Problem | null {
  const checker = new Utf8Checker();
  const bad = checker.scan(bytes, 0, bytes.length, 0, 0);
  if (bad >= 0) return { at: bad, why: checker.whyNot(bad, bytes[bad]!) };
  if (checker.isBetweenCharacters) return null;
  return { at: bytes.length - 1, why: checker.whyNot(bytes.length - 1, null) };
}

/** Index of the first byte that breaks UTF-8, the last byte when the text ends inside a character, or -1. */
export function badUtf8At(bytes: Uint8Array): number {
  const checker = new Utf8Checker();
  const bad = checker.scan(bytes, 0, bytes.length, 0, 0);
  return bad < 0 && !checker.isBetweenCharacters ? bytes.length - 1 : bad;
}
