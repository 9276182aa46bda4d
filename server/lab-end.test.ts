import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from './limits';
import { openRaw } from './raw-client';
import { connect, makeLab, startTestServer } from './test-server';

test.each([
  ['a stall', { cut: 'stall' }],
  ['a black hole', { cut: 'black hole' }],
  ['bytes that take minutes', { bytesPerSecond: 1 }],
] as const)('a lab that ends leaves no connection behind %s', async (_, change) => {
  let aheadMs = 0;
  const server = await startTestServer({ nowMs: () => performance.now() + aheadMs });
  const { id, http } = await makeLab(server);
  const lab = server.labs.find(id)!;
  await fetch(`${http}/raw?to=bytes`, { method: 'POST', body: 'a' });
  expect(lab.connections).toBe(1);
  lab.impair({ connection: 'all', ...change });
  await fetch(`${http}/raw/1`, { method: 'POST', body: 'a'.repeat(200) });
  aheadMs += DEFAULT_LIMITS.labIdleMs;
  server.labs.expire();
  await expect.poll(() => lab.connections).toBe(0);
});

test('a lab that ends leaves no browser connection that it has slowed', async () => {
  let aheadMs = 0;
  const server = await startTestServer({ nowMs: () => performance.now() + aheadMs });
  const { id } = await makeLab(server);
  const lab = server.labs.find(id)!;
  lab.impair({ connection: 'next', bytesPerSecond: 1 });
  const client = await connect(server);
  await client.send(`GET /lab/${id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await expect.poll(() => lab.connections).toBe(1);
  aheadMs += DEFAULT_LIMITS.labIdleMs;
  server.labs.expire();
  await client.closed();
  await expect.poll(() => lab.connections).toBe(0);
});

test.each([
  ['raw', 'POST', 'a'],
  ['raw?to=bytes', 'POST', 'a'],
  ['code', 'PUT', '{"code":"io.on(\'connection\', () => {})"}'],
])(
  'an order that is complete only after its lab has ended leaves nothing open (%s)',
  async (path, method, body) => {
    let aheadMs = 0;
    const server = await startTestServer({ nowMs: () => performance.now() + aheadMs });
    const { id } = await makeLab(server);
    const lab = server.labs.find(id)!;
    const client = await connect(server);
    const fields = `Host: localhost\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close`;
    await client.send(`${method} /lab/${id}/${path} HTTP/1.1\r\n${fields}\r\n\r\n`);
    await client.until('100 Continue');
    aheadMs += DEFAULT_LIMITS.labIdleMs;
    server.labs.expire();
    await client.send(body);
    await client.closed();
    expect(client.received().toString('latin1')).toMatch(/\r\n\r\nHTTP\/1\.1 404 [\s\S]*There is no lab/);
    await expect.poll(() => [lab.connections, lab.open.size, lab.raw.size]).toEqual([0, 0, 0]);
  },
);

test('a program whose thread is still being made when its lab ends is ended', async () => {
  let aheadMs = 0;
  const server = await startTestServer({ nowMs: () => performance.now() + aheadMs });
  const { id, http } = await makeLab(server);
  const lab = server.labs.find(id)!;
  const client = await connect(server);
  const body = JSON.stringify({ code: 'setInterval(() => {}, 10);' });
  await client.send(
    `PUT ${new URL(http).pathname}/code HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  // One answer later on the same server, the order has been read; a thread takes far longer to begin.
  await fetch(`${http}/echo`);
  aheadMs += DEFAULT_LIMITS.labIdleMs;
  server.labs.expire();
  expect(lab.program).toBe(null);
  await client.until('{"run":1}');
  await expect.poll(() => [lab.program?.isOver, lab.open.size, lab.socketio]).toEqual([true, 0, null]);
});

test('a request for a raw connection whose lab ends meanwhile is answered', async () => {
  const server = await startTestServer();
  const lab = server.labs.find((await makeLab(server)).id)!;
  const target = {
    host: '127.0.0.1',
    port: server.port,
    bytes: Buffer.alloc(0),
    cut: { pieces: [], gapMs: 0 },
    claim: () => () => undefined,
    budget: { maxBytes: 1000, usedBytes: 0 },
  };
  const opened = openRaw(lab, target, DEFAULT_LIMITS);
  lab.close();
  await expect(opened).rejects.toThrow('closed before it was open');
});
