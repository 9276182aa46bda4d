import type { Decoder } from '../../protocol/decoder';
import { type HttpHead, headerOf } from '../../protocol/http-head';
import type { Unit } from '../../protocol/unit';
import { isJoined, joinedIn } from '../layer-path';
import { argumentText, printfBytes, shellQuote } from './shell';

/** Most payload bytes in a command: Linux takes 128 KiB for one argument, and one byte may need four. */
const MAX_COMMAND_BYTES = 24 * 1024;

/** Header fields that curl derives from the URL and the body. */
const CURL_MAKES = new Set(['host', 'content-length']);
/** Fields that curl adds unless told not to. */
const CURL_ADDS = ['Accept', 'User-Agent', 'Content-Type', 'Expect'];

/** The curl command that sends this request again; null unless it is a whole request and small enough. */
export function curlCommand(decoder: Decoder, unit: Unit): string | null {
  const head = decoder.headOf(unit);
  if (unit.kind !== 'request' || unit.partial || !head) return null;
  const host = headerOf(head, 'Host');
  const hasBody = /^(content-length|transfer-encoding)$/i;
  const body = head.headers.some(({ name }) => hasBody.test(name)) ? decoder.contentOf(unit) : null;
  if (host === null || (body && body.length > MAX_COMMAND_BYTES)) return null;
  const text = body && argumentText(body);
  const parts = [
    // Do not interpret what is special in shells, URLs or paths.
    `curl --include --http1.1 --globoff --path-as-is${isUpgrade(head) ? ' --no-buffer' : ''}`,
    ...methodParts(head, body !== null),
    ...headerParts(head, body !== null),
    ...(body ? [text === null ? '--data-binary @-' : `--data-raw ${shellQuote(text)}`] : []),
    shellQuote(urlOf(head.target, host, 'http:')),
  ];
  const command = parts.join(' \\\n  ');
  return body && text === null ? `${printfBytes(body)} | ${command}` : command;
}

const isUpgrade = (head: HttpHead) => headerOf(head, 'Upgrade') !== null;

function methodParts({ method }: HttpHead, hasBody: boolean): string[] {
  if (method === 'HEAD') return ['--head'];
  return method === (hasBody ? 'POST' : 'GET') ? [] : [`--request ${shellQuote(method)}`];
}

function headerParts({ headers }: HttpHead, hasBody: boolean): string[] {
  const sent = headers.filter(({ name }) => !CURL_MAKES.has(name.toLowerCase()));
  const has = (wanted: string) => headers.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const unwanted = CURL_ADDS.filter(
    (name) => !has(name) && (hasBody || name.startsWith('A') || name.startsWith('U')),
  );
  return [
    // curl drops a field without a value, unless a semicolon replaces the colon.
    ...sent.map(
      ({ name, value }) => `--header ${shellQuote(value === '' ? `${name};` : `${name}: ${value}`)}`,
    ),
    ...unwanted.map((name) => `--header ${shellQuote(`${name}:`)}`),
  ];
}

/** A request target is a path, or a whole URL when sent to a proxy (RFC 9112 §3.2). */
function urlOf(target: string, host: string, scheme: string): string {
  return /^[a-z]+:\/\//i.test(target) ? target : `${scheme}//${host}${target}`;
}

/** The request that opened this unit's WebSocket connection; null when it was not captured. */
function openingOf(decoder: Decoder, unit: Unit): HttpHead | null {
  const end = decoder.connection(unit.connection)?.switchedAt?.client;
  if (end === undefined) return null;
  const request = decoder.unitsAt(unit.connection, 'client', end - 1).find(({ kind }) => kind === 'request');
  return request ? decoder.headOf(request) : null;
}

/** What a command needs to send a message again: the URL and the whole message. */
interface Resend {
  readonly url: string;
  readonly isBinary: boolean;
  readonly payload: Uint8Array;
  readonly subprotocol: string | null;
  /** Whether the URL opens a new Engine.IO session, which must first join the namespace. */
  readonly isSession: boolean;
}

function resendOf(decoder: Decoder, unit: Unit): Resend | null {
  const message = messageOf(decoder, unit);
  const head = message && openingOf(decoder, message);
  const host = head && headerOf(head, 'Host');
  if (!message || message.partial || !head || !host) return null;
  if (decoder.sizeOf(message) > MAX_COMMAND_BYTES) return null;
  const url = new URL(urlOf(head.target, host, 'ws:'));
  const isSession = url.searchParams.has('sid') || url.searchParams.get('EIO') !== null;
  url.searchParams.delete('sid');
  // The number of the page's own call does not apply to another client.
  url.searchParams.delete('call');
  return {
    url: url.href,
    isBinary: message.kind === 'binary',
    payload: decoder.bytesOf(message),
    subprotocol: headerOf(head, 'Sec-WebSocket-Protocol'),
    isSession,
  };
}

/** The message that a frame belongs to, or that carries a packet. */
function messageOf(decoder: Decoder, unit: Unit): Unit | null {
  for (let below: Unit | null = unit; below; below = below.inside) {
    if (isJoined(below)) return below;
  }
  return joinedIn(decoder, unit);
}

/**
 * The websocat command that sends the same message on a new connection; null without a message, or when it is
 * incomplete or too large. Fragments and masks will differ.
 */
export function websocatCommand(decoder: Decoder, unit: Unit): string | null {
  const resend = resendOf(decoder, unit);
  if (!resend) return null;
  const { url, isBinary, payload, subprotocol, isSession } = resend;
  const protocol = subprotocol === null ? '' : ` --protocol ${shellQuote(subprotocol)}`;
  if (isSession && !isBinary) {
    return `{ printf '40\\n'; sleep 1; ${printfBytes(payload)}; } |\n  websocat --no-close --linemode-strip-newlines${protocol} ${shellQuote(url)}`;
  }
  // Otherwise each line would be a message.
  const whole = isBinary ? ' --binary' : payload.includes(10) ? ' --text --no-line' : '';
  return `${printfBytes(payload)} |\n  websocat --no-close${whole}${protocol} ${shellQuote(url)}`;
}

/** The wscat command that sends the same text message; null for binary ones, which it cannot send. */
export function wscatCommand(decoder: Decoder, unit: Unit): string | null {
  const resend = resendOf(decoder, unit);
  const text = resend && !resend.isBinary ? argumentText(resend.payload) : null;
  if (!resend || text === null || resend.isSession) return null;
  const protocol = resend.subprotocol === null ? '' : ` -s ${shellQuote(resend.subprotocol)}`;
  return `npx wscat -c ${shellQuote(resend.url)}${protocol} -w 1 -x ${shellQuote(text)}`;
}
