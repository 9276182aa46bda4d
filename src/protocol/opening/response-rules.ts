import { acceptSteps, isWebSocketRequest, switchesToWebSocket } from '../handshake';
import { type HttpHead, headerOf, listsToken } from '../http-head';
import type { Fault } from '../layer-unit';
import { acceptHint } from './accept-hint';
import { DEFLATE, faultsOfAgreement, faultsOfParameters } from './deflate';
import { extensionsOf } from './extensions';
import { fault, itemsOf, lineRange, linesNamed, MOST_FAULTS, placeOf, quote, quoted, START } from './fields';
import { faultsOfInterim, faultsOfRefusal } from './refusal';

const SPEC = 'RFC 6455 §4.1';
const STANDARD = 'WebSockets Standard, establish a WebSocket connection';
const ACCEPT = 'sec-websocket-accept';
const PROTOCOL = 'sec-websocket-protocol';

const refused = (said: string): string => `Chromium refuses this: “${said}”.`;

const repeated = (name: string): string => `'${name}' header must not appear more than once in a response`;

/**
 * The rules that a response breaks as the answer to this request: those first that clients act on first,
 * which is Chromium's order.
 */
export function faultsOfResponse(request: HttpHead, response: HttpHead): readonly Fault[] {
  if (response.status >= 200) return faultsOfRefusal(request, response);
  if (response.status !== 101) return faultsOfInterim(response);
  if (!switchesToWebSocket(request, response)) return faultsOfSwitch(request, response);
  return [
    ...unaskedSwitch(request),
    ...upgradeFaults(response),
    ...acceptFaults(request, response),
    ...connectionFaults(response),
    ...protocolFaults(request, response),
    ...extensionFaults(request, response),
    ...versionFaults(response),
  ].slice(0, MOST_FAULTS);
}

/** Whether a client fails the connection at a 101 with these faults. What only browsers refuse does not count. */
export function failsConnection(faults: readonly Fault[]): boolean {
  return faults.some(({ kind, spec }) => kind === undefined && spec !== STANDARD);
}

/** A 101 to another protocol than WebSocket (RFC 9110 §7.8). */
function faultsOfSwitch(request: HttpHead, response: HttpHead): readonly Fault[] {
  const asked = headerOf(request, 'upgrade');
  const named = headerOf(response, 'upgrade');
  if (named === null) {
    const message = 'A 101 response names the new protocol in an Upgrade header: there is none.';
    return [...unaskedSwitch(request), fault(START, message, 'RFC 9110 §7.8')];
  }
  if (asked === null) return unaskedSwitch(request);
  const wanted = new Set(itemsOf(request, 'upgrade').map(({ text }) => text.toLowerCase()));
  const switched = itemsOf(response, 'upgrade');
  // A switch to TLS names HTTP/1.1 too, which goes on above it (RFC 2817 §3.3).
  if (switched.some(({ text }) => wanted.has(text.toLowerCase()))) wanted.add('http/1.1');
  return switched
    .filter(({ text }) => !wanted.has(text.toLowerCase()))
    .slice(0, 1)
    .map(({ text, range }) =>
      fault(
        range,
        `The client asked for ${quote(asked)}, and the server switched to ${quote(text)}.`,
        'RFC 9110 §7.8',
        {
          effect: isWebSocketRequest(request)
            ? refused(`'Upgrade' header value is not 'WebSocket': ${text}`)
            : '',
        },
      ),
    );
}

function unaskedSwitch(request: HttpHead): readonly Fault[] {
  if (headerOf(request, 'upgrade') !== null) return [];
  const message =
    'The server switched to another protocol without being asked: the request has no Upgrade header.';
  return [fault(START, message, 'RFC 9110 §7.8')];
}

