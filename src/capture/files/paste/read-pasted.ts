import { decodeBase64 } from '../../../protocol/base64';
import { looksOf } from '../decode/looks';
import { readDump } from './dump-lines';
import { readEscaped, readNumberList } from './literals';
import { hexDigits, readFollow, readMarked } from './marked-lines';
import { withoutPacketHeads } from './packet-heads';
import type { Pasted, PastedForm, PastedPart } from './pasted';
import { framesOf, readHttpText, readPacketTexts } from './texts';

/** What a text is, or a sentence that says what it could have been. */
export type PasteResult =
  | { readonly kind: 'ok'; readonly pasted: Pasted }
  | { readonly kind: 'unknown'; readonly sentence: string };

/** Recognises bytes that people write down as text: hex dumps, arrays, strings, base64, packets of Socket.IO. */
export function readPasted(text: string): PasteResult {
  // A byte order mark is of the file, not of the text.
  const plain = text.replace(/^\ufeff/, '');
  if (plain.trim() === '') return unknown('There is nothing but white space.');
  const marked = readMarked(plain);
  if (marked !== null) return found('marked', marked);
  const follow = readFollow(plain);
  if (follow !== null) return found('follow', follow);
  const dump = readDump(plain);
  if (dump !== null) return found(dump.form, dump.parts);
  const http = readHttpText(plain);
  if (http !== null) return found('http-text', [{ sender: null, bytes: http.bytes }], http.remark);
  const packets = readPacketTexts(plain);
  if (packets !== null) return found('socket-io-text', framesOf(packets.texts), TEXT_REMARK);
  const list = readNumberList(plain);
  if (list !== null) return found(list.form, list.parts);
  const escaped = readEscaped(plain);
  if (escaped !== null) return found('escaped', [{ sender: null, bytes: escaped }]);
  const bare = withoutComments(plain)
    .trim()
    .replace(/^(["'`])(.*)\1$/s, '$2');
  const digits = hexDigits(bare.replace(/\b0x/gi, ''));
  if (digits !== null && digits.length > 1) return found('hex', [{ sender: null, bytes: digits }]);
  const base64 = readBase64(bare);
  if (base64 !== null) return found('base64', [{ sender: null, bytes: base64 }]);
  return unknown(whyNot(plain));
}

const TEXT_REMARK = 'Text has no frames: each packet is put into a text frame of its own, which is added.';

function found(form: PastedForm, parts: readonly PastedPart[], remark = ''): PasteResult {
  const bare = withoutPacketHeads(parts);
  return {
    kind: 'ok',
    pasted: { form, parts: bare.parts, remark: [remark, bare.remark].filter(Boolean).join(' ') },
  };
}

const unknown = (sentence: string): PasteResult => ({ kind: 'unknown', sentence });

const withoutComments = (text: string): string =>
  text.replace(/(?:#|\/\/|;).*$/gm, '').replace(/\/\*.*?\*\//gs, '');

/** Base64 of bytes that look like HTTP or frames: otherwise any word would be base64. */
function readBase64(text: string): Uint8Array | null {
  if (/\S[ \t]+\S/.test(text)) return null;
  const characters = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (characters.length < 8 || !/^[\w+/]+={0,2}$/.test(characters)) return null;
  const unpadded = characters.replace(/=+$/, '');
  const padded = unpadded + '='.repeat(-unpadded.length & 3);
  const decoded = decodeBase64(new TextEncoder().encode(padded));
  return typeof decoded === 'number' || looksOf(decoded) === 'other' ? null : decoded;
}

function whyNot(text: string): string {
  const digits = withoutComments(text).replace(/[\s,:-]+/g, '');
  if (/^[\da-f]+$/i.test(digits)) {
    return `These are ${digits.length} hexadecimal digits, an odd number: one digit is missing, or one is too many.`;
  }
  const forms =
    'a hex dump (xxd, hexdump -C, od, Wireshark), an array such as 0x81, 0x05, a string with \\x81, base64, an HTTP message, or packets such as 42["a",1]';
  return `This text is none of the forms that can be read: ${forms}.`;
}
