/** Text and bytes: UTF-8, hexadecimal, Base64 and Latin-1, as Node's `Buffer` and the web's encoders read and write them. */

/** Lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    let code = character.codePointAt(0)!;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return Uint8Array.from(bytes);
}

/** What is not UTF-8 becomes U+FFFD; null when `isFatal` and there is such a byte. */
export function fromUtf8(bytes: Uint8Array, isFatal = false): string | null {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at]!;
    const size =
      first < 0x80
        ? 1
        : first >= 0xc2 && first < 0xe0
          ? 2
          : first >= 0xe0 && first < 0xf0
            ? 3
            : first >= 0xf0 && first < 0xf5
              ? 4
              : 0;
    let code = size === 1 ? first : first & (0xff >> (size + 1));
    let read = 1;
    while (
      read < size &&
      at + read < bytes.length &&
      (bytes[at + read]! & 0xc0) === 0x80 &&
      isWithin(first, read, bytes[at + read]!)
    ) {
      code = (code << 6) | (bytes[at + read]! & 63);
      read++;
    }
    const isWhole = size > 0 && read === size;
    if (!isWhole && isFatal) return null;
    text += isWhole ? String.fromCodePoint(code) : '\ufffd';
    at += read;
  }
  return text;
}

/** Whether the second byte keeps the character within its shortest form and within Unicode. */
function isWithin(first: number, place: number, byte: number): boolean {
  if (place > 1) return true;
  if (first === 0xe0) return byte >= 0xa0;
  if (first === 0xed) return byte < 0xa0;
  if (first === 0xf0) return byte >= 0x90;
  return first !== 0xf4 || byte < 0x90;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(bytes: Uint8Array, isUrl = false): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += ALPHABET[word >> 18]! + ALPHABET[(word >> 12) & 63]!;
    text += b === undefined ? '=' : ALPHABET[(word >> 6) & 63]!;
    text += c === undefined ? '=' : ALPHABET[word & 63]!;
  }
  return isUrl ? text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : text;
}

export function fromBase64(text: string): Uint8Array {
  const plain = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  const bytes: number[] = [];
  for (let at = 0; at < plain.length; at += 4) {
    const codes = [0, 1, 2, 3].map((n) => ALPHABET.indexOf(plain[at + n] ?? 'A'));
    const word = (codes[0]! << 18) | (codes[1]! << 12) | (codes[2]! << 6) | codes[3]!;
    bytes.push(word >> 16, (word >> 8) & 255, word & 255);
  }
  bytes.length = Math.floor((plain.length * 3) / 4);
  return Uint8Array.from(bytes);
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export function fromHex(text: string): Uint8Array {
  const pairs = /^(?:[0-9a-f]{2})*/i.exec(text)![0];
  return Uint8Array.from(pairs.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
