import { encodeBase64 } from './base64';
import { type HttpHead, headerOf, listsToken } from './http-head';
import type { Peer } from './layer-unit';
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

/** Whether a request asks to open a WebSocket. */
export function isWebSocketRequest(head: HttpHead): boolean {
  return head.kind === 'request' && listsToken(head, 'upgrade', 'websocket');
}

/**
 * Whether frames follow a 101 response: it says so, or it names no other protocol, or it answers the key of a WebSocket
 * although it names another one.
 */
export function switchesToWebSocket(request: HttpHead, response: HttpHead): boolean {
  if (listsToken(response, 'upgrade', 'websocket')) return true;
  const isUnsaid = headerOf(response, 'upgrade') === null;
  return isWebSocketRequest(request) && (isUnsaid || headerOf(response, 'sec-websocket-accept') !== null);
}

const DEFLATE = 'permessage-deflate';
type Parameters = ReadonlyMap<string, string>;

/** The parameters of each permessage-deflate in a list of extensions, in order; the first of a name counts. */
export function deflates(head: HttpHead): readonly Parameters[] {
  const extensions = headerOf(head, 'sec-websocket-extensions')?.toLowerCase().split(',') ?? [];
  return extensions
    .map((extension) => extension.replace(/[\t "]/g, '').split(';'))
    .filter(([name]) => name === DEFLATE)
    .map((parts) => {
      // Of two with one name the first counts, and an object of a map keeps the last.
      const parameters = parts.slice(1).map((part) => part.split('=') as [string, string?]);
      return new Map(parameters.reverse().map(([name, value = '']) => [name, value]));
    });
}

/** A size of the LZ77 window as both ends use it: 15 without a valid value. */
const windowBits = (value: string | undefined): number =>
  /^(?:[89]|1[0-5])$/.test(value ?? '') ? Number(value) : 15;

/**
 * What both ends use after this response. A client that offered a size of its own window uses no larger one, whether the
 * response repeats it or not (RFC 7692 §7.1.2.2).
 */
export function agreementOf(request: HttpHead, response: HttpHead): Agreement {
  const extensions = headerOf(response, 'sec-websocket-extensions') ?? '';
  const subprotocol = (headerOf(response, 'sec-websocket-protocol') ?? '').split(',')[0]!.trim();
  const [accepted] = deflates(response);
  if (accepted === undefined) return { subprotocol, extensions, compression: null };
  const offers = deflates(request);
  const own = offers.length === 1 ? windowBits(offers[0]!.get('client_max_window_bits')) : 15;
  const compression = (side: Peer, most: number): Compression => ({
    contextTakeover: !accepted.has(`${side}_no_context_takeover`),
    windowBits: Math.min(most, windowBits(accepted.get(`${side}_max_window_bits`))),
  });
  return {
    subprotocol,
    extensions,
    compression: { client: compression('client', own), server: compression('server', 15) },
  };
}
