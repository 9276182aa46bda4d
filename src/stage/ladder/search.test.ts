import { describe, expect, it } from 'vitest';
import { createCapture } from '../../capture/create-capture';
import { handshake, hexBytes } from '../../protocol/testing/units';
import { timetableOf } from '../../timeline';
import { FakeCapture } from '../../timeline/fake-capture';
import { excerptOf, LadderSearch, nextHit } from './search';

function found(query: string): number[] {
  const capture = createCapture();
  const opening = handshake({ target: '/chat' });
  const chunk = (sender: 'client' | 'server', bytes: Uint8Array, offset: number, seq: number) =>
    ({ type: 'chunk', seq, connection: 1, sender, atMicros: seq, offset, bytes, heldMicros: 0 }) as const;
  capture.apply([
    {
      type: 'open',
      seq: 0,
      connection: 1,
      atMicros: 0,
      client: { address: '127.0.0.1', port: 1 },
      server: { address: '127.0.0.1', port: 2 },
      via: 'direct',
    },
    chunk('client', opening.client, 0, 1),
    chunk('server', opening.server, 0, 2),
    // RFC 6455 §5.7: “Hello”, masked.
    chunk('client', hexBytes('818537fa213d7f9f4d5158'), opening.client.length, 3),
  ]);
  const search = new LadderSearch(query, timetableOf(capture), capture.decoder);
  search.advance(() => true);
  return search.hits;
}

describe('searching the ladder', () => {
  it.each([
    ['a label', '101 switching', [1]],
    ['a header field’s name', 'sec-websocket-accept', [1]],
    ['a header field’s value', 'websocket', [0, 1]],
    ['a payload that was masked on the wire', 'HELLO', [2]],
    ['nothing', 'nowhere', []],
  ])('finds %s, whatever the case', (_, query, hits) => {
    expect(found(query)).toEqual(hits);
  });

  it('looks at one unit at a time when it may do no more, and goes on with what comes', () => {
    const capture = new FakeCapture().connect(1, 0);
    const add = (label: string) => capture.unit({ kind: 'text', sender: 'client', at: 1, label });
    for (let i = 0; i < 5; i++) add(i % 2 ? 'odd' : 'even');
    const search = new LadderSearch('odd', timetableOf(capture), capture.decoder);
    search.advance(() => false);
    expect(search.left).toBe(4);
    while (search.left > 0) search.advance(() => false);
    expect(search.hits).toEqual([1, 3]);
    add('odd again');
    timetableOf(capture);
    expect(search.advance(() => true)).toBe(true);
    expect(search.hits).toEqual([1, 3, 5]);
    expect([search.has(3), search.has(4)]).toEqual([true, false]);
  });

  it.each([
    [null, 1, 2],
    [null, -1, 9],
    [2, 1, 5],
    [3, 1, 5],
    [9, 1, 2],
    [2, -1, 9],
    [4, -1, 2],
  ] as const)('from %s in direction %d it goes to %d', (from, direction, to) => {
    expect(nextHit([2, 5, 9], from, direction)).toBe(to);
  });

  it('shows the words around the place', () => {
    const capture = new FakeCapture().connect(1, 0);
    capture.unit({ kind: 'text', sender: 'client', at: 1, label: 'a long label with a needle in it' });
    expect(excerptOf(capture.decoder, capture.units[1]!, 'NEEDLE')).toContain('needle');
    expect(excerptOf(capture.decoder, capture.units[1]!, 'pin')).toBeNull();
  });
});
