import { type HttpHead, isInterim, listsToken } from '../http-head';
import { quote } from '../text';
import { fieldsOf, membersOf, rangeOf } from './fields';
import { blemish, CHROMIUM_READS_ON, type Finding, NODE_READS_ON, type Question } from './finding';

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
/** Fields for all that a message passes, which no Connection option may name (RFC 9110 §7.6.1). */
const END_TO_END = /^(?:host|content-[\w-]+|cache-control|date|authorization|cookie|set-cookie|origin)$/;

/** Fields that say what becomes of the connection, and what must be done before the body comes. */
export function faultsOfConnection(head: HttpHead): Finding[] {
  const found: Finding[] = [];
  const connection = fieldsOf(head, 'connection');
  const options = membersOf(connection);
  const [field] = connection;
  if (field !== undefined) {
    const odd = options.find((option) => !TOKEN.test(option));
    const named = options.find((option) => END_TO_END.test(option));
    if (odd !== undefined) {
      const message = `A Connection option is one word, and commas separate options: ${quote(odd)} is not one word.`;
      found.push(blemish(rangeOf(field), 'RFC 9110 §7.6.1', message, { effect: NODE_READS_ON }));
    } else if (named !== undefined) {
      const message = `Connection must not name ${quote(named)}, which is meant for all recipients.`;
      found.push(blemish(rangeOf(field), 'RFC 9110 §7.6.1', message));
    } else if (options.includes('close') && options.includes('keep-alive')) {
      const message = 'Connection says both “close” and “keep-alive”.';
      const effect = 'A recipient goes by “close”: RFC 9112 §9.3.';
      found.push(blemish(rangeOf(field), 'RFC 9112 §9.3', message, { kind: 'notice', effect }));
    }
  }
  found.push(...faultsOfUpgrade(head));
  if (head.kind === 'request') found.push(...faultsOfExpect(head), ...faultsOfTe(head));
  return found;
}

function faultsOfUpgrade(head: HttpHead): Finding[] {
  const [upgrade] = fieldsOf(head, 'upgrade');
  const spec = 'RFC 9110 §7.8';
  // For a WebSocket, the rules of the opening handshake say it.
  const isOpening = head.headers.some(({ name }) => /^sec-websocket-/i.test(name));
  if (isOpening || listsToken(head, 'upgrade', 'websocket')) return [];
  const isListed = listsToken(head, 'connection', 'upgrade');
  if (upgrade === undefined) {
    const [connection] = fieldsOf(head, 'connection');
    if (!isListed || connection === undefined || head.kind === 'response') return [];
    const message = 'Connection says “upgrade”, and no Upgrade field says to what.';
    return [blemish(rangeOf(connection), spec, message, { kind: 'notice' })];
  }
  if (head.kind === 'request' && head.version === 'HTTP/1.0') {
    const message = 'A server ignores Upgrade in an HTTP/1.0 request.';
    const effect = 'Node’s server does not: if its program takes upgrades, it takes this one.';
    return [blemish(rangeOf(upgrade), spec, message, { kind: 'notice', effect })];
  }
  if (isListed) return head.kind === 'request' && hasBody(head) ? [beforeSwitch(rangeOf(upgrade), spec)] : [];
  const message = 'A message with Upgrade must also list “upgrade” in Connection.';
  const effect =
    head.kind === 'request' ? 'Node’s server ignores the Upgrade, and answers as usual.' : undefined;
  return [blemish(rangeOf(upgrade), spec, message, effect === undefined ? {} : { effect })];
}

function beforeSwitch(range: Range, spec: string): Finding {
  const message = 'The new protocol begins after the body of this request.';
  const effect =
    'Node’s server does not read the body if its program takes upgrades: the bytes count as those of the new protocol.';
  return blemish(range, spec, message, { kind: 'notice', effect });
}

