import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpEvent, HttpFraming, type HttpRequestFacts } from './http-framing';
import { headerOf } from './http-head';
import type { Peer } from './unit';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Every event as one short line. */
function read(
  sender: Peer,
  text: string,
  cuts: readonly number[] = [],
  requests: readonly HttpRequestFacts[] = [],
): string[] {
  const framing = new HttpFraming(sender, (k) => requests[k]);
  const all = bytes(text);
  const out: string[] = [];
  const note = (events: readonly HttpEvent[]) => {
    for (const event of events) {
      if (event.kind === 'head') {
        const { method, target, status } = event.head;
        out.push(`head ${event.start}-${event.end} ${method}${status || ''} ${target}`.trim());
      } else out.push(`${event.kind} ${event.at}`);
    }
  };
  let from = 0;
  for (const cut of [...cuts, all.length].sort((a, b) => a - b)) {
    note(framing.push(all.subarray(from, cut)));
    from = cut;
  }
  note(framing.end());
  return out;
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('HttpFraming', () => {
  it('separates pipelined requests, bodies and chunked bodies with extensions and trailers', () => {
    const post = 'POST /p HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc';
    const chunked = 'POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nT: x\r\n\r\n';
    const text = GET + post + chunked + GET;
    const a = GET.length;
    const b = a + post.length;
    const c = b + chunked.length;
    expect(read('client', text)).toEqual([
      `head 0-${a} GET /`,
      `end ${a}`,
      `head ${a}-${b - 3} POST /p`,
      `end ${b}`,
      `head ${b}-${chunked.indexOf('3;') + b} POST /c`,
      `trailers ${b + chunked.indexOf('T: x')}`,
      `end ${c}`,
      `head ${c}-${text.length} GET /`,
      `end ${text.length}`,
    ]);
  });

  it('gives the same events for any split', () => {
    const text = `\r\n${GET}POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n${GET}`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length)), (cuts) => {
        expect(read('client', text, cuts)).toEqual(read('client', text));
      }),
    );
  });

  it('knows the responses without a body: HEAD, 1xx, 204, 304', () => {
    const text =
      'HTTP/1.1 100 Continue\r\n\r\n' +
      'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n' +
      'HTTP/1.1 204 \r\n\r\n' +
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n' +
      'HTTP/1.1 200 OK\r\n\r\nuntil the close';
    const facts = { upgrade: false, method: 'GET' };
    expect(read('server', text, [], [{ ...facts, method: 'HEAD' }, facts, facts, facts])).toEqual([
      'head 0-25 100',
      'end 25',
      'head 25-63 200',
      'end 63',
      'head 63-80 204',
      'end 80',
      'head 80-128 304',
      'end 128',
      'head 128-147 200',
      'end 162',
    ]);
  });

  it('holds back the bytes after an upgrade request until it is answered', () => {
    const upgrade = 'GET /ws HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n';
    for (const switched of [true, false]) {
      const framing = new HttpFraming('client');
      const first = framing.push(bytes(upgrade + GET.slice(0, 5)));
      expect(first.map((event) => event.kind)).toEqual(['head', 'end', 'waiting']);
      expect(framing.push(bytes(GET.slice(5)))).toEqual([]);
      expect(framing.at).toBe(upgrade.length);
      const after = framing.answered(switched).map((event) => event.kind);
      expect(after).toEqual(switched ? ['switched'] : ['head', 'end']);
    }
  });

  it('stops at 101 and leaves what follows alone', () => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x00';
    expect(read('server', text)).toEqual(['head 0-56 101', 'end 56', 'switched 56']);
  });

  it('gives the place of every name and value', () => {
    const text = 'GET / HTTP/1.1\r\nCookie:\t a=b \r\nHost: x\r\n\r\n';
    const [event] = new HttpFraming('client').push(bytes(text));
    if (event?.kind !== 'head') throw new Error('no head');
    expect(event.head.headers.map((field) => [field.name, field.value])).toEqual([
      ['Cookie', 'a=b'],
      ['Host', 'x'],
    ]);
    const { valueRange } = event.head.headers[0]!;
    expect(text.slice(valueRange.start, valueRange.end)).toBe('a=b');
    expect(headerOf(event.head, 'host')).toBe('x');
  });

  it.each([
    ['a bare LF', 'GET / HTTP/1.1\n', 14],
    ['a bare CR', 'GET / HTTP/1.1\r\nA: b\rc', 21],
    ['folding', 'GET / HTTP/1.1\r\nA: b\r\n c', 22],
    ['a space before the colon', 'GET / HTTP/1.1\r\nA : b', 17],
    ['another protocol', '\x16\x03\x01', 0],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n', 11],
    ['two Content-Lengths', 'POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n', 56],
    ['a signed Content-Length', 'POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\n', 38],
    ['both framings', 'POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n', 65],
    ['a chunk size that is not a number', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxy', 47],
    ['a head without end', `GET / HTTP/1.1\r\nA: ${'a'.repeat(70000)}`, 65535],
  ])('refuses %s at its byte', (_, text, at) => {
    expect(read('client', text).at(-1)).toBe(`invalid ${at}`);
  });
});
