import type { HttpField, HttpHead } from '../http-head';
import type { ByteRange, Peer } from '../layer-unit';
import { quote } from '../text';
import { fieldsOf, membersOf, rangeOf } from './fields';
import {
  beyond,
  blemish,
  CHROMIUM_READS_ON,
  type Finding,
  failure,
  NODE_READS_ON,
  NODE_REFUSES,
  strictServer,
} from './finding';

const LENGTH_SPEC = 'RFC 9110 §8.6';

/** Where a body ends, as endpoints that read on find it. */
export type BodyLength = 'none' | 'chunked' | 'until close' | 'unclear' | number;

/**
 * RFC 9112 §6.3, without what depends on the request or the status code. For requests as a server must, for responses
 * as Chromium does.
 */
export function bodyLengthOf(head: HttpHead): BodyLength {
  const isRequest = head.kind === 'request';
  const codings = membersOf(fieldsOf(head, 'transfer-encoding'));
  if (isRequest && codings.length > 0) return codings.at(-1) === 'chunked' ? 'chunked' : 'unclear';
  // Chromium takes chunks apart wherever chunked stands in the list, but not in HTTP/1.0.
  if (codings.includes('chunked') && head.version !== 'HTTP/1.0') return 'chunked';
  const fields = fieldsOf(head, 'content-length');
  if (fields.length === 0) return isRequest ? 'none' : 'until close';
  const lengths = new Set(fields.flatMap(({ value }) => value.split(',')).map((value) => value.trim()));
  const numbers = new Set(Array.from(lengths, (value) => (/^\d+$/.test(value) ? Number(value) : Number.NaN)));
  const [length] = numbers;
  if (numbers.size === 1 && Number.isSafeInteger(length)) return length!;
  if (isRequest || numbers.size > 1) return 'unclear';
  return 'until close';
}

/** What is wrong with Content-Length and Transfer-Encoding (RFC 9110 §8.6, RFC 9112 §6). */
export function faultsOfLength(head: HttpHead, sender: Peer): Finding[] {
  const lengths = fieldsOf(head, 'content-length');
  const codings = fieldsOf(head, 'transfer-encoding');
  return [
    ...faultsOfContentLength(lengths, sender, bodyLengthOf(head) === 'chunked'),
    ...faultsOfCoding(head, codings, sender),
    ...faultsOfBoth(lengths, codings, sender, bodyLengthOf(head) === 'chunked'),
  ];
}

const MULTIPLE = 'Chromium refuses the response: ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH.';

function faultsOfContentLength(lengths: readonly HttpField[], sender: Peer, isChunked: boolean): Finding[] {
  const [field, second] = lengths;
  if (field === undefined) return [];
  if (second !== undefined) {
    const values = new Set(lengths.map(({ value }) => value));
    const isSame = new Set(Array.from(values, (value) => value.replace(/^0+(?=\d+$)/, ''))).size === 1;
    if (!isSame) {
      const [one, two] = values;
      const message = `The Content-Length fields contradict each other: ${quote(one!)} and ${quote(two!)}.`;
      // Nobody looks at them when the body is chunked.
      if (isChunked) return [strictServer(sender, rangeOf(second), 'RFC 9112 §6.3', message)];
      const effect = sender === 'client' ? NODE_REFUSES : MULTIPLE;
      return [failure(rangeOf(second), 'RFC 9112 §6.3', message, { effect })];
    }
    const message = `A message has one Content-Length, and this one has ${lengths.length} of the same value.`;
    // Chromium compares them as text.
    if (sender === 'server' && values.size > 1 && !isChunked)
      return [failure(rangeOf(second), LENGTH_SPEC, message, { effect: MULTIPLE })];
    return [strictServer(sender, rangeOf(second), LENGTH_SPEC, message)];
  }
  return faultsOfNumber(field.value, rangeOf(field), sender);
}

function faultsOfNumber(value: string, range: ByteRange, sender: Peer): Finding[] {
  if (/^\d+$/.test(value)) {
    if (Number.isSafeInteger(Number(value))) return [];
    const message = `This page reads lengths below 2^53, and this Content-Length is ${quote(value)}.`;
    const { effect = '' } = ignored(range, message, sender).fault;
    return [failure(range, LENGTH_SPEC, message, beyond(BigInt(value), sender, effect))];
  }
  const members = value.split(',').map((member) => member.trim());
  if (members.length > 1 && members.every((member) => /^\d+$/.test(member))) {
    const isSame = new Set(members).size === 1;
    const message = `Content-Length is one number, and this is a list: ${quote(value)}.`;
    const spec = isSame ? LENGTH_SPEC : 'RFC 9112 §6.3';
    if (isSame) return [strictServer(sender, range, spec, message)];
    return [failure(range, spec, message, { effect: sender === 'client' ? NODE_REFUSES : MULTIPLE })];
  }
  const message =
    value === ''
      ? 'Content-Length is empty: it gives the number of bytes of the body.'
      : /^[+-]\d+$/.test(value)
        ? `Content-Length is decimal digits without a sign, not ${quote(value)}.`
        : `Content-Length is decimal digits, not ${quote(value)}.`;
  return [ignored(range, message, sender)];
}

