import { describe, expect, it } from 'vitest';
import { measureNews } from '../parts/news';
import { Conversation } from '../testing/conversation';
import { missingFresh } from './goals';

interface Answer {
  readonly askedMs: number;
  /** When pieces were written, and how long before that each had happened. */
  readonly writes: readonly { readonly atMs: number; readonly ages: readonly number[] }[];
}

/** Requests for news, one after the other on one connection, answered as said; no writes: 204. */
function asked(...answers: readonly Answer[]) {
  const conversation = new Conversation();
  let id = 0;
  answers.forEach(({ askedMs, writes }, n) => {
    const call = n + 1;
    conversation.at(askedMs).connect(call);
    conversation.bytes(call, 'client', `GET /lab/a/news?after=0&call=${call} HTTP/1.1\r\nHost: x\r\n\r\n`);
    conversation.at(askedMs + 1);
    if (writes.length === 0) conversation.bytes(call, 'server', 'HTTP/1.1 204 No Content\r\n\r\n');
    else conversation.bytes(call, 'server', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (const { atMs, ages } of writes) {
      const items = ages.map((age) => `{"id":${++id},"atMicros":${(atMs - age) * 1000},"text":"News ${id}"}`);
      const body = items.join(',');
      conversation.at(atMs).bytes(call, 'server', `${body.length.toString(16)}\r\n${body}\r\n`);
    }
  });
  return conversation.traffic();
}

const nothing = (askedMs: number): Answer => ({ askedMs, writes: [] });
const piece = (askedMs: number, atMs: number, age: number): Answer => ({
  askedMs,
  writes: [{ atMs, ages: [age] }],
});

describe('news on the wire', () => {
  it('is measured piece by piece, also where one answer holds several', () => {
    const traffic = asked(nothing(10), {
      askedMs: 20,
      writes: [
        { atMs: 60, ages: [1] },
        { atMs: 90, ages: [30, 3] },
      ],
    });
    const { requests, empty, news, latenessMicros, overheadBytes, newsBytes } = measureNews(traffic);
    expect([requests, empty, news.length, latenessMicros]).toEqual([2, 1, 3, 3000]);
    const all = traffic.units
      .filter(({ layer }) => layer === 'http')
      .reduce((sum, { start, end }) => sum + end - start, 0);
    expect(overheadBytes + newsBytes).toBe(all);
  });
});

describe('the goal of fresh news', () => {
  it('is met by one held answer', () => {
    expect(missingFresh(asked(piece(10, 400, 1)))).toBeNull();
    expect(missingFresh(asked(nothing(10), piece(3000, 3400, 99)))).toBeNull();
  });

  it('is not met by news that is too old, nor by too many requests', () => {
    expect(missingFresh(asked())).toBe('No request for news has been made yet.');
    expect(missingFresh(asked(nothing(10)))).toBe('One request, and no news yet.');
    expect(missingFresh(asked(piece(10, 400, 150)))).toBe(
      'One request, and the freshest piece was 150 ms old.',
    );
    expect(missingFresh(asked(nothing(10), nothing(2000), piece(4000, 4400, 5)))).toContain(
      'too many requests',
    );
  });
});
