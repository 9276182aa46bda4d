import type { Peer } from './layer-unit';

const decoder = new TextDecoder();
const PREVIEW_CHARACTERS = 40;
/** Bytes of binary data that a field or a label shows. */
export const PREVIEW_BYTES = 16;

/** The bytes as text; what is not UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Text in quotation marks, on one line, shortened. */
export function quote(text: string, limit = PREVIEW_CHARACTERS): string {
  // Control characters would break the line or vanish; the symbols for them do neither.
  const visible = text.replace(/\p{Cc}/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 32 ? String.fromCharCode(0x2400 + code) : '\u2421';
  });
  const characters = visible.length > limit ? Array.from(visible.slice(0, limit * 2)) : [];
  return characters.length > limit ? `“${characters.slice(0, limit - 1).join('')}…”` : `“${visible}”`;
}

/** First bytes of a text, quoted: enough for a label without decoding all of a large payload. */
export function quoteBytes(bytes: Uint8Array, limit = PREVIEW_CHARACTERS): string {
  const enough = limit * 4 + 4;
  const cut = bytes.length > enough ? bytes.subarray(0, enough) : bytes;
  return quote(textOf(cut), limit);
}

/** A byte as two hexadecimal digits: "0a". */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Bytes in hexadecimal, "de ad be ef"; with a limit, only the first ones: "de ad …". */
export function hexOf(bytes: Uint8Array, limit = bytes.length): string {
  const shown = Array.from(bytes.subarray(0, limit), hexByte);
  return shown.join(' ') + (bytes.length > limit ? ' …' : '');
}

const numbers = new Intl.NumberFormat('en-US');

/** A number for people: "70,000". */
export function grouped(number: number): string {
  return numbers.format(number);
}

/** "1 byte", "11 bytes", "70,000 bytes". */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** The verb that goes with so many: "1 byte is", "2 bytes are". */
export function are(number: number): 'is' | 'are' {
  return number === 1 ? 'is' : 'are';
}

/** With the article that its first sound takes: "a GET request", "an OPTIONS request". */
export function withArticle(phrase: string): string {
  return `${/^[aeiou]/i.test(phrase) ? 'an' : 'a'} ${phrase}`;
}

export function nameOf(sender: Peer): string {
  return sender === 'client' ? 'The client' : 'The server';
}

/** A request target without its query, with short lab ids (32 hexadecimal digits): "/lab/…/ws", "/guest/…/socket.io/". */
export function shortTarget(target: string): string {
  return target
    .replace(/\?.*$/s, '')
    .replace(/(\/guest)\/[\w-]{32,64}\/[0-9a-f-]{66}\//, '$1/…/')
    .replace(/[0-9a-f]{32}/gi, '…');
}

/** A value of the query part of a request target, or null. */
export function queryOf(target: string, name: string): string | null {
  const mark = target.indexOf('?');
  return mark < 0 ? null : new URLSearchParams(target.slice(mark + 1)).get(name);
}
