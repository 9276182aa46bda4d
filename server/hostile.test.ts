import { once } from 'node:events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { WireServer } from './server';
import { connect, frame, handshake, makeLab, startTestServer, watch } from './test-server';

test('no bytes of a client take the server down', { timeout: 30_000 }, async () => {
  const server = await startTestServer({ limits: { headersTimeoutMs: 200, timeoutCheckMs: 50 } });
  const lab = await makeLab(server);
  const starts = [
    '',
    'GET ',
    `GET /lab/${lab.id}/ws HTTP/1.1\r\n`,
    `POST /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `POST /lab/${lab.id}/socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\n`,
    handshake(`/lab/${lab.id}/ws`),
    handshake(`/lab/${lab.id}/ws?deflate=1`, { 'Sec-WebSocket-Extensions': 'permessage-deflate' }),
    handshake(`/lab/${lab.id}/feed`),
    handshake(`/lab/${lab.id}/socket.io/?EIO=4&transport=websocket`),
    handshake(`/lab/${lab.id}/ws`, { 'Sec-WebSocket-Extensions': ',,=;' }),
    handshake(`/lab/${lab.id}/ws`, { 'Sec-WebSocket-Protocol': ',' }),
  ];
  const attack = fc.asyncProperty(
    fc.constantFrom(...starts),
    fc.uint8Array({ maxLength: 200 }),
    fc.boolean(),
    async (start, bytes, isReset) => {
      const client = await connect(server);
      await client.send(Buffer.concat([Buffer.from(start), bytes]));
      if (isReset) client.socket.resetAndDestroy();
      else client.socket.end();
      await client.closed();
    },
  );
  await fc.assert(attack, { numRuns: 150 });
  expect(await (await fetch(`${lab.http}/echo`, { method: 'POST', body: 'alive' })).text()).toBe('alive');
});

test('a client that dribbles its head is answered with 408 and cut off', async () => {
  const server = await startTestServer({ limits: { headersTimeoutMs: 100, timeoutCheckMs: 20 } });
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send(`GET /lab/${lab.id}/ws HTTP/1.1\r\nHost: localhost\r\n`);
  await client.closed();
  expect(client.received().toString()).toMatch(/^HTTP\/1.1 408 Request Timeout/);
  await watched.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  expect(watched.stream('server')).toEqual(client.received());
  expect(watched.records.some((record) => record.type === 'end' && record.how === 'timeout')).toBe(true);
});

test('a refused client that never ends its side is cut off', async () => {
  const server = await startTestServer({ limits: { closeTimeoutMs: 50 } });
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  client.socket.allowHalfOpen = true;
  await client.send(handshake(`/lab/${lab.id}/echo`));
  await client.until('404 Not Found');
  await watched.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  const ends = watched.records.flatMap((record) =>
    record.type === 'end' ? [`${record.how} by ${record.by}`] : [],
  );
  expect(ends).toEqual(['fin by server', 'timeout by server', 'closed by server']);
});

test('a head over the limit is answered with 431', async () => {
  const server = await startTestServer({ limits: { headBytes: 1000 } });
  const client = await connect(server);
  await client.send(`GET / HTTP/1.1\r\nX: ${'x'.repeat(2000)}\r\n\r\n`);
  await client.closed();
  expect(client.received().toString()).toMatch(/^HTTP\/1.1 431 /);
  expect(client.received().toString()).toContain('1000 bytes');
});

test('a client that sends and never reads stops being read, and all comes back once it reads', {
  timeout: 30_000,
}, async () => {
  const server = await startTestServer({ limits: { echoUnsentBytes: 100_000 } });
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/ws`));
  await client.until('\r\n\r\n');
  const head = client.received().length;
  client.socket.pause();
  const message = frame(2, Buffer.alloc(60_000, 'f'));
  // More than all buffers on the way can hold: the writes end only when the server reads again.
  const writes = Array.from({ length: 200 }, () => client.send(message));
  const passed = (sender: 'client' | 'server') => {
    const last = watched.records.findLast((record) => record.type === 'chunk' && record.sender === sender);
    return last?.type === 'chunk' ? last.offset + last.bytes.length : 0;
  };
  const backlog = () => passed('client') - passed('server');
  await watched.until(() => backlog() > 100_000);
  await turnLoop(server);
  expect(client.socket.writableLength).toBeGreaterThan(0);
  expect(backlog()).toBeLessThan(100_000 + 3 * message.length + 64 * 1024);
  client.socket.resume();
  await Promise.all(writes);
  await client.until(head + 200 * (message.length - 4));
});

/** Enough echoes elsewhere that the server could have read everything meanwhile. */
async function turnLoop(server: WireServer): Promise<void> {
  const websocket = new WebSocket((await makeLab(server)).ws);
  await once(websocket, 'open');
  for (let n = 0; n < 300; n++) {
    websocket.send('turn');
    await once(websocket, 'message');
  }
  websocket.terminate();
}

test.each([
  ['half a request', 'GET / HTTP/1.1\r\nHo'],
  ['an invalid request', 'GET / HTTP/1.1\r\nno field line\r\n\r\n'],
])('a client that ends with %s after a request for a stream leaves no connection', async (_, broken) => {
  const server = await startTestServer();
  const { id } = await makeLab(server);
  const lab = server.labs.find(id)!;
  const client = await connect(server);
  client.socket.allowHalfOpen = true;
  await client.send(
    `GET /lab/${id}/news HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n${broken}`,
  );
  await client.until('text/event-stream');
  client.socket.end();
  await client.closed();
  await expect.poll(() => lab.connections).toBe(0);
});
