import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HostRewriter } from './host-rewriter';

/** What comes out when the bytes are written in pieces of these sizes, the last of them again and again. */
async function through(bytes: Buffer, sizes: readonly number[]): Promise<string> {
  const rewriter = new HostRewriter('example.test');
  const out: Buffer[] = [];
  rewriter.on('data', (piece: Buffer) => out.push(piece));
  const ended = new Promise((resolve) => rewriter.once('end', resolve));
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[Math.min(n, sizes.length - 1)]!;
    rewriter.write(bytes.subarray(at, at + size));
    at += size;
  }
  rewriter.end();
  await ended;
  return Buffer.concat(out).toString('latin1');
}

const REQUESTS = [
  'GET / HTTP/1.1\r\nHost: localhost:8102\r\nAccept: */*\r\n\r\n',
  'POST /a HTTP/1.1\r\nhost:localhost:8102\r\nContent-Length: 22\r\n\r\nHost: not in the head\n',
  'POST /b HTTP/1.1\r\nX-Host: kept\r\nHost: localhost:8102\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHost:\r\n0\r\n\r\n',
  'GET /chat HTTP/1.1\r\nHost: localhost:8102\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
];
const FRAMES = 'GET /later HTTP/1.1\r\nHost: localhost:8102\r\n\r\n\x81\x00';

const expected = (text: string) => text.replace(/^(host: ?)localhost:8102/gim, '$1example.test');

test('only the Host of requests is another, however the bytes come', async () => {
  const bytes = Buffer.from(REQUESTS.join('') + FRAMES, 'latin1');
  const wanted = expected(REQUESTS.join('')) + FRAMES;
  expect(wanted).toContain('Host: not in the head');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }),
      async (sizes) => {
        expect(await through(bytes, sizes)).toBe(wanted);
      },
    ),
    { numRuns: 60 },
  );
});

test('what is no HTTP passes as it is', async () => {
  for (const text of ['\x81\x05Hello', 'GET / HT', 'Host: localhost:8102\r\n\r\n', ''])
    expect(await through(Buffer.from(text, 'latin1'), [3])).toBe(text);
});
