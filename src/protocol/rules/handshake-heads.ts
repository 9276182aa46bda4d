import { latin } from '../testing/units';
import type { ByteRange, Peer } from '../unit';
import type { ExpectedFault, RuleCase, Step } from './rule-case';

/** The key of RFC 6455 §1.3 and its answer. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** Header fields: several lines of one, or none of it. */
type Fields = Readonly<Record<string, string | readonly string[] | null>>;

const ASKED: Fields = {
  Host: 'localhost',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': KEY,
  'Sec-WebSocket-Version': '13',
};
const SWITCHED: Fields = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Accept': ACCEPT };

function head(sender: Peer, startLine: string, fields: Fields, body = ''): Step {
  const lines = Object.entries(fields).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}: ${value}`),
  );
  return { sender, bytes: latin(`${[startLine, ...lines].join('\r\n')}\r\n\r\n${body}`) };
}

/** The request of RFC 6455 §1.2 with other fields, start line or body. */
export const asking = (fields: Fields = {}, startLine = 'GET /chat HTTP/1.1', body = ''): Step =>
  head('client', startLine, { ...ASKED, ...fields }, body);

/** Its 101 response with other fields. */
export const switching = (fields: Fields = {}, startLine = 'HTTP/1.1 101 Switching Protocols'): Step =>
  head('server', startLine, { ...SWITCHED, ...fields });

/** Any other response, with nothing but these fields. */
export const answering = (status: string, fields: Fields = {}): Step =>
  head('server', `HTTP/1.1 ${status}`, { ...fields, 'Content-Length': '0' });

/** A fault of a head; `on` is the text that it points at, by default the first byte. Its last occurrence counts. */
export interface Wrong extends Omit<ExpectedFault, 'layer' | 'range'> {
  readonly on?: string;
}

function expected(step: Step, { on, ...wrong }: Wrong): ExpectedFault {
  const text = 'bytes' in step ? String.fromCharCode(...step.bytes) : '';
  const start = on === undefined ? 0 : text.lastIndexOf(on);
  if (start < 0) throw new RangeError(`“${on}” is not in the head`);
  const range: ByteRange = { start, end: start + (on ?? ' ').length };
  return { layer: 'http', range, ...wrong };
}

/** A request alone. */
export function asks(name: string, request: Step, ...wrong: readonly Wrong[]): RuleCase {
  return { name, wire: [request], faults: wrong.map((each) => expected(request, each)) };
}

/** A response to a request that breaks no rule. */
export function answers(
  name: string,
  [request, response]: readonly [Step, Step],
  ...wrong: readonly Wrong[]
): RuleCase {
  return { name, wire: [request, response], faults: wrong.map((each) => expected(response, each)) };
}

export const chromium = (said: string): string => `Chromium refuses this: “${said}”.`;
