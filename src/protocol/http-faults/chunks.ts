import { latin1 } from '../http-head';
import type { ByteRange, Peer } from '../layer-unit';
import { count, quote } from '../text';
import { beyond, blemish, type Finding, failure, strictServer } from './finding';

const SPEC = 'RFC 9112 §7.1';
const REFUSED = 'Chromium gives up: ERR_INVALID_CHUNKED_ENCODING.';
const NODE = 'Node’s server answers 400 and ends the connection.';

export const isHexDigit = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 102);

/** What a line with the size of a chunk says, and what is wrong with it. */
export interface ChunkLine {
  /** Null when it cannot be known. */
  readonly size: number | null;
  readonly found: readonly Finding[];
}

const EXTENSIONS =
  /^(?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~\w-]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+.^_`|~\w-]+|"(?:[^"\\]|\\.)*"))?)*$/;

/** Measured: what else Node’s parser takes, with names and values that are empty. */
const TAKEN =
  /^(?:;(?:[!#$%&'*+.^_`|~\w-]+|[!#$%&'*+.^_`|~\w-]*=(?:[!#$%&'*+.^_`|~\w-]*|"(?:[^"\\]|\\.)*")))*$/;

/** A whole line `chunk-size [ chunk-ext ] CRLF` that begins at `at` in the message (RFC 9112 §7.1). */
export function readChunkLine(line: Uint8Array, at: number, sender: Peer): ChunkLine {
  const hasCr = line.at(-2) === 13;
  const text = latin1(line, 0, line.length - (hasCr ? 2 : 1));
  const range = { start: at, end: at + text.length };
  const digits = /^[0-9a-f]*/i.exec(text)![0];
  const rest = text.slice(digits.length);
  const size = Number.parseInt(digits, 16);
  if (digits === '' || !/^(?:[ \t;]|$)/.test(rest)) {
    const message = `A chunk size is hexadecimal digits alone, not ${quote(text)}.`;
    const isPrefixed = /^0x/i.test(text);
    const hint = isPrefixed ? { hint: 'The size is written without “0x” before it.' } : {};
    return { size: null, found: [broken(range, message, sender, hint)] };
  }
  if (!Number.isSafeInteger(size)) {
    const message = `This page reads chunk sizes below 2^53, and this one is ${quote(digits)}.`;
    const { kind, effect } = beyond(BigInt(`0x${digits}`), sender, sender === 'client' ? NODE : REFUSED);
    return { size: null, found: [failure(range, SPEC, message, { kind, ...(effect && { effect }) })] };
  }
  const found: Finding[] = [];
  if (rest !== '') found.push(...faultsOfExtension(rest, range, digits.length, sender));
  if (!hasCr) {
    const whole = { start: at, end: at + line.length };
    const message = 'The line with a chunk size ends with CR LF, and this one with LF alone.';
    found.push(strictServer(sender, whole, SPEC, message));
  }
  return { size, found };
}

function faultsOfExtension(rest: string, line: ByteRange, digits: number, sender: Peer): Finding[] {
  const range = { start: line.start + digits, end: line.end };
  if (rest.trim() === '') {
    const message = 'CR LF follows a chunk size directly, without whitespace.';
    if (rest.includes('\t')) return [broken(range, message, sender)];
    return [strictServer(sender, range, SPEC, message)];
  }
  if (!EXTENSIONS.test(rest)) {
    const message = `A chunk extension is ;name or ;name=value, not ${quote(rest)}.`;
    const finding = strictServer(sender, range, 'RFC 9112 §7.1.1', message);
    if (!TAKEN.test(rest)) return [finding];
    return [blemish(range, 'RFC 9112 §7.1.1', message, { effect: 'Node’s server and Chromium take it.' })];
  }
  if (!/[ \t]/.test(rest.replace(/"[^"]*"/g, ''))) return [];
  const message =
    'A sender must not put whitespace around the parts of a chunk extension, though a recipient must take it.';
  return [strictServer(sender, range, 'RFC 9110 §5.6.3', message)];
}

function broken(range: ByteRange, message: string, sender: Peer, more: { hint?: string } = {}): Finding {
  return failure(range, SPEC, message, { effect: sender === 'client' ? NODE : REFUSED, ...more });
}

/** The first byte of a chunk is no hexadecimal digit. */
export function faultOfFirstDigit(byte: number, at: number, sender: Peer): Finding {
  const said = byte === 13 || byte === 10 ? 'an empty line' : quote(String.fromCharCode(byte));
  const message = `A chunk begins with its size in hexadecimal digits, not with ${said}.`;
  return broken({ start: at, end: at + 1 }, message, sender);
}

/** A byte other than CR LF after the data of a chunk. */
export function faultOfChunkEnd(at: number, size: number, sender: Peer): Finding {
  const message = `CR LF follows the data of a chunk, but it does not follow the ${count(size, 'byte')} that the size announced.`;
  const hint =
    'A size that counts characters, or is written in decimal digits, ends the chunk at the wrong byte.';
  return broken({ start: at, end: at + 1 }, message, sender, { hint });
}

export function faultOfBareChunkEnd(at: number, sender: Peer): Finding {
  const message = 'CR LF follows the data of a chunk, and here LF alone.';
  return strictServer(sender, { start: at, end: at + 1 }, SPEC, message);
}

/** Another message begins where the empty line after the last chunk should be. */
export function faultOfNoEnd(line: ByteRange, sender: Peer): Finding {
  const message =
    'An empty line ends a chunked body, after the last chunk and any trailers: here the next message follows at once.';
  return broken(line, message, sender);
}

const NOT_IN_TRAILERS =
  /^(?:content-length|transfer-encoding|host|connection|upgrade|te|trailer|content-encoding|content-type|content-range|authorization|set-cookie|cache-control|expect)$/i;

/** A trailer field that must stand in the head (RFC 9110 §6.5.1). */
export function faultOfTrailer(line: Uint8Array, at: number, sender: Peer): Finding | null {
  const colon = line.indexOf(58);
  const name = latin1(line, 0, Math.max(colon, 0)).trim();
  if (!NOT_IN_TRAILERS.test(name)) return null;
  const message = `${name} must not come after the body: it is needed before it.`;
  const range = { start: at, end: at + line.length };
  const isFraming = /^(?:content-length|transfer-encoding)$/i.test(name);
  const finding = strictServer(sender, range, 'RFC 9110 §6.5.1', message);
  if (isFraming) return finding;
  return { fault: { message, spec: 'RFC 9110 §6.5.1', range }, fails: false };
}
