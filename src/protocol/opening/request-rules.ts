import { decodeBase64 } from '../base64';
import { type HttpHead, headerOf, listsToken } from '../http-head';
import type { Fault } from '../layer-unit';
import { DEFLATE, faultsOfParameters } from './deflate';
import { extensionsOf } from './extensions';
import { fault, isToken, itemsOf, lineRange, linesNamed, MOST_FAULTS, placeOf, quote } from './fields';

const KEY = 'sec-websocket-key';
const VERSION = 'sec-websocket-version';
const SPEC = 'RFC 6455 §4.2.1';

/** The rules that a request for a WebSocket breaks, those first that a server acts on first (RFC 6455 §4.1, §4.2.1). */
export function faultsOfRequest(request: HttpHead): readonly Fault[] {
  const faults = [
    ...switchFaults(request),
    ...keyFaults(request),
    ...versionFaults(request),
    ...protocolFaults(request),
    ...extensionFaults(request),
    ...oddities(request),
  ];
  return faults.slice(0, MOST_FAULTS);
}

function switchFaults(request: HttpHead): readonly Fault[] {
  const faults: Fault[] = [];
  const connection = headerOf(request, 'connection');
  const upgrade = headerOf(request, 'upgrade');
  if (!listsToken(request, 'connection', 'upgrade')) {
    const found = connection === null ? 'there is none' : `this one says ${quote(connection)}`;
    const message = `The opening handshake needs a Connection header with “Upgrade”: ${found}.`;
    const hint = connection === null ? '' : hopHint(request, connection);
    faults.push(fault(placeOf(request, 'connection'), message, SPEC, { effect: AS_PLAIN, hint }));
  }
  if (!listsToken(request, 'upgrade', 'websocket')) {
    const found = upgrade === null ? 'there is none' : `this one says ${quote(upgrade)}`;
    const message = `The opening handshake needs an Upgrade header with “websocket”: ${found}.`;
    // Node’s parser takes an empty one for none.
    const effect =
      upgrade === null || upgrade === ''
        ? `${AS_PLAIN} ws answers 426 on a port of its own.`
        : 'ws answers 400.';
    faults.push(fault(placeOf(request, 'upgrade'), message, SPEC, { effect }));
  }
  if (request.method !== 'GET') {
    const message = `The opening handshake is a GET request, not ${request.method}.`;
    // Node’s server refuses "get" before ws sees it.
    const effect = request.method.toUpperCase() === 'GET' ? '' : 'ws answers 405.';
    faults.push(fault({ start: 0, end: request.method.length }, message, SPEC, { effect }));
  }
  if (request.version === 'HTTP/1.0') {
    const message = 'The opening handshake is an HTTP/1.1 request, not HTTP/1.0.';
    const effect =
      'A server must ignore Upgrade in it (RFC 9110 §7.8); Node’s server with ws answers 101 anyway.';
    faults.push(fault({ start: 0, end: 1 }, message, SPEC, { effect }));
  }
  return faults;
}

const AS_PLAIN = 'Node’s server treats it as a plain request and does not switch.';

/** Connection holds for one hop: a proxy that does not pass the wish on puts its own there. */
function hopHint(request: HttpHead, connection: string): string {
  const isReplaced = headerOf(request, 'upgrade') === null && /^(?:close|keep-alive)$/i.test(connection);
  return isReplaced
    ? `There is a key but no Upgrade, and “Connection: ${connection}”: a proxy that does not pass Upgrade on leaves a request like this.`
    : '';
}

function keyFaults(request: HttpHead): readonly Fault[] {
  const [first, second] = linesNamed(request, KEY);
  const effect = 'ws answers 400.';
  if (first === undefined) {
    const isDraft = headerOf(request, 'sec-websocket-key1') !== null;
    const hint = isDraft
      ? 'Sec-WebSocket-Key1 comes from a draft of 2010 (hixie-76), which few servers still speak.'
      : '';
    const message = 'The opening handshake needs a Sec-WebSocket-Key: there is none.';
    return [fault(placeOf(request, KEY), message, SPEC, { effect, hint })];
  }
  const faults: Fault[] = [];
  const nonce = decodeBase64(Uint8Array.from(first.value, (character) => character.charCodeAt(0)));
  const hasSize = typeof nonce !== 'number' && nonce.length === 16;
  if (!hasSize || first.value.length !== 24) {
    const found =
      typeof nonce === 'number'
        ? `${quote(first.value)} is not base64`
        : hasSize
          ? `${quote(first.value)} lacks the padding, “==”`
          : `${quote(first.value)} is ${nonce.length} ${nonce.length === 1 ? 'byte' : 'bytes'}`;
    const message = `Sec-WebSocket-Key must be 16 bytes in base64: ${found}.`;
    faults.push(fault(lineRange(first), message, SPEC, { effect, hint: keyHint(first.value) }));
  }
  if (second !== undefined) {
    const message = 'A request has only one Sec-WebSocket-Key; this is a second.';
    faults.push(fault(lineRange(second), message, 'RFC 6455 §11.3.1', { effect }));
  }
  return faults;
}

