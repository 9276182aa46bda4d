import { describe, expect, it } from 'vitest';
import { createCapture } from '../../capture/create-capture';
import type { FeedRecord } from '../../protocol/feed';
import { measureNews } from '../parts/news';
import { trafficOf } from '../traffic';
import { missingFresh } from './goals';

interface Answer {
  readonly askedMs: number;
  /** When pieces were written, and how long before that each had happened. */
  readonly writes: readonly { readonly atMs: number; readonly ages: readonly number[] }[];
}

const ends = { client: { address: '127.0.0.1', port: 5 }, server: { address: '127.0.0.1', port: 6 } };

/** Requests for news, one after the other on one connection, answered as said; no writes: 204. */
function asked(...answers: readonly Answer[]) {
  const capture = createCapture();
  let seq = 0;
  const offsets = { client: 0, server: 0 };
  const log = (atMs: number, record: object) =>
    capture.apply([{ ...record, connection: 1, seq: ++seq, atMicros: atMs * 1000 } as FeedRecord]);
  const chunk = (atMs: number, sender: 'client' | 'server', text: string) => {
    const bytes = new TextEncoder().encode(text);
    log(atMs, { type: 'chunk', sender, offset: offsets[sender], heldMicros: 0, bytes });
    offsets[sender] += bytes.length;
  };
  log(0, { type: 'open', ...ends, via: 'direct' });
  let id = 0;
  const openers = new Set<number>();
  answers.forEach(({ askedMs, writes }, n) => {
    const opener = n + 1;
    openers.add(opener);
    capture.addCall({ id: opener, opener, at: askedMs * 1000, end: 'client', kind: 'fetch', detail: '' });
    chunk(askedMs, 'client', `GET /lab/a/news?after=0&call=${opener} HTTP/1.1\r\nHost: x\r\n\r\n`);
    if (writes.length === 0) chunk(askedMs + 1, 'server', 'HTTP/1.1 204 No Content\r\n\r\n');
    else chunk(askedMs + 1, 'server', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (const { atMs, ages } of writes) {
      const items = ages.map((age) => `{"id":${++id},"atMicros":${(atMs - age) * 1000},"text":"News ${id}"}`);
      const body = items.join(',');
      chunk(atMs, 'server', `${body.length.toString(16)}\r\n${body}\r\n`);
    }
    if (writes.length > 0) chunk(askedMs + 1000, 'server', '0\r\n\r\n');
  });
  return trafficOf(capture, openers);
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
