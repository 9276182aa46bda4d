import { expect, test } from 'vitest';
import { isLoopbackHost, isOriginAllowed } from './origin';
import { connect, makeLab, startTestServer } from './test-server';

test.each([
  ['http://localhost:8101', 'localhost:8101', true],
  ['http://LOCALHOST:8101', 'localhost:8101', true],
  ['https://wire.example', 'wire.example', true],
  ['http://wire.example', 'wire.example:80', true],
  [undefined, 'localhost:8101', true],
  ['http://localhost:8102', 'localhost:8101', false],
  ['http://localhost:8101.evil.example', 'localhost:8101', false],
  ['http://evil.example', 'localhost:8101', false],
  ['null', 'localhost:8101', false],
  ['not a url', 'localhost:8101', false],
  ['http://localhost:8101', undefined, false],
])('Origin %s at Host %s: %s', (origin, host, isAllowed) => {
  expect(isOriginAllowed(origin, host, false)).toBe(isAllowed);
});

test.each([
  ['localhost', true],
  ['localhost:8101', true],
  ['127.0.0.1:1', true],
  ['127.3.2.1', true],
  ['[::1]:8101', true],
  [undefined, true],
  ['wire.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['10.0.0.1:8101', false],
  ['a b', false],
])('Host %s is this machine itself: %s', (host, isOwn) => {
  expect(isLoopbackHost(host)).toBe(isOwn);
});

test('a page from elsewhere can neither make a lab nor ask about one', async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const headers = { Origin: 'http://evil.example' };
  const refused = await fetch(`${server.url}/lab`, { method: 'POST', headers });
  expect(refused.status).toBe(403);
  expect(((await refused.json()) as { error: string }).error).toContain('http://evil.example');
  for (const path of ['', '/echo', '/raw']) {
    expect((await fetch(lab.http + path, { method: 'POST', headers })).status).toBe(403);
  }
});

test("a sandboxed frame's Origin null reaches a lab's endpoints, not the lab itself", async () => {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const headers = { Origin: 'null' };
  expect((await fetch(`${lab.http}/echo`, { headers })).status).toBe(200);
  expect((await fetch(lab.http, { headers })).status).toBe(403);
  expect((await fetch(`${server.url}/lab`, { method: 'POST', headers })).status).toBe(403);
});

test('in loopback mode a foreign Host is refused, also with a matching Origin', async () => {
  const server = await startTestServer();
  const client = await connect(server);
  await client.send(
    'POST /lab HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n',
  );
  await client.closed();
  expect(client.received().toString()).toMatch(/^HTTP\/1.1 403 Forbidden/);
});

test('opened to a class, any Host is served, and the addresses use it', async () => {
  const server = await startTestServer({ host: '0.0.0.0' });
  const client = await connect(server);
  await client.send(
    'POST /lab HTTP/1.1\r\nHost: wire.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
  await client.closed();
  expect(client.received().toString()).toContain('"ws":"ws://wire.example/lab/');
});