/** As far as the head says. */
function hasBody(head: HttpHead): boolean {
  return (
    fieldsOf(head, 'content-length').some(({ value }) => !/^0+$/.test(value)) ||
    fieldsOf(head, 'transfer-encoding').length > 0
  );
}

function faultsOfExpect(head: HttpHead): Finding[] {
  const [expect] = fieldsOf(head, 'expect');
  if (expect === undefined) return [];
  const spec = 'RFC 9110 §10.1.1';
  const range = rangeOf(expect);
  const isOld = head.version === 'HTTP/1.0';
  // Node’s server hands such a request to its program before it looks at Expect.
  const isUpgrade = listsToken(head, 'connection', 'upgrade') && fieldsOf(head, 'upgrade').length > 0;
  const unknown = expect.value.split(',').find((each) => each.trim().toLowerCase() !== '100-continue');
  if (unknown !== undefined) {
    const message = `The only expectation is 100-continue, not ${quote(unknown.trim())}.`;
    const isContinue = /(?:^|\W)100-continue(?:$|\W)/i.test(expect.value);
    const effect = isOld ? IGNORED : `Node’s server answers ${isContinue ? '100' : '417'}.`;
    return [blemish(range, spec, message, isUpgrade ? {} : { effect })];
  }
  if (!hasBody(head)) {
    const message = 'A request without a body must not expect 100-continue.';
    const effect = isOld ? IGNORED : 'Node’s server answers 100, as if a body came.';
    return [blemish(range, spec, message, isUpgrade ? {} : { effect })];
  }
  if (head.version === 'HTTP/1.1') return [];
  const message = 'A server ignores the expectation of an HTTP/1.0 request.';
  return [blemish(range, spec, message, { kind: 'notice' })];
}

const IGNORED = 'Node’s server ignores it in HTTP/1.0.';

function faultsOfTe(head: HttpHead): Finding[] {
  const [te] = fieldsOf(head, 'te');
  if (te === undefined) return [];
  const range = rangeOf(te);
  if (membersOf([te]).some((coding) => coding.split(';')[0]!.trim() === 'chunked')) {
    const message = 'TE does not name chunked, which every HTTP/1.1 recipient takes.';
    return [blemish(range, 'RFC 9112 §7.4', message, { effect: NODE_READS_ON })];
  }
  if (listsToken(head, 'connection', 'te')) return [];
  const message = 'A request with TE must also list “TE” in Connection.';
  return [blemish(range, 'RFC 9110 §10.1.4', message, { effect: NODE_READS_ON })];
}

/** What a response may not say with its status code, or to its request. */
export function faultsOfAnswer(head: HttpHead, question: Question | null, startLine: Range): Finding[] {
  const { status } = head;
  const found: Finding[] = [];
  const [length] = fieldsOf(head, 'content-length');
  const [coding] = fieldsOf(head, 'transfer-encoding');
  const isConnected = question?.method === 'CONNECT' && status >= 200 && status < 300;
  const isBare = isInterim(head) || status === 204 || isConnected;
  const what = isConnected ? 'A successful response to CONNECT' : `A ${status} response`;
  if (isBare && length !== undefined) {
    const message = `${what} has no body, so it must not have a Content-Length.`;
    found.push(blemish(rangeOf(length), 'RFC 9110 §8.6', message, { effect: CHROMIUM_READS_ON }));
  }
  if (isBare && coding !== undefined) {
    const message = `${what} has no body, so it must not have a Transfer-Encoding.`;
    found.push(blemish(rangeOf(coding), 'RFC 9112 §6.1', message, { effect: CHROMIUM_READS_ON }));
  }
  if (question === null) return found;
  if (isInterim(head) && status !== 101 && question.head.version === 'HTTP/1.0') {
    const message = `An HTTP/1.0 client does not know 1xx responses: it must not be sent ${status}.`;
    found.push(blemish(startLine, 'RFC 9110 §15.2', message));
  }
  return found;
}

type Range = { readonly start: number; readonly end: number };
