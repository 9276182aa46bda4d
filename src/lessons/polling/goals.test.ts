import { describe, expect, it } from 'vitest';
import { Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { pageTraffic } from '../page-traffic';
import { measureNews } from '../parts/news';
import { missingFresh } from './goals';
import { verdictOfShort } from './short-step';

interface Answer {
  readonly askedMs: number;
  /** When pieces were written, and how long before that each had happened. */
  readonly writes: readonly { readonly atMs: number; readonly ages: readonly number[] }[];
}

/** Requests for news, one after the other on one connection, answered as given; no writes: 204. */
function asked(...answers: readonly Answer[]) {
  const recording = new Recording();
  let id = 0;
  answers.forEach(({ askedMs, writes }, n) => {
    const call = n + 1;
    const at = askedMs * 1000;
    const head =
      writes.length === 0
        ? encodeResponse('204 No Content')
        : encodeResponse('200 OK', null, ['Transfer-Encoding: chunked']);
    const connection = recording.on(call).call(at, 'fetch').open(at);
    connection.exchange(at, encodeRequest(`GET /lab/a/news?after=0&call=${call}`), head, 1_000);
    for (const { atMs, ages } of writes) {
      const items = ages.map((age) => `{"id":${++id},"atMicros":${(atMs - age) * 1000},"text":"News ${id}"}`);
      const body = items.join(',');
      connection.server(atMs * 1000, `${body.length.toString(16)}\r\n${body}\r\n`);
    }
  });
  return pageTraffic(recording);
}

const nothing = (askedMs: number): Answer => ({ askedMs, writes: [] });
const piece = (askedMs: number, atMs: number, age: number): Answer => ({
  askedMs,
  writes: [{ atMs, ages: [age] }],
});

describe('news on the wire', () => {
  it('is measured piece by piece, even when one answer holds several', () => {
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

describe('the share of requests that bring news', () => {
  const nothings = (count: number) => Array.from({ length: count }, (_, n) => nothing(10 + n));

  it('is told by ten requests, and only if there was news', () => {
    expect(verdictOfShort(asked(...nothings(8), piece(100, 101, 1)))).toBeNull();
    expect(verdictOfShort(asked(...nothings(9), piece(100, 101, 1)))).toBe('one');
    expect(verdictOfShort(asked(...nothings(10)))).toBeNull();
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
