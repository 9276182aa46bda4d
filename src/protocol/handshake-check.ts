import { Fetched } from './fetched';
import { acceptSteps, isWebSocketRequest } from './handshake';
import { type HttpHead, headerOf, listsToken } from './http-head';

/**
 * The rules of the opening handshake, with their sentences. They are fetched with the first handshake that may break one:
 * nearly all that ever come keep to all of them, and are told by what follows.
 */
export const openingRules = new Fetched(
  'the rules of the opening handshake',
  () => import('./opening/rules'),
);

/** 16 bytes in base64: the last character has four bits of them. */
const KEY = /^[+/0-9A-Za-z]{21}[AQgw]==$/;
const TOKENS = /^[\w!#$%&'*+.^`|~-]+(?:, ?[\w!#$%&'*+.^`|~-]+)*$/;
/** What browsers and most other clients offer. */
const OFFER = /^permessage-deflate(?:; ?client_max_window_bits)?$/;
/** Fields that no request for a WebSocket needs. */
const ODD = ['sec-websocket-accept', 'content-length', 'transfer-encoding'];

const extensionsOf = (head: HttpHead): string | null => headerOf(head, 'sec-websocket-extensions');
const protocolsOf = (head: HttpHead): string | null => headerOf(head, 'sec-websocket-protocol');

const hasUpgrade = (head: HttpHead): boolean =>
  headerOf(head, 'upgrade')?.toLowerCase() === 'websocket' && listsToken(head, 'connection', 'upgrade');

/** Whether a request is, or was surely meant as, one for a WebSocket. */
export function concernsWebSocket(request: HttpHead): boolean {
  return (
    isWebSocketRequest(request) ||
    request.headers.some(({ name }) => name.toLowerCase().startsWith('sec-websocket-'))
  );
}

/** Whether a request for a WebSocket certainly breaks no rule. What is not certain is a matter for `openingRules`. */
export function isPlainRequest(request: HttpHead): boolean {
  const protocols = protocolsOf(request);
  return (
    request.method === 'GET' &&
    request.version === 'HTTP/1.1' &&
    hasUpgrade(request) &&
    KEY.test(headerOf(request, 'sec-websocket-key') ?? '') &&
    headerOf(request, 'sec-websocket-version') === '13' &&
    ODD.every((name) => headerOf(request, name) === null) &&
    (protocols === null || isPlainList(protocols)) &&
    OFFER.test(extensionsOf(request) ?? 'permessage-deflate')
  );
}

function isPlainList(tokens: string): boolean {
  const all = tokens.split(/, ?/);
  return TOKENS.test(tokens) && new Set(all).size === all.length;
}

/** Whether a 101 response certainly breaks no rule as the answer to this request. */
export function isPlainResponse(request: HttpHead, response: HttpHead): boolean {
  const offered = protocolsOf(request)?.split(/, ?/) ?? [];
  const chosen = protocolsOf(response);
  const extensions = extensionsOf(response);
  return (
    isPlainRequest(request) &&
    response.version === 'HTTP/1.1' &&
    hasUpgrade(response) &&
    headerOf(response, 'sec-websocket-accept') ===
      acceptSteps(headerOf(request, 'sec-websocket-key') ?? '').accept &&
    (chosen === null ? offered.length === 0 : offered.includes(chosen)) &&
    (extensions === null || (extensions === 'permessage-deflate' && extensionsOf(request) !== null))
  );
}