function upgradeFaults(response: HttpHead): readonly Fault[] {
  const [first, second] = linesNamed(response, 'upgrade');
  if (first === undefined) {
    const message = 'The response needs an Upgrade header with “websocket”: there is none.';
    return [fault(START, message, SPEC, { effect: refused("'Upgrade' header is missing") })];
  }
  if (second !== undefined) {
    const message = 'A response has only one Upgrade header; this is a second.';
    const effect = refused(repeated('Upgrade'));
    return [fault(lineRange(second), message, SPEC, { effect })];
  }
  if (first.value.toLowerCase() === 'websocket') return [];
  const message = `The Upgrade header of the response must be “websocket”, not ${quote(first.value)}.`;
  // Chromium counts the elements of a list.
  const said = first.value.includes(',')
    ? repeated('Upgrade')
    : `'Upgrade' header value is not 'WebSocket': ${first.value}`;
  return [fault(lineRange(first), message, SPEC, { effect: refused(said) })];
}

function connectionFaults(response: HttpHead): readonly Fault[] {
  if (listsToken(response, 'connection', 'upgrade')) return [];
  const value = headerOf(response, 'connection');
  const found = value === null ? 'there is none' : `this one says ${quote(value)}`;
  const message = `The response needs a Connection header with “Upgrade”: ${found}.`;
  const said =
    value === null ? "'Connection' header is missing" : "'Connection' header value must contain 'Upgrade'";
  return [fault(placeOf(response, 'connection'), message, SPEC, { effect: refused(said) })];
}

function versionFaults({ version }: HttpHead): readonly Fault[] {
  if (version === 'HTTP/1.1') return [];
  const message = `A 101 is an HTTP/1.1 response, and this one says ${version}.`;
  const effect = 'Chromium and ws accept it.';
  return [fault({ start: 0, end: version.length }, message, 'RFC 6455 §4.2.2', { kind: 'notice', effect })];
}

function acceptFaults(request: HttpHead, response: HttpHead): readonly Fault[] {
  const keys = linesNamed(request, 'sec-websocket-key').map(({ value }) => value);
  const [first, second] = linesNamed(response, ACCEPT);
  const key = keys[0] ?? '';
  const { accept } = acceptSteps(key);
  if (first === undefined) {
    const isEchoed = headerOf(response, 'sec-websocket-key') !== null;
    const hint = isEchoed
      ? 'The response has a Sec-WebSocket-Key, which is for requests; its answer is missing.'
      : '';
    const message = `The response needs a Sec-WebSocket-Accept, which is “${accept}” for this key: there is none.`;
    const effect = refused("'Sec-WebSocket-Accept' header is missing");
    return [fault(START, message, SPEC, { effect, hint })];
  }
  const faults: Fault[] = [];
  // Of several keys a server may take any, or all as one list: the request is at fault then.
  const isRight = [...keys, keys.join(', ')].some((each) => acceptSteps(each).accept === first.value);
  if (!isRight) {
    const message = `Sec-WebSocket-Accept must be “${accept}” for this key, not ${quote(first.value)}.`;
    const effect = refused("Incorrect 'Sec-WebSocket-Accept' header value");
    faults.push(fault(lineRange(first), message, SPEC, { effect, hint: acceptHint(key, first.value) }));
  }
  if (second !== undefined) {
    const message = 'A response has only one Sec-WebSocket-Accept; this is a second.';
    const effect = refused(repeated('Sec-WebSocket-Accept'));
    faults.push(fault(lineRange(second), message, 'RFC 6455 §11.3.3', { effect }));
  }
  return faults;
}

