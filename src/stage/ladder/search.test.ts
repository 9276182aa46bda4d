import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { excerptOf, LadderSearch, nextHit } from './search';

function found(query: string): number[] {
  const { capture } = new Recording().open(0).handshake(0).client(2_000, frame('text', 'Hello'));
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
    const recording = new Recording().open(0, 1, { isPlain: true });
    const { capture } = recording;
    const add = (text: string) => recording.client(1, text);
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
    const { decoder } = new Recording()
      .open(0)
      .handshake(0)
      .client(2_000, frame('text', 'a long text with a needle in it')).capture;
    const text = decoder.units.find(({ layer }) => layer === 'websocket')!;
    expect(excerptOf(decoder, text, 'NEEDLE')).toContain('needle');
    expect(excerptOf(decoder, text, 'pin')).toBeNull();
  });
});
