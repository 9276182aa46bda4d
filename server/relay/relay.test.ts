import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startTestServer, watch } from '../test-server';
import { readUpstream, type Upstream } from './upstream';

/** A server that the relay stands before: each connection is handled by `handle`. */
async function serve(handle: (socket: net.Socket) => void): Promise<number> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    handle(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** The relay before the server at this port, and the feed of its lab. */
async function relayTo(port: number) {
  const server = await startTestServer();
  const upstream = readUpstream(`http://127.0.0.1:${port}`) as Upstream;
  const { relay, lab } = await server.watch({ upstream, port: 0, host: '127.0.0.1' });
  const watched = await watch(`ws://127.0.0.1:${server.port}/lab/${lab}/feed`);
  return { server, relay, lab, watched, port: Number(new URL(relay).port) };
}

async function connect(port: number): Promise<{ socket: net.Socket; got: () => Buffer }> {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const pieces: Buffer[] = [];
  socket.on('data', (bytes) => pieces.push(bytes));
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return { socket, got: () => Buffer.concat(pieces) };
}

/** For tests alone: a key, and a certificate for localhost that nobody else has signed. */
const fixture = (name: string) => readFileSync(new URL(`./testing/localhost-${name}.pem`, import.meta.url));

/** Resolves to whether it closed with an error. */
const closed = (socket: net.Socket) => new Promise<boolean>((resolve) => socket.once('close', resolve));

describe('a relay', () => {
  test('passes every byte on as it is, in both directions, and shows it', async () => {
    const port = await serve((socket) => socket.pipe(socket));
    const { port: relayPort, watched } = await relayTo(port);
    let connections = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 2000 }), { minLength: 1, maxLength: 8 }),
        async (pieces) => {
          connections++;
          const { socket, got } = await connect(relayPort);
          for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
          const ended = once(socket, 'end');
          socket.end();
          await ended;
          expect(got()).toEqual(Buffer.concat(pieces));
        },
      ),
      { numRuns: 25 },
    );
    const ends = () => watched.records.filter((r) => r.type === 'end' && r.how === 'closed').length;
    await watched.until(() => ends() === connections);
    for (let n = 1; n <= connections; n++)
      expect(watched.stream('server', n).equals(watched.stream('client', n))).toBe(true);
  });

  test('carries a WebSocket, and says which program the client is', async () => {
    const origin = http.createServer();
    const sockets = new WebSocketServer({ server: origin });
    sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
    origin.listen(0, '127.0.0.1');
    await once(origin, 'listening');
    onTestFinished(() => {
      sockets.close();
      origin.closeAllConnections();
      origin.close();
    });
    const { relay, watched } = await relayTo((origin.address() as AddressInfo).port);
    const socket = new WebSocket(`${relay.replace('http', 'ws')}/chat?room=1`);
    await once(socket, 'open');
    socket.send('Hello');
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(answer.toString()).toBe('Hello');
    const over = once(socket, 'close');
    socket.close(4001, 'enough');
    expect((await over)[0]).toBe(4001);
    await watched.until((records) => records.some((r) => r.type === 'end' && r.how === 'closed'));
    expect(watched.records.find((r) => r.type === 'open')).toMatchObject({ via: 'relay', connection: 1 });
    expect(watched.records.find((r) => r.type === 'upstream')).toMatchObject({ how: 'connected' });
    expect(watched.stream('client').toString('latin1')).toMatch(/^GET \/chat\?room=1 HTTP\/1\.1\r\n/);
    expect(watched.stream('server').toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
  });

  test('ends each direction as the other end does', async () => {
    const port = await serve((socket) => {
      socket.end('bye');
      socket.on('data', () => undefined);
    });
    const { port: relayPort, watched } = await relayTo(port);
    const { socket, got } = await connect(relayPort);
    await once(socket, 'end');
    expect(got().toString()).toBe('bye');
    // Its own direction is still open.
    socket.end('and one more');
    await watched.until((records) => records.some((r) => r.type === 'end' && r.how === 'closed'));
    expect(watched.records.flatMap((r) => (r.type === 'end' ? [`${r.by} ${r.how}`] : []))).toEqual([
      'server fin',
      'client fin',
      'server closed',
    ]);
    expect(watched.stream('client').toString()).toBe('and one more');
  });

  test('resets the client when the server resets, and says so', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const { port: relayPort, watched } = await relayTo(port);
    const { socket } = await connect(relayPort);
    const failed = closed(socket);
    socket.write('x');
    expect(await failed).toBe(true);
    await watched.until((records) => records.some((r) => r.type === 'upstream' && r.how === 'failed'));
    expect(watched.records.find((r) => r.type === 'upstream' && r.how === 'failed')).toMatchObject({
      text: expect.stringContaining('reset its connection'),
    });
  });

  test('resets the server’s connection when the client resets', async () => {
    let broke = (_: unknown) => {};
    const broken = new Promise((resolve) => {
      broke = resolve;
    });
    const port = await serve((socket) => socket.once('error', broke).resume());
    const { port: relayPort, watched } = await relayTo(port);
    const { socket } = await connect(relayPort);
    socket.write('x');
    await watched.until(() => watched.stream('client').length === 1);
    socket.resetAndDestroy();
    expect(await broken).toMatchObject({ code: 'ECONNRESET' });
  });

  test('resets a client when nothing listens, says so, and works when something does', async () => {
    const free = net.createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const { port: relayPort, watched } = await relayTo(port);
    const first = await connect(relayPort);
    if (!first.socket.destroyed) await closed(first.socket);
    await watched.until((records) => records.some((r) => r.type === 'upstream'));
    expect(watched.records.find((r) => r.type === 'upstream')).toMatchObject({
      how: 'failed',
      text: expect.stringContaining('nothing listens there'),
    });
    const echo = net.createServer((socket) => socket.pipe(socket)).listen(port, '127.0.0.1');
    await once(echo, 'listening');
    onTestFinished(() => void echo.close());
    const second = await connect(relayPort);
    second.socket.write('there');
    await once(second.socket, 'data');
    expect(second.got().toString()).toBe('there');
    second.socket.destroy();
  });

  test('speaks TLS with a server that does, and gives it its own name', async () => {
    const identity = { key: fixture('key'), cert: fixture('certificate') };
    const secure = https.createServer(identity, (request, response) => response.end(request.headers.host));
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    onTestFinished(() => void secure.close());
    const { port } = secure.address() as AddressInfo;
    const server = await startTestServer();
    const open = async (isTrusted: boolean) => {
      const upstream = readUpstream(`https://localhost:${port}`, isTrusted) as Upstream;
      return server.watch({ upstream, port: 0, host: '127.0.0.1' });
    };
    const { relay } = await open(true);
    const answer = await fetch(relay, { headers: { Connection: 'close' } });
    expect(await answer.text()).toBe(`localhost:${port}`);
    const strict = await open(false);
    const watched = await watch(`ws://127.0.0.1:${server.port}/lab/${strict.lab}/feed`);
    await expect(fetch(strict.relay)).rejects.toThrow();
    await watched.until((records) => records.some((r) => r.type === 'upstream' && r.how === 'failed'));
    expect(watched.records.find((r) => r.type === 'upstream')).toMatchObject({
      text: expect.stringContaining('--insecure'),
    });
  });

  test('is slowed and cut like any connection', async () => {
    const port = await serve((socket) => socket.pipe(socket));
    const { port: relayPort, watched, server, lab } = await relayTo(port);
    const { socket } = await connect(relayPort);
    socket.write('a');
    await once(socket, 'data');
    const ordered = await fetch(`${server.url}/lab/${lab}/impairment`, {
      method: 'PUT',
      body: JSON.stringify({ connection: 1, delayMs: 30 }),
    });
    expect(ordered.status).toBe(200);
    socket.write('b');
    await once(socket, 'data');
    expect(watched.chunks('client')[1]!.heldMicros).toBe(30_000);
    const cut = closed(socket);
    await fetch(`${server.url}/lab/${lab}/end`, {
      method: 'POST',
      body: JSON.stringify({ connection: 1, how: 'reset' }),
    });
    expect(await cut).toBe(true);
  });
});

describe('the address of a server to watch', () => {
  test.each([
    [
      'http://localhost:3000',
      { origin: 'http://localhost:3000', host: 'localhost', port: 3000, isTls: false },
    ],
    ['ws://127.0.0.1:8080', { origin: 'http://127.0.0.1:8080', host: '127.0.0.1', port: 8080, isTls: false }],
    ['http://[::1]:9', { origin: 'http://[::1]:9', host: '::1', port: 9, isTls: false }],
    ['http://example.test', { origin: 'http://example.test', host: 'example.test', port: 80, isTls: false }],
    [
      'https://example.test',
      { origin: 'https://example.test', host: 'example.test', port: 443, isTls: true },
    ],
  ])('%s is read', (text, upstream) => {
    expect(readUpstream(text)).toEqual({ ...upstream, isTrusted: false });
  });

  test.each(['', '3000', 'localhost:3000', 'ftp://x', 'http://x/chat', 'http://a:b@x'])(
    '“%s” is refused with a sentence',
    (text) => {
      expect(readUpstream(text)).toEqual({ error: expect.stringMatching(/\.$/) });
    },
  );
});
