import { describe, expect, it } from 'vitest';
import { createDecoder } from './create-decoder';
import { latin, unitsOf } from './testing/units';
import type { Peer } from './unit';

/** Each takes well below a second; what grows with the square of the size takes minutes. */
const LIMIT_MS = 20_000;
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const fill = (head: string, part: string, size: number): string =>
  head + part.repeat(Math.floor((size - head.length) / part.length));

/** Name, sender, bytes, and in pieces of how many bytes they come. */
const CASES: readonly (readonly [string, Peer, string, number])[] = [
  ['a head of 64 KiB, byte by byte', 'client', fill('GET / HTTP/1.1\r\nA: ', 'a', 66_000), 1],
  ['the same after a broken rule', 'client', fill('GET / HTTP/1.1\nA: ', 'a', 66_000), 1],
  ['10,000 field lines', 'client', `${fill('GET / HTTP/1.1\r\nHost: a\r\n', 'A:b\r\n', 50_000)}\r\n`, 1000],
  ['10,000 broken lines, byte by byte', 'client', `${fill('GET / HTTP/1.1\n', 'A b\n', 40_000)}\n`, 1],
  ['10,000 folded lines', 'client', `${fill('GET / HTTP/1.1\r\nHost: a\r\n', ' a\r\n', 40_000)}\r\n`, 100],
  ['10,000 Hosts', 'client', `${fill('GET / HTTP/1.1\r\n', 'Host:\r\n', 60_000)}\r\n`, 1000],
  ['a request line of spaces', 'client', `${fill('GET', ' ', 60_000)}a${fill('', ' ', 5000)}b\r\n`, 1000],
  ['a field value of spaces', 'client', `${fill('GET / HTTP/1.1\r\nA:', ' ', 60_000)}a b\r\n\r\n`, 1000],
  ['1 MB of chunks of one byte', 'server', fill(CHUNKED, '1\r\na\r\n', 1_000_000), 1000],
  ['1 MB of chunks that end with LF alone', 'server', fill(CHUNKED, '1\na\n', 1_000_000), 1000],
  ['1 MB of zeros as a chunk size', 'server', fill(CHUNKED, '0', 1_000_000), 1000],
  ['a chunk extension of 1 MB', 'server', fill(`${CHUNKED}1;`, 'a', 1_000_000), 1000],
  ['trailers of 1 MB', 'server', fill(`${CHUNKED}0\r\n`, 'A:b\r\n', 1_000_000), 1000],
  ['bytes that are not HTTP, one by one', 'client', fill(`${GET}{`, 'a', 60_000), 1],
  ['empty lines', 'client', fill('', '\r\n', 60_000), 100],
];

describe('takes time in proportion to', () => {
  it.each(CASES)(
    '%s',
    (_, sender, text, step) => {
      const decoder = createDecoder();
      const bytes = latin(text);
      if (sender === 'server') decoder.push(1, 'client', latin(GET), 0);
      for (let at = 0; at < bytes.length; at += step)
        decoder.push(1, sender, bytes.subarray(at, at + step), 0);
      decoder.end(1, sender);
      for (const unit of unitsOf(decoder, 'http')) {
        expect(decoder.fieldsOf(unit).at(-1)?.end).toBe(decoder.sizeOf(unit));
        expect(decoder.sentenceOf(unit)).toMatch(/\.$/);
      }
    },
    LIMIT_MS,
  );
});
