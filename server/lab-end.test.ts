import { expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from './limits';
import { connect, makeLab, startTestServer } from './test-server';

test.each(['stall', 'black hole'] as const)(
  'a lab that ends leaves no connection behind a cut (%s)',
  async (cut) => {
    let aheadMs = 0;
    const server = await startTestServer({ nowMs: () => performance.now() + aheadMs });
    const { id, http } = await makeLab(server);
    const lab = server.labs.find(id)!;
    await fetch(`${http}/raw?to=bytes`, { method: 'POST', body: 'a' });
    expect(lab.connections).toBe(1);
    lab.impair({ connection: 'all', change: { cut } });
    aheadMs += DEFAULT_LIMITS.labIdleMs;
    server.labs.expire();
    await vi.waitUntil(() => lab.connections === 0, { timeout: 4000 });
  },
);

test.each([
  ['raw', 'POST', 'a'],
  ['raw?to=bytes', 'POST', 'a'],
  ['code', 'PUT', '{"code":"io.on(\'connection\', () => {})"}'],
])('an order that is complete only after its lab has ended leaves nothing open (%s)', async (path, method, body) => {
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
  expect(client.received().toString('latin1')).toMatch(/\r\n\r\nHTTP\/1\.1 \d\d\d /);
  await vi.waitUntil(() => lab.connections === 0 && lab.open.size === 0 && lab.raw.size === 0, { timeout: 4000 });
});
