import type { ByteRange } from '../unit';
import { client, type ExpectedFault, ends, type RuleCase, type Step, server } from './rule-case';

export const NODE_REFUSES = 'Node’s server answers 400 and ends the connection.';
export const NODE_TAKES = 'Node’s server takes it.';
export const CHROMIUM_TAKES = 'Chromium takes it.';

/** A request without a fault, for the responses. */
export const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** The head of a POST with these further field lines. */
export const post = (...lines: readonly string[]): string =>
  ['POST /p HTTP/1.1', 'Host: a', ...lines, '', ''].join('\r\n');

/** A response with these field lines. */
export const ok = (...lines: readonly string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

/** Where `part` stands first in `text`, with `after` right before it. */
export function placeOf(text: string, part: string, after = ''): ByteRange {
  const start = text.indexOf(after + part) + after.length;
  if (start < after.length)
    throw new RangeError(`no ${JSON.stringify(after + part)} in ${JSON.stringify(text)}`);
  return { start, end: start + part.length };
}

type Said = Omit<ExpectedFault, 'layer' | 'range'>;

/** One broken rule of the first message in `bytes`, at `part`. */
export interface Broken extends Said {
  readonly name: string;
  readonly bytes: string;
  readonly part: string;
  /** What stands right before `part`, where that is needed to find it. */
  readonly after?: string;
  /** Labels of all HTTP units. */
  readonly units?: readonly string[];
  readonly others?: readonly ExpectedFault[];
  readonly ends?: true;
}

function caseOf(
  before: readonly Step[],
  step: (bytes: string) => Step,
  sender: 'client' | 'server',
  broken: Broken,
): RuleCase {
  const { name, bytes, part, after, units, others = [], ends: isEnd, ...said } = broken;
  const range = placeOf(bytes, part, after);
  return {
    name,
    wire: [...before, step(bytes), ...(isEnd === true ? [ends(sender)] : [])],
    faults: [{ layer: 'http', range, ...said }, ...others],
    ...(units === undefined ? {} : { units: { layer: 'http', labels: units } }),
  };
}

/** A client sends `bytes`. */
export const badRequest = (broken: Broken): RuleCase => caseOf([], client, 'client', broken);

/** A server answers a GET with `bytes`. */
export const badResponse = (broken: Broken): RuleCase => caseOf([client(GET)], server, 'server', broken);

/** Bytes that keep to the rules, odd as they look. */
export const fine = (name: string, wire: readonly Step[], ...labels: readonly string[]): RuleCase => ({
  name,
  wire,
  faults: [],
  units: { layer: 'http', labels },
});

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