function keyHint(key: string): string {
  if (/^[0-9a-f]{32}$/i.test(key))
    return 'These 32 hexadecimal digits stand for 16 bytes, but base64 reads them otherwise.';
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(key))
    return 'This looks like a UUID; its 16 bytes must be encoded in base64.';
  if (key.length === 16) return 'These 16 characters look like the bytes before they are encoded in base64.';
  if (/^[\w-]{22}(?:==)?$/.test(key) && /[_-]/.test(key))
    return 'This looks like base64url, with - and _ in place of + and /.';
  return '';
}

function versionFaults(request: HttpHead): readonly Fault[] {
  const [first, second] = linesNamed(request, VERSION);
  const faults: Fault[] = [];
  const effect =
    'A server answers with an error such as 426, and with its versions in Sec-WebSocket-Version (§4.2.2); ws answers 400 with “13, 8”.';
  if (first?.value !== '13') {
    const found = first === undefined ? 'it is missing' : `this one is ${quote(first.value)}`;
    const message = `Sec-WebSocket-Version must be 13: ${found}.`;
    const taken = [8, 13].includes(Number(first?.value)) ? 'ws accepts it like 13.' : effect;
    faults.push(fault(placeOf(request, VERSION), message, SPEC, { effect: taken }));
  }
  if (second !== undefined) {
    const message = 'A request has only one Sec-WebSocket-Version; this is a second.';
    faults.push(fault(lineRange(second), message, 'RFC 6455 §11.3.5', { effect: 'ws answers 400.' }));
  }
  return faults;
}

/** RFC 6455 §4.1, item 10: names that are tokens, each once. */
function protocolFaults(request: HttpHead): readonly Fault[] {
  const seen = new Set<string>();
  const items = itemsOf(request, 'sec-websocket-protocol');
  const isEmpty = items.every(({ text }) => text === '');
  return items.flatMap(({ text, range }, index) => {
    const isSecond = seen.has(text);
    seen.add(text);
    const effect = 'ws answers 400.';
    if (text === '') {
      if (isEmpty && index > 0) return [];
      const message = isEmpty
        ? 'Sec-WebSocket-Protocol lists at least one subprotocol, and this one is empty.'
        : 'Sec-WebSocket-Protocol has a comma without a name before or after it.';
      return fault(range, message, isEmpty ? 'RFC 6455 §4.1' : 'RFC 9110 §5.6.1', { effect });
    }
    if (!isToken(text)) {
      const hint = /^[["']/.test(text) ? 'Write the names without quotation marks or brackets.' : '';
      const message = `A subprotocol is a token; ${quote(text)} is not one, since it contains ${quote(strange(text))}.`;
      return fault(range, message, 'RFC 6455 §4.1', { effect, hint });
    }
    const message = `The subprotocol ${quote(text)} is offered twice.`;
    return isSecond ? fault(range, message, 'RFC 6455 §4.1', { effect }) : [];
  });
}

/** The first character that a token cannot have. */
const strange = (text: string): string => Array.from(text).find((character) => !isToken(character)) ?? '';

function extensionFaults(request: HttpHead): readonly Fault[] {
  const { all, broken } = extensionsOf(request);
  const effect = 'ws answers 400 if it compresses, else it ignores the header.';
  return [
    ...(broken === null ? [] : [{ ...broken, effect }]),
    ...all.flatMap((each) => (each.name === DEFLATE ? faultsOfParameters(each, 'client', DECLINED) : [])),
  ];
}

const DECLINED = {
  all: 'A server must decline this offer, and may open the WebSocket without compression. ws, if it compresses, answers 400.',
  lax: 'A server must decline this offer; ws accepts it.',
};

function oddities(request: HttpHead): readonly Fault[] {
  const kind = 'notice';
  const odd: Fault[] = linesNamed(request, 'sec-websocket-accept').map((line) =>
    fault(
      lineRange(line),
      'Sec-WebSocket-Accept belongs in the response; a request has none.',
      'RFC 6455 §11.3.3',
      {
        kind,
        effect: 'ws ignores it.',
      },
    ),
  );
  const upgrades = itemsOf(request, 'upgrade').length;
  if (upgrades > 1 && listsToken(request, 'upgrade', 'websocket')) {
    const message = 'Upgrade lists more than one protocol, and the server may choose any of them.';
    const effect = 'ws answers 400.';
    odd.push(fault(placeOf(request, 'upgrade'), message, 'RFC 9110 §7.8', { kind, effect }));
  }
  const length = headerOf(request, 'content-length');
  const field = headerOf(request, 'transfer-encoding') !== null ? 'transfer-encoding' : 'content-length';
  const hasBody = field === 'transfer-encoding' || (length !== null && !/^0*$/.test(length));
  if (!hasBody || request.method !== 'GET') return odd;
  const effect = 'Node’s server does not read it as a body: it takes the bytes for the first frames.';
  const message =
    'A request for a WebSocket should have no body: content in a GET request has no defined meaning.';
  return [...odd, fault(placeOf(request, field), message, 'RFC 9110 §9.3.1', { kind, effect })];
}
