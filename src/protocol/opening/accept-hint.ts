import { decodeBase64, encodeBase64 } from '../base64';
import { acceptSteps, GUID } from '../handshake';
import { sha1 } from '../sha1';

const latin = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
const hashed = (text: string): string => encodeBase64(sha1(latin(text)));

/** Ways to get the accept value wrong: what comes out, and what was done. */
function mistakes(key: string): readonly (readonly [value: string, cause: string])[] {
  const { accept, digestHex, joined } = acceptSteps(key);
  const nonce = decodeBase64(latin(key));
  return [
    [key, 'the key itself, sent back unchanged'],
    [hashed(key), 'the base64 of the SHA-1 of the key alone, without the GUID'],
    [hashed(GUID), 'the base64 of the SHA-1 of the GUID alone, without a key'],
    [hashed(GUID + key), 'made from the GUID before the key, not after it'],
    [hashed(key + GUID.toLowerCase()), 'made with the GUID in lower case'],
    [hashed(key.toLowerCase() + GUID), 'made from the key in lower case'],
    [hashed(key.replace(/=+$/, '') + GUID), 'made from the key without its “==”'],
    [hashed(`"${key}"${GUID}`), 'made from the key in quotation marks'],
    ...[' ', '\r', '\n', '\r\n'].flatMap((end) => [
      [hashed(key + end + GUID), `made from the key with ${SPACES[end]} after it`] as const,
      [hashed(key + GUID + end), `made from key and GUID with ${SPACES[end]} after them`] as const,
    ]),
    [hashed(` ${key}${GUID}`), 'made from the key with a space before it'],
    [hashed(`Sec-WebSocket-Key: ${key}${GUID}`), 'made from the whole header line, not from its value'],
    [encodeBase64(sha1(wide(joined))), 'the SHA-1 of key and GUID in UTF-16, not in ASCII'],
    ...(typeof nonce === 'number'
      ? []
      : ([
          [
            encodeBase64(sha1(Uint8Array.of(...nonce.subarray(0, 64), ...latin(GUID)))),
            'made from the decoded key, not from the key as it stands in the header',
          ],
        ] as const)),
    [digestHex, 'the right digest in hexadecimal, not in base64'],
    [encodeBase64(latin(digestHex)), 'the base64 of the digest’s hexadecimal digits, not of its 20 bytes'],
    [
      encodeBase64(latin(digestHex.toUpperCase())),
      'the base64 of the digest’s hexadecimal digits, not of its 20 bytes',
    ],
    [encodeBase64(latin(joined)), 'the base64 of key and GUID, without SHA-1'],
    [encodeBase64(latin(accept)), 'the right value, put into base64 once more'],
    [accept.toLowerCase(), 'the right value in lower case: base64 depends on case'],
    [accept.replace(/=+$/, ''), 'the right value without its “=” at the end'],
    [`"${accept}"`, 'the right value in quotation marks'],
    [
      accept.replaceAll('+', '-').replaceAll('/', '_'),
      'the right value in base64url, with - and _ for + and /',
    ],
    ['s3pPLMBiTxaQ9kYGzzhZRbK+xOo=', 'the answer to the example key of RFC 6455, not to this one'],
    [hashed(''), 'the base64 of the SHA-1 of nothing'],
  ];
}

const SPACES: Readonly<Record<string, string>> = {
  ' ': 'a space',
  '\r': 'a CR',
  '\n': 'a LF',
  '\r\n': 'CR LF',
};

/** Each character as two bytes, the lower one first. */
function wide(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let at = 0; at < text.length; at++) bytes[at * 2] = text.charCodeAt(at);
  return bytes;
}

/** Digests of other sizes. */
const HASHES: Readonly<Record<number, string>> = {
  16: 'MD5',
  28: 'SHA-224',
  32: 'SHA-256',
  48: 'SHA-384',
  64: 'SHA-512',
};

/** How a wrong accept value may have come about; empty when nothing is known of it. */
export function acceptHint(key: string, given: string): string {
  if (key.length > 100) return '';
  const found = mistakes(key).find(([value]) => value === given);
  if (found !== undefined) return `This is ${found[1]}.`;
  const bytes = given.length > 200 ? 0 : decodeBase64(latin(given));
  if (typeof bytes === 'number') return '';
  const hash = HASHES[bytes.length];
  if (hash !== undefined)
    return `These are ${bytes.length} bytes, the size of ${hash === 'MD5' ? 'an' : 'a'} ${hash} digest; the value is a SHA-1 digest, which has 20.`;
  return bytes.length === 20
    ? 'These are 20 bytes, the size of a SHA-1 digest, but not the digest of this key and the GUID.'
    : '';
}
