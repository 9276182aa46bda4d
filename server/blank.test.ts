import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Blanker } from './blank';
import { connect, makeLab, startTestServer, watch } from './test-server';

const HEAD = [
  'GET /lab/1/echo HTTP/1.1',
  'Host: localhost',
  'Cookie: session=abc; theme=dark',
  'COOKIE:tight',
  'Accept: cookie: no',
  'Authorization:  Basic dXNlcjpwYXNz',
  ' folded secret',
  'X-Cookie: kept',
  'Proxy-Authorization: Bearer x.y',
  'Set-Cookie : id=1',
  'Cookie:',
  'Last: kept',
].join('\r\n');
const BLANKED = [
  'GET /lab/1/echo HTTP/1.1',
  'Host: localhost',
  'Cookie: ***********************',
  'COOKIE:*****',
  'Accept: cookie: no',
  'Authorization:  ******************',
  ' *************',
  'X-Cookie: kept',
  'Proxy-Authorization: **********',
  'Set-Cookie : ****',
  'Cookie:',
  'Last: kept',
].join('\r\n');
const BODY = '\r\n\r\nCookie: in the body\r\n\r\nSet-Cookie: too';

const blankSplit = (text: string, cuts: readonly number[]) => {
  const blanker = new Blanker();
  const bytes = Buffer.from(text, 'latin1');
  const edges = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
  const parts = edges.slice(1).map((end, at) => blanker.blank(bytes.subarray(edges[at], end)));
  return Buffer.concat(parts).toString('latin1');
};

test('secrets are blanked wherever the head is split, and nothing else is', () => {
  const cuts = fc.array(fc.nat(HEAD.length + BODY.length), { maxLength: 30 });
  fc.assert(
    fc.property(cuts, (at) => {
      expect(blankSplit(HEAD + BODY, at)).toBe(BLANKED + BODY);
    }),
    { numRuns: 500 },
  );
});

test('byte by byte', () => {
  const everywhere = Array.from({ length: HEAD.length + BODY.length }, (_, at) => at);
  expect(blankSplit(HEAD + BODY, everywhere)).toBe(BLANKED + BODY);
});

test('the given bytes stay as they are, and any bytes keep their length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const given = Buffer.concat([Buffer.from('Cookie: secret\r\n'), bytes]);
      const before = Buffer.from(given);
      expect(new Blanker().blank(given)).toHaveLength(given.length);
      expect(given).toEqual(before);
    }),
  );
});

test('a viewer never gets a secret, not even from the echo', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  const request = `GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nCookie: top=secret\r\n\r\n`;
  await client.send(request.slice(0, -12));
  await client.send(request.slice(-12));
  await client.until('Cookie: **********');
  await client.send(request);
  await watched.until(() => watched.chunks('server').length === 2);
  const shown = watched.stream('client').toString();
  expect(shown).toBe((request + request).replaceAll('top=secret', '**********'));
  expect(watched.stream('server').toString()).not.toContain('secret');
});

test('a secret in the trailer of a chunked request is blanked, and what follows it is not', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  const post = `POST /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const body = 'c\r\nCookie: mine\r\n0\r\n';
  const trailers = 'X: y\r\nAuthorization: top=secret\r\n\r\n';
  await client.send(post + body + trailers);
  await client.until('Cookie: mine');
  await client.send(post + body);
  await client.send(trailers.slice(0, 12));
  await client.send(trailers.slice(12));
  await client.send(`POST /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nlast`);
  await client.until('last');
  await watched.until(() => watched.stream('server').includes('last'));
  expect(watched.stream('client').toString()).toBe(
    client.sent().toString().replaceAll('top=secret', '**********'),
  );
});
