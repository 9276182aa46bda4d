const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PAD = 61;

const VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value;

/** Base64 with padding (RFC 4648 §4). */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]!;
    text += at + 1 < bytes.length ? ALPHABET[(group >> 6) & 63]! : '=';
    text += at + 2 < bytes.length ? ALPHABET[group & 63]! : '=';
  }
  return text;
}

/** The bytes that base64 text, given as ASCII bytes, decodes to, or the index of its first wrong byte. */
export function decodeBase64(text: Uint8Array): Uint8Array | number {
  let end = text.length;
  if (end > 0 && text[end - 1] === PAD) end--;
  if (end > 0 && text[end - 1] === PAD) end--;
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let bits = 0;
  let group = 0;
  let to = 0;
  for (let at = 0; at < end; at++) {
    const value = VALUES[text[at]!]!;
    if (value < 0) return at;
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[to++] = (group >> bits) & 255;
  }
  const isPadded = end < text.length;
  if (end % 4 === 1 || (isPadded && text.length % 4 !== 0)) return Math.max(0, text.length - 1);
  return bytes;
}

/**
 * What Node makes of text that is not quite base64: it takes the characters of the URL-safe alphabet for the same values,
 * skips those of neither, and stops at “=”.
 */
export function skipToBase64(text: Uint8Array): Uint8Array {
  const sound = text.slice();
  let length = 0;
  for (const byte of text) {
    if (byte === PAD) break;
    const usual = byte === 45 ? 43 : byte === 95 ? 47 : byte;
    if (VALUES[usual]! >= 0) sound[length++] = usual;
  }
  // A last character by itself stands for no whole byte.
  const decoded = decodeBase64(sound.subarray(0, length - (length % 4 === 1 ? 1 : 0)));
  return typeof decoded === 'number' ? new Uint8Array(0) : decoded;
}
