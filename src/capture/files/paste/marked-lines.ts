import type { Peer } from '../../../protocol/unit';
import type { PastedPart } from './pasted';

const MARKED = /^(C|S|client:?|server:?|>|<)\s+(.*)$/i;
const NOT_BYTES = /^\s*(?:#|\/\/|;|[A-Z]{3,}:|$)/;

/** The bytes of hexadecimal digits, which may have spaces, commas or colons between them; null for anything else. */
export function hexDigits(text: string): Uint8Array | null {
  const digits = text.replace(/[\s,:-]+/g, '');
  if (digits.length === 0 || digits.length % 2 !== 0 || !/^[\da-f]+$/i.test(digits)) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

/**
 * Reads lines that say who sent them: `C 8105…` of the client, `S 8105…` of the server, `C end` and `S reset` for the end
 * of a direction. Comments begin with `#`, and lines such as `EXPECT: …` are comments, too. Null when the text is none.
 */
export function readMarked(text: string): PastedPart[] | null {
  const parts: PastedPart[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (NOT_BYTES.test(line)) continue;
    const [, mark, said = ''] = MARKED.exec(line.trim()) ?? [];
    if (mark === undefined) return null;
    const sender: Peer = /^[c>]/i.test(mark) ? 'client' : 'server';
    const what = said.replace(/\s+#.*$/, '').trim();
    if (/^(?:end|fin)$/i.test(what)) parts.push({ sender, end: 'fin' });
    else if (/^(?:reset|rst)$/i.test(what)) parts.push({ sender, end: 'reset' });
    else {
      const bytes = hexDigits(what);
      if (bytes === null) return null;
      parts.push({ sender, bytes });
    }
  }
  return parts.length === 0 ? null : parts;
}

/** Reads what `tshark -q -z follow,tcp,raw,N` (or `tls`) prints: the second node’s lines begin with a tab. */
export function readFollow(text: string): PastedPart[] | null {
  if (!/^Follow: \w+,(?:raw|hex)/m.test(text) || !/^Node 1:/m.test(text)) return null;
  const parts: PastedPart[] = [];
  for (const line of text.slice(text.indexOf('Node 1:')).split(/\r?\n/).slice(1)) {
    if (/^=+$/.test(line) || line.trim() === '') continue;
    const bytes = hexDigits(line.trim());
    if (bytes === null) return null;
    parts.push({ sender: line.startsWith('\t') ? 'server' : 'client', bytes });
  }
  return parts.length === 0 ? null : parts;
}