function ignored(range: ByteRange, message: string, sender: Peer): Finding {
  const effect =
    sender === 'client' ? NODE_REFUSES : 'Chromium ignores it: the body ends with the connection.';
  return strictServer(sender, range, LENGTH_SPEC, message, { effect });
}

function faultsOfCoding(head: HttpHead, fields: readonly HttpField[], sender: Peer): Finding[] {
  const [field] = fields;
  if (field === undefined) return [];
  const range = { start: rangeOf(field).start, end: rangeOf(fields.at(-1)!).end };
  const names = membersOf(fields);
  const found: Finding[] = [];
  const chunked = names.filter((name) => name === 'chunked').length;
  if (head.version === 'HTTP/1.0') {
    const message = 'HTTP/1.0 has no Transfer-Encoding, so the length of this message cannot be relied on.';
    const effect =
      sender === 'client'
        ? 'Node’s server reads the chunks and ends the connection.'
        : 'Chromium does not take the chunks apart: their sizes are part of the body.';
    const finding = failure(range, 'RFC 9112 §6.1', message, { effect });
    found.push({ ...finding, fails: sender === 'client' });
  }
  if (names.length === 0) {
    const message = 'Transfer-Encoding is empty: it names no coding.';
    const effect = sender === 'client' ? NODE_READS_ON : CHROMIUM_READS_ON;
    found.push(blemish(range, 'RFC 9112 §6.1', message, { kind: 'notice', effect }));
  } else if (chunked > 1) {
    const message = 'The chunked coding is applied once at most: Transfer-Encoding names it twice.';
    found.push(strictServer(sender, range, 'RFC 9112 §6.1', message));
  } else if (names.at(-1) !== 'chunked') found.push(faultOfLast(names, range, sender, chunked === 1));
  const members = fields.flatMap(({ value }) => value.split(',')).map((member) => member.trim());
  if (names.length > 0 && names.length < members.length) {
    const message = 'Transfer-Encoding has a comma without a coding before or after it.';
    const isRefused = members.at(-1) === '' && names.at(-1) === 'chunked';
    const finding = strictServer(sender, range, 'RFC 9110 §5.6.1', message);
    if (sender === 'server' || isRefused) found.push(finding);
    else found.push(blemish(range, 'RFC 9110 §5.6.1', message, { effect: NODE_READS_ON }));
  }
  const unknown = names
    .map((name) => name.split(';')[0]!.trim())
    .find((name) => !/^(?:chunked|x-gzip|gzip|x-compress|compress|deflate)$/.test(name));
  if (unknown !== undefined && names.at(-1) === 'chunked') {
    const message = `${quote(unknown)} is not a registered transfer coding.`;
    const effect = 'Node’s server takes the chunks apart, and leaves the coding to the program.';
    found.push(blemish(range, 'RFC 9112 §7', message, sender === 'client' ? { effect } : {}));
  }
  return found;
}

function faultOfLast(names: readonly string[], range: ByteRange, sender: Peer, hasChunked: boolean): Finding {
  if (sender === 'client') {
    const message = `The last coding of a request is chunked, so that its end can be found, and not ${quote(names.at(-1)!)}.`;
    return failure(range, 'RFC 9112 §6.3', message, { effect: NODE_REFUSES });
  }
  if (hasChunked) {
    const message = `${quote(names.at(-1)!)} comes after chunked, so the body ends with the connection.`;
    const effect = 'Chromium takes the chunks apart, and applies nothing else.';
    return blemish(range, 'RFC 9112 §6.3', message, { kind: 'notice', effect });
  }
  const message = `Without chunked as its last coding, a body ends with the connection: ${quote(names.at(-1)!)}.`;
  const effect = 'Chromium passes over the coding, and goes by Content-Length if there is one.';
  return blemish(range, 'RFC 9112 §6.3', message, { kind: 'notice', effect });
}

function faultsOfBoth(
  lengths: readonly HttpField[],
  codings: readonly HttpField[],
  sender: Peer,
  isChunked: boolean,
): Finding[] {
  const [length] = lengths;
  if (length === undefined || codings.length === 0) return [];
  const message = 'A message has Transfer-Encoding or Content-Length, never both.';
  const spec = 'RFC 9112 §6.2';
  const range = rangeOf(length);
  if (sender === 'server') {
    const effect = isChunked
      ? 'Chromium reads the chunks and ignores Content-Length.'
      : 'Chromium goes by Content-Length.';
    return [blemish(range, spec, message, { effect })];
  }
  if (membersOf(codings).length > 0) return [failure(range, spec, message, { effect: NODE_REFUSES })];
  return [blemish(range, spec, message, { effect: 'Node’s server goes by Content-Length.' })];
}