function protocolFaults(request: HttpHead, response: HttpHead): readonly Fault[] {
  const offered = itemsOf(request, PROTOCOL).map(({ text }) => text);
  const [first, second] = linesNamed(response, PROTOCOL);
  if (first === undefined) {
    if (offered.length === 0) return [];
    const message = `The client offered ${offered.length === 1 ? 'the subprotocol' : 'the subprotocols'} ${quoted(offered)}, and the server chose none.`;
    const effect = `Browsers end the connection; Chromium says “${NONE_CHOSEN}”. ws and websocket-client (Python) do the same. RFC 6455 itself allows it, and websockets (Python) goes on.`;
    return [fault(START, message, STANDARD, { effect })];
  }
  if (second !== undefined) {
    const message = 'A response has only one Sec-WebSocket-Protocol; this is a second.';
    const effect = refused(repeated('Sec-WebSocket-Protocol'));
    return [fault(lineRange(second), message, 'RFC 6455 §11.3.4', { effect })];
  }
  const { value } = first;
  if (offered.includes(value)) return [];
  const range = lineRange(first);
  if (offered.length === 0) {
    const message = `The client offered no subprotocol, and the server chose ${quote(value)}.`;
    const said = `Response must not include 'Sec-WebSocket-Protocol' header if not present in request: ${value}`;
    return [fault(range, message, SPEC, { effect: refused(said) })];
  }
  const isList = value.includes(',');
  const effect = refused(
    isList
      ? repeated('Sec-WebSocket-Protocol')
      : `'Sec-WebSocket-Protocol' header value '${value}' in response does not match any of sent values`,
  );
  const message = isList
    ? `The server must choose one subprotocol; ${quote(value)} is a list.`
    : value === ''
      ? 'The Sec-WebSocket-Protocol of the response is empty: a server that chooses none leaves it out.'
      : `The client did not offer the subprotocol ${quote(value)}, but ${quoted(offered)}.`;
  const lower = value.toLowerCase();
  const near = offered.find((each) => each.toLowerCase() === lower);
  const isWhole =
    isList &&
    itemsOf(response, PROTOCOL)
      .map(({ text }) => text)
      .join() === offered.join();
  const hint = isWhole
    ? 'The list of the request was sent back whole: a server chooses one of its subprotocols.'
    : near === undefined
      ? ''
      : `${quote(near)} was offered, and case matters.`;
  return [fault(range, message, isList ? 'RFC 6455 §4.2.2' : SPEC, { effect, hint })];
}

const REFUSED = { all: 'Chromium and ws refuse this.', lax: 'Chromium refuses this; ws accepts it.' };
const NONE_CHOSEN = "Sent non-empty 'Sec-WebSocket-Protocol' header but no response was received";

function extensionFaults(request: HttpHead, response: HttpHead): readonly Fault[] {
  const { all, broken, element } = extensionsOf(response);
  const faults: Fault[] = [];
  if (broken !== null) {
    const said = `'Sec-WebSocket-Extensions' header value is rejected by the parser: ${element.slice(0, 80)}`;
    faults.push({ ...broken, effect: refused(said) });
  }
  const offers = extensionsOf(request).all;
  const names = new Set(offers.map(({ name }) => name));
  let accepted = 0;
  for (const extension of all) {
    const { name, range } = extension;
    if (!names.has(name)) {
      const message = `The client did not offer the extension ${quote(name)}.`;
      const effect = refused(`Found an unsupported extension '${name}' in 'Sec-WebSocket-Extensions' header`);
      const isCase = names.has(name.toLowerCase());
      const hint = isCase ? `${quote(name.toLowerCase())} was offered, and case matters.` : '';
      faults.push(fault(range, message, SPEC, { effect, hint }));
    } else if (name === DEFLATE && accepted++ > 0) {
      const message = 'The server accepts permessage-deflate twice, and both would use RSV1.';
      const effect = `${refused('Received duplicate permessage-deflate response')} ws uses the first.`;
      faults.push(fault(range, message, 'RFC 7692 §5', { effect }));
    } else if (name === DEFLATE) {
      const wrong = faultsOfParameters(extension, 'server', REFUSED);
      const deflates = offers.filter((offer) => offer.name === DEFLATE);
      faults.push(...wrong, ...(wrong.length > 0 ? [] : faultsOfAgreement(deflates, extension)));
    }
  }
  return faults;
}
