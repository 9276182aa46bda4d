import { latin1 } from '../http-head';
import type { Peer } from '../layer-unit';
import { are, count, grouped, hexOf, quote } from '../text';

/** What text that is not HTTP looks like, by how it begins. */
const TEXT_LIKE: readonly (readonly [RegExp, string])[] = [
  [/^PRI \* HTTP\/2|^SM\r\n\r\n/, 'the preface of HTTP/2, which a server must be told to expect here'],
  [/^PROXY (?:TCP[46]|UNKNOWN)/, 'a PROXY protocol line, which a server must be told to expect'],
  [/^SSH-\d/, 'the banner of SSH'],
  [/^[*$]\d+\r\n|^(?:PING|QUIT)\r\n|^\+(?:OK|PONG)\r\n|^-ERR /, 'the protocol of Redis (RESP)'],
  [/^AMQP/, 'AMQP'],
  [/^(?:[A-Z_]+ \S+ )?RTSP\/\d/, 'RTSP'],
  [/^(?:[A-Z]+ \S+ )?SIP\/\d/, 'SIP'],
  [/^(?:CONNECT|STOMP)\r?\n/, 'STOMP, without a WebSocket around it'],
  [/^ICY \d/, 'the answer of a Shoutcast server'],
  [/^(?:EHLO|HELO) /, 'SMTP'],
  [/^220[ -]/, 'the greeting of an FTP or mail server'],
  [
    /^(?:0\{"|[2356]probe|4[0-4](?:[[{/,"]|$)|4[0-6]\d*-?\[)/,
    'text of Engine.IO and Socket.IO, without a WebSocket around it',
  ],
  [/^\s*[[{]/, 'JSON, without a head before it'],
  [/^\s*</, 'HTML or XML, without a head before it'],
  [/^\s+[A-Z]+ \S+ HTTP\//, 'a request line with whitespace before it'],
];

/** The same for bytes in hexadecimal digits. */
const BYTES_LIKE: readonly (readonly [RegExp, string])[] = [
  [
    /^16030[0-4]/,
    'a TLS handshake (a ClientHello or its answer): https or wss on a port that speaks http and ws',
  ],
  [/^15030[0-4]/, 'a TLS alert: one side speaks TLS, and the other does not'],
  [/^0000..040[01]00000000/, 'a SETTINGS frame of HTTP/2'],
  [/^0d0a0d0a000d0a515549540a/, 'a PROXY protocol header (version 2), which a server must be told to expect'],
  [
    /^10(?:..){1,4}00044d515454|^10(?:..){1,4}00064d514973/,
    'a CONNECT of MQTT, without a WebSocket around it',
  ],
  [/^20020[01]/, 'a CONNACK of MQTT, without a WebSocket around it'],
  [/^0000000804d2162f|^0000....00030000/, 'the protocol of PostgreSQL'],
  [/^..0000000a3./, 'the greeting of MySQL'],
  [/^050[1-4]0[0-4]|^0401/, 'SOCKS, a proxy protocol'],
  [/^1f8b/, 'gzip'],
  [/^efbbbf/, 'a byte order mark, which some editors write at the beginning of a file'],
  [/^feff|^fffe/, 'text in UTF-16'],
];

/** Bytes that are enough to say what something looks like. */
export const FIRST_BYTES = 64;

/** What `bytes` look like that are not HTTP head, as a hint; null when nothing speaks for anything. */
export function looksLike(bytes: Uint8Array, sender: Peer): string | null {
  const text = latin1(bytes, 0, Math.min(bytes.length, FIRST_BYTES));
  const hex = hexOf(bytes.subarray(0, FIRST_BYTES)).replaceAll(' ', '');
  const like =
    TEXT_LIKE.find(([pattern]) => pattern.test(text))?.[1] ??
    BYTES_LIKE.find(([pattern]) => pattern.test(hex))?.[1];
  if (like !== undefined) return `These bytes look like ${like}.`;
  if (sender === 'server' && /^[A-Z]+ \S+ HTTP\//.test(text)) {
    return 'These bytes look like a request, which clients send and servers do not.';
  }
  if (sender === 'client' && /^HTTP\/\d/.test(text)) {
    return 'These bytes look like a response, which servers send and clients do not.';
  }
  const before = sender === 'server' ? text.slice(1).search(/^.{0,3}HTTP\/\d/s) : -1;
  if (before >= 0)
    return 'These bytes look like a status line with other bytes before it: Chromium passes over up to 4.';
  const frame = frameLike(bytes, sender);
  return frame && `These bytes look like ${frame}: this connection has not been upgraded to WebSocket.`;
}

const OPCODES: Readonly<Record<number, string>> = {
  1: 'text',
  2: 'binary',
  8: 'close',
  9: 'ping',
  10: 'pong',
};

/** RFC 6455 §5.2: a first frame with its mask as this sender’s must be. */
function frameLike(bytes: Uint8Array, sender: Peer): string | null {
  const [first = 0, second = 0] = bytes;
  const kind = OPCODES[first & 15];
  const isMasked = second >= 128;
  if (bytes.length < 2 || (first & 0xb0) !== 0x80 || kind === undefined) return null;
  if (isMasked !== (sender === 'client')) return null;
  return `a WebSocket ${kind} frame`;
}

/** The end of the message before, when bytes follow it that are not a head. */
export interface Before {
  /** What it is that ended: "the 4 bytes that Content-Length announced". */
  readonly ended: string;
  readonly spec: string;
  /** Of its body; null without Content-Length. */
  readonly body: BodyFacts | null;
}

export interface BodyFacts {
  readonly size: number;
  /** How many of its bytes are not the first one of a character in UTF-8. */
  readonly continuations: number;
  readonly beginsWithEmptyLine: boolean;
}

export function factsOf(body: Uint8Array): BodyFacts {
  const beginsWithEmptyLine = body[0] === 13 && body[1] === 10;
  return { size: body.length, continuations: continuationsIn(body), beginsWithEmptyLine };
}

/** The sentence, section and likely cause for bytes that begin where a head should. */
export function faultOfNoHead(
  bytes: Uint8Array,
  size: number,
  sender: Peer,
  before: Before | null,
): { readonly message: string; readonly spec: string; readonly hint?: string } {
  const like = looksLike(bytes, sender);
  const hintOf = (hint: string | null) => (hint === null ? {} : { hint });
  if (before !== null) {
    const message = `${count(size, 'byte')} ${are(size)} left over after ${before.ended}.`;
    return { message, spec: before.spec, ...hintOf(hintOfLength(bytes, size, before.body) ?? like) };
  }
  const text = latin1(bytes, 0, Math.min(bytes.length, 12));
  const start = /^[\t\r\n -~]*$/.test(text) ? quote(text) : hexOf(bytes.subarray(0, 8));
  const message =
    sender === 'client'
      ? `${METHOD.test(text) ? REQUEST_LINE : 'An HTTP request line begins with a method such as GET'}, and these bytes begin with ${start}.`
      : `An HTTP status line begins with HTTP/, and these bytes begin with ${start}.`;
  return { message, spec: sender === 'client' ? 'RFC 9112 §3' : 'RFC 9112 §4', ...hintOf(like) };
}

const METHOD = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)(?:[ \t\r\n]|$)/;
const REQUEST_LINE = 'An HTTP request line is a method, a target and a version, such as GET / HTTP/1.1';

function continuationsIn(bytes: Uint8Array): number {
  let found = 0;
  for (const byte of bytes) if ((byte & 0xc0) === 0x80) found++;
  return found;
}

function hintOfLength(rest: Uint8Array, size: number, body: BodyFacts | null): string | null {
  if (body === null) return null;
  if (rest.length === size && body.continuations + continuationsIn(rest) === size) {
    return `The body looks like UTF-8 with ${count(body.size, 'character')} in ${grouped(body.size + size)} bytes: Content-Length counts bytes, not characters.`;
  }
  if (!body.beginsWithEmptyLine) return null;
  return 'The body begins with an empty line: there may be one too many after the head, which moves all that follows by two bytes.';
}
