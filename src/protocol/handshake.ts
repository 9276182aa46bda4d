import { decodeBase64, encodeBase64 } from './base64';
import { type HttpHead, headerOf, listsToken } from './http-head';
import type { Fault } from './layer-unit';
import type { Compression } from './message-inflater';
import { sha1 } from './sha1';
import { hexByte } from './text';

/** Appended to the key by every server: RFC 6455 §1.3. */
export const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Each step from a `Sec-WebSocket-Key` to the `Sec-WebSocket-Accept` that answers it (RFC 6455 §4.2.2). */
export interface AcceptSteps {
  readonly key: string;
  readonly guid: string;
  readonly joined: string;
  /** SHA-1 of `joined`: 20 bytes. */
  readonly digest: Uint8Array;
  readonly digestHex: string;
  /** Base64 of the digest: the header's value. */
  readonly accept: string;
}

/** Computes the accept value of a key, step by step. The key is used as text, not decoded. */
export function acceptSteps(key: string): AcceptSteps {
  const joined = key + GUID;
  const digest = sha1(Uint8Array.from(joined, (character) => character.charCodeAt(0) & 255));
  const digestHex = Array.from(digest, hexByte).join('');
  return { key, guid: GUID, joined, digest, digestHex, accept: encodeBase64(digest) };
}

/** What an opening handshake agreed on. */
export interface Agreement {
  readonly subprotocol: string;
  /** Value of the response's `Sec-WebSocket-Extensions`; empty without extension. */
  readonly extensions: string;
  /** permessage-deflate per direction, or null without it (RFC 7692). */
  readonly compression: { readonly client: Compression; readonly server: Compression } | null;
}

const list = (head: HttpHead, name: string): string[] =>
  (headerOf(head, name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Whether a request asks to open a WebSocket. */
export function isWebSocketRequest(head: HttpHead): boolean {
  return head.kind === 'request' && listsToken(head, 'upgrade', 'websocket');
}

/** What the 101 response agreed to. */
export function agreementOf(response: HttpHead): Agreement {
  const extensions = headerOf(response, 'sec-websocket-extensions') ?? '';
  const parameters = extensions
    .split(',')
    .map((extension) => extension.split(';').map((part) => part.trim().toLowerCase()))
    .find(([name]) => name === 'permessage-deflate');
  const subprotocol = headerOf(response, 'sec-websocket-protocol') ?? '';
  if (parameters === undefined) return { subprotocol, extensions, compression: null };
  const compression = (side: 'client' | 'server'): Compression => ({
    contextTakeover: !parameters.includes(`${side}_no_context_takeover`),
    windowBits: windowBits(parameters, `${side}_max_window_bits`),
  });
  return {
    subprotocol,
    extensions,
    compression: { client: compression('client'), server: compression('server') },
  };
}

function windowBits(parameters: readonly string[], name: string): number {
  const value = parameters.find((parameter) => parameter.startsWith(`${name}=`));
  const bits = Number(value?.slice(name.length + 1).replaceAll('"', ''));
  return Number.isInteger(bits) && bits >= 8 && bits <= 15 ? bits : 15;
}

/** A broken rule, and the header field that breaks it (the start line when it is missing). */
interface HandshakeFault extends Omit<Fault, 'range'> {
  readonly header: string;
}

/** The rule that a request for a WebSocket breaks, or null (RFC 6455 §4.1, as a server checks it: §4.2.1). */
export function checkRequest(request: HttpHead): HandshakeFault | null {
  if (!isWebSocketRequest(request)) return null;
  const spec = 'RFC 6455 §4.2.1';
  const broken = (header: string, message: string) => ({ header, message, spec });
  if (request.method !== 'GET') return broken('', 'The opening handshake is a GET request.');
  if (!listsToken(request, 'connection', 'upgrade')) {
    return broken('connection', 'The opening handshake needs a Connection header with “Upgrade”.');
  }
  const key = headerOf(request, 'sec-websocket-key');
  if (key === null) return broken('sec-websocket-key', 'The opening handshake needs a Sec-WebSocket-Key.');
  const nonce = decodeBase64(Uint8Array.from(key, (character) => character.charCodeAt(0)));
  if (key.length !== 24 || typeof nonce === 'number') {
    return broken('sec-websocket-key', `Sec-WebSocket-Key must be 16 bytes in base64, not “${key}”.`);
  }
  const version = headerOf(request, 'sec-websocket-version');
  if (version === '13') return null;
  const said = version === null ? 'it is missing' : `this one is “${version}”`;
  return broken('sec-websocket-version', `Sec-WebSocket-Version must be 13: ${said}.`);
}

/** The rule that a 101 response breaks, for which a client must fail the connection, or null (RFC 6455 §4.1). */
export function checkResponse(request: HttpHead, response: HttpHead): HandshakeFault | null {
  const spec = 'RFC 6455 §4.1';
  const broken = (header: string, message: string) => ({ header, message, spec });
  if (!listsToken(response, 'upgrade', 'websocket')) {
    return broken('upgrade', 'The response needs an Upgrade header with “websocket”.');
  }
  if (!listsToken(response, 'connection', 'upgrade')) {
    return broken('connection', 'The response needs a Connection header with “Upgrade”.');
  }
  const { accept } = acceptSteps(headerOf(request, 'sec-websocket-key') ?? '');
  const given = headerOf(response, 'sec-websocket-accept');
  if (given !== accept) {
    const problem = given === null ? 'it is missing' : `the response says “${given}”`;
    return broken(
      'sec-websocket-accept',
      `Sec-WebSocket-Accept must be “${accept}” for this key: ${problem}.`,
    );
  }
  const subprotocol = headerOf(response, 'sec-websocket-protocol');
  if (subprotocol !== null && !list(request, 'sec-websocket-protocol').includes(subprotocol)) {
    return broken('sec-websocket-protocol', `The client did not offer the subprotocol “${subprotocol}”.`);
  }
  const offered = list(request, 'sec-websocket-extensions').map(extensionName);
  const unasked = list(response, 'sec-websocket-extensions')
    .map(extensionName)
    .find((name) => !offered.includes(name));
  if (unasked === undefined) return null;
  return broken('sec-websocket-extensions', `The client did not offer the extension “${unasked}”.`);
}

const extensionName = (extension: string): string => extension.split(';')[0]!.trim().toLowerCase();
