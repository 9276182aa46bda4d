import fc from 'fast-check';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createDecoder } from './create-decoder';
import { LenientFraming } from './http-faults/lenient-framing';
import { type HttpEvent, HttpFraming, type HttpRequestFacts } from './http-framing';
import { Stream, UnitLog } from './records';
import { cutAt, latin, shapeOf } from './testing/units';
import type { Peer } from './unit';

/** A request and all that answers it, within the rules. */
interface Exchange {
  readonly request: string;
  readonly facts: HttpRequestFacts;
  readonly answer: string;
  /** It can only be the last one: its answer lasts until the connection ends, or the protocol is switched. */
  readonly isLast?: boolean;
}

const body = fc
  .array(fc.constantFrom('a', '\r\n', '\n', '0\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', '\x81\x00', 'é'), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));
const extension = fc.constantFrom('', '', '', ';a', ';a="b;"');
const trailers = fc.constantFrom('', '', '', 'X-Sum: 1\r\n', 'X-Sum: 1\r\nY: é \r\n');

const sized = body.map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`);
const chunked = fc
  .tuple(fc.array(fc.tuple(body, extension), { maxLength: 4 }), extension, trailers)
  .map(([chunks, last, fields]) => {
    const parts = chunks
      .filter(([text]) => text !== '')
      .map(([text, more]) => `${text.length.toString(16)}${more}\r\n${text}\r\n`);
    return `Transfer-Encoding: chunked\r\n\r\n${parts.join('')}0${last}\r\n${fields}\r\n`;
  });
const fields = fc.constantFrom('', '', 'Accept: */*\r\n', 'X-Odd:\r\n', 'Cookie: a=b; c="é"\r\n');
const interim = fc.constantFrom(
  '',
  '',
  '',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n',
);

const anyBody = fc.oneof(sized, chunked);
const answer = fc.oneof(
  fc.tuple(fields, anyBody).map(([more, rest]) => `HTTP/1.1 200 OK\r\n${more}${rest}`),
  sized.map((rest) => `HTTP/1.1 404 Not Found\r\n${rest}`),
  fields.map((more) => `HTTP/1.1 204 No Content\r\n${more}\r\n`),
  fields.map((more) => `HTTP/1.1 304 Not Modified\r\n${more}Content-Length: 9\r\n\r\n`),
);
const answered = (to: fc.Arbitrary<string>) =>
  fc.tuple(fc.array(interim, { maxLength: 2 }), to).map(([before, final]) => before.join('') + final);

const plain: fc.Arbitrary<Exchange> = fc
  .tuple(
    fc
      .constantFrom('GET', 'DELETE', 'OPTIONS')
      .chain((method) => fields.map((more) => [method, `${more}\r\n`])),
    answered(answer),
  )
  .map(([[method, rest], answer]) => exchange(method!, rest!, answer));
const posted: fc.Arbitrary<Exchange> = fc
  .tuple(anyBody, answered(answer))
  .map(([rest, answer]) => exchange('POST', rest, answer));
const head: fc.Arbitrary<Exchange> = answered(
  fc.constantFrom(
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
  ),
).map((answer) => exchange('HEAD', '\r\n', answer));
const untilClose: fc.Arbitrary<Exchange> = answered(body.map((text) => `HTTP/1.1 200 OK\r\n\r\n${text}`)).map(
  (answer) => ({ ...exchange('GET', '\r\n', answer), isLast: true }),
);
const UPGRADE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n';
const switched: Exchange = {
  ...exchange(
    'GET',
    UPGRADE,
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n\x81\x01a',
  ),
  isLast: true,
};
const refused: fc.Arbitrary<Exchange> = sized.map((rest) =>
  exchange('GET', UPGRADE, `HTTP/1.1 404 Not Found\r\n${rest}`),
);

function exchange(method: string, rest: string, answer: string): Exchange {
  const request = `${method} /p HTTP/1.1\r\nHost: a\r\n${rest}`;
  return { request, facts: { method, upgrade: rest === UPGRADE }, answer };
}

const exchanges: fc.Arbitrary<readonly Exchange[]> = fc
  .tuple(
    fc.array(fc.oneof(plain, posted, head, refused), { maxLength: 5 }),
    fc.oneof(plain, untilClose, fc.constant(switched)),
  )
  .map(([all, last]) => [...all, last]);
const cuts = fc.array(fc.nat(), { maxLength: 8 });

/** The events of one direction without what a head says. */
const eventsOf = (events: readonly { readonly kind: string }[]) =>
  events.map((event) => {
    if (event.kind !== 'head') return event;
    const { start, end, head } = event as HttpEvent & { kind: 'head' };
    return { start, end, head };
  });

function read(
  framing: HttpFraming | LenientFraming,
  pieces: readonly Uint8Array[],
  all: readonly Exchange[],
  grow: (bytes: Uint8Array) => void,
) {
  const events: { readonly kind: string }[] = [];
  let answered = 0;
  for (const piece of pieces) {
    grow(piece);
    events.push(...framing.push(piece));
    // A request to switch is answered when all others before it have been.
    while (events.at(-1)?.kind === 'waiting') {
      answered = all.findIndex(({ facts }, at) => at >= answered && facts.upgrade) + 1;
      const more = framing.answered(all[answered - 1] === switched);
      if (more.length === 0) break;
      events.push(...more);
    }
  }
  events.push(...framing.end());
  return eventsOf(events);
}

it('finds the same ends of messages whether it forgives or not, where nothing is to be forgiven', () => {
  fc.assert(
    fc.property(exchanges, cuts, (all, places) => {
      const requestOf = (k: number) => all[k]?.facts;
      const texts: Record<Peer, string> = {
        client: all.map(({ request }) => request).join(''),
        server: all.map(({ answer }) => answer).join(''),
      };
      for (const sender of ['client', 'server'] as const) {
        const pieces = cutAt(latin(texts[sender]), places);
        const strict = read(new HttpFraming(sender, requestOf), pieces, all, () => {});
        const stream = new Stream(1, sender);
        const log = new UnitLog();
        const options = { start: 0, hasHead: false, isWaiting: false, answers: 0, requestOf };
        const lenient = read(new LenientFraming(stream, options), pieces, all, (bytes) => {
          log.addRead(stream, 0, bytes);
        });
        expect(lenient).toEqual(strict);
      }
    }),
    { numRuns: 300 },
  );
});

/** Two exchanges of the same lengths; only the first is obviously within the rules. */
const OBVIOUS = exchange('POST', 'Content-Length: 0\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
const UNCLEAR = exchange('LINK', 'Content-Length: 0\r\n\r\n', 'HTTP/1.1 205 OK\r\nContent-Length: 0\r\n\r\n');

function decode(all: readonly Exchange[], places: readonly number[]) {
  const decoder = createDecoder();
  for (const { request, answer } of all) {
    for (const piece of cutAt(latin(request), places)) decoder.push(1, 'client', piece, 0);
    for (const piece of cutAt(latin(answer), places)) decoder.push(1, 'server', piece, 0);
  }
  if (all.at(-1) !== switched) {
    decoder.end(1, 'server', 'fin');
    decoder.end(1, 'client', 'fin');
  }
  return decoder;
}

it('gives the same units after an exchange that was read forgivingly', () => {
  const push = vi.spyOn(LenientFraming.prototype, 'push');
  onTestFinished(() => push.mockRestore());
  fc.assert(
    fc.property(exchanges, cuts, (all, places) => {
      const strict = decode([OBVIOUS, ...all], places);
      push.mockClear();
      const lenient = decode([UNCLEAR, ...all], places);
      expect(new Set(push.mock.contexts).size).toBe(2);
      const faults = [strict, lenient].map(({ units }) =>
        units.filter(({ fault }) => fault !== null && fault.kind !== 'notice'),
      );
      expect(faults).toEqual([[], []]);
      expect(shapeOf(lenient).slice(2)).toEqual(shapeOf(strict).slice(2));
    }),
    { numRuns: 150 },
  );
});
