import os from 'node:os';
import { expect, test } from 'vitest';
import { createHosts } from './hosts';
import { isOriginAllowed } from './origin';
import { connect, handshake, makeLab, startTestServer, watch } from './test-server';

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
  ['file://', 'localhost:8101', false],
  ['file://localhost:8101', 'localhost:8101', false],
  ['chrome-extension://abcdef', 'localhost:8101', false],
  ['http:', 'localhost:8101', false],
  ['http://', 'localhost:8101', false],
  ['http://localhost:99999', 'localhost:8101', false],
  ['http://localhost:8101', 'a b', false],
  ['', 'localhost:8101', false],
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
  ['', false],
  [`${os.hostname()}:8101`, false],
])('on loopback the Host %s is answered: %s', (host, isOwn) => {
  expect(createHosts({ isLoopback: true, allowed: [] }).isOwn(host)).toBe(isOwn);
});

test.each([
  ['localhost:8101', true],
  [os.hostname(), true],
  [`${os.hostname().toUpperCase()}:8101`, true],
  [`${os.hostname().split('.')[0]}.local:8101`, true],
  [ownAddress(), true],
  ['wire.example', true],
  ['WIRE.EXAMPLE:443', true],
  ['wire.example.', true],
  ['evil.test', false],
  ['wire.example.evil.test', false],
  ['203.0.113.7', false],
])('opened to a class the Host %s is answered: %s', (host, isOwn) => {
  expect(createHosts({ isLoopback: false, allowed: ['wire.example'] }).isOwn(host)).toBe(isOwn);
});

/** One of this machine's addresses as a Host header field has it. */
function ownAddress(): string {
  const [first] = Object.values(os.networkInterfaces()).flatMap((entries) => entries ?? []);
  return first?.family === 'IPv6' ? `[${first.address}]` : (first?.address ?? '127.0.0.1');
}

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

test.each([
  ['127.0.0.1', 'evil.example'],
  ['0.0.0.0', 'evil.example'],
  ['0.0.0.0', 'http://evil.example/'],
])('a server on %s refuses the foreign Host %s, also with a matching Origin', async (host, foreign) => {
  const server = await startTestServer({ host });
  const isTarget = foreign.startsWith('http');
  for (const [method, path] of [
    ['GET', '/'],
    ['POST', '/lab'],
  ]) {
    const client = await connect(server);
    const target = isTarget ? `http://evil.example${path}` : path;
    const name = isTarget ? 'localhost' : foreign;
    await client.send(
      `${method} ${target} HTTP/1.1\r\nHost: ${name}\r\nOrigin: http://${name}\r\nContent-Length: 0\r\n\r\n`,
    );
    await client.closed();
    expect(client.received().toString()).toMatch(/^HTTP\/1.1 421 Misdirected Request/);
    expect(client.received().toString()).toContain('--allow-host');
  }
});

test('a foreign Host cannot upgrade either', async () => {
  const server = await startTestServer({ host: '0.0.0.0' });
  const lab = await makeLab(server);
  for (const path of ['ws', 'feed', 'socket.io/?EIO=4&transport=websocket']) {
    const client = await connect(server);
    await client.send(handshake(`/lab/${lab.id}/${path}`, { Host: 'evil.example' }));
    await client.closed();
    expect(client.received().toString()).toMatch(/^HTTP\/1.1 421 /);
  }
});

test('a name that was allowed is answered, and the addresses use it', async () => {
  const server = await startTestServer({ allowedHosts: ['wire.example'] });
  const client = await connect(server);
  await client.send(
    'POST /lab HTTP/1.1\r\nHost: wire.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
  await client.closed();
  expect(client.received().toString()).toContain('"ws":"ws://wire.example/lab/');
});

test('behind a public URL its pages are served, and the addresses are below it', async () => {
  const server = await startTestServer({ publicUrl: 'https://class.example/wire' });
  const client = await connect(server);
  await client.send(
    'POST /lab HTTP/1.1\r\nHost: class.example\r\nOrigin: https://class.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  );
  await client.closed();
  expect(client.received().toString()).toContain('"feed":"wss://class.example/wire/lab/');
  expect(client.received().toString()).toContain('"http":"https://class.example/wire/lab/');
});

test.each([['file://'], ['file://localhost'], ['chrome-extension://x'], ['http://'], ['\xff'], ['http://[']])(
  'the Origin %s on an upgrade is refused, and the server goes on',
  async (origin) => {
    const server = await startTestServer();
    const lab = await makeLab(server);
    for (const path of ['ws', 'feed', 'socket.io/?EIO=4&transport=websocket']) {
      const client = await connect(server);
      await client.send(handshake(`/lab/${lab.id}/${path}`, { Origin: origin }));
      await client.closed();
      expect(client.received().toString()).toMatch(/^HTTP\/1.1 403 Forbidden/);
    }
    await watch(lab.feed);
  },
);
