import { once } from 'node:events';
import { createServer } from 'node:http';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedRecord } from '../src/protocol/feed';
import { createLabs } from './labs';
import { DEFAULT_LIMITS, type Limits } from './limits';
import {
  type BareClient,
  connect,
  frame,
  handshake,
  makeLab,
  startTestServer,
  type TestLab,
  watch,
} from './test-server';
import { Watch } from './watch';

/** Bounds on what one client may take, and on what it leaves behind. */

async function setUp(limits: Partial<Limits> = {}) {
  const server = await startTestServer({ limits });
  const lab = await makeLab(server);
  return { server, lab, watched: await watch(lab.feed) };
}

/** Timers of this process; a few are of tests before, whose servers still end. */
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

async function order(lab: TestLab, path: string, method: string, body: unknown) {
  const response = await fetch(`${lab.http}/${path}`, { method, body: JSON.stringify(body) });
  const text = await response.text();
  return {
    status: response.status,
    error: text ? (JSON.parse(text) as { error?: string }).error : undefined,
  };
}

const pipelined = (lab: TestLab, count: number, afterMs: number) =>
  `GET /lab/${lab.id}/echo?afterMs=${afterMs} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(count);

test('waiting requests of one connection are bounded: the one too many is refused, and nothing after it is read', async () => {
  const { server, lab } = await setUp({ unansweredRequests: 5 });
  const client = await connect(server);
  await client.send(pipelined(lab, 20, 30));
  await client.closed();
  const answers = client
    .received()
    .toString()
    .match(/HTTP\/1.1 \d+/g);
  expect(answers).toEqual([...Array.from({ length: 5 }, () => 'HTTP/1.1 200'), 'HTTP/1.1 429']);
  expect(client.received().toString()).toContain('5 requests on this connection are still waiting');
});

test('waiting requests end with their connection, also those that queue behind others', async () => {
  const { server, lab, watched } = await setUp();
  const before = timers();
  const client = await connect(server);
  await client.send(pipelined(lab, 50, 30_000));
  await expect.poll(timers).toBeGreaterThanOrEqual(before + 45);
  client.socket.destroy();
  await watched.until((records) => records.some((r) => r.type === 'end' && r.how === 'closed'));
  await expect.poll(timers).toBeLessThanOrEqual(before + 5);
});

test('and so do those of a client that asked for too many and never reads', async () => {
  const { server, lab, watched } = await setUp();
  const before = timers();
  const client = await connect(server);
  client.socket.pause();
  await client.send(pipelined(lab, 2000, 30_000));
  await expect.poll(timers).toBeGreaterThanOrEqual(before + 95);
  client.socket.destroy();
  await watched.until((records) => records.some((r) => r.type === 'end' && r.how === 'closed'));
  await expect.poll(timers).toBeLessThanOrEqual(before + 5);
});

test('what the echo is told to say is bounded in bytes and in concurrent orders', async () => {
  const { lab } = await setUp();
  const websocket = new WebSocket(lab.ws);
  onTestFinished(() => websocket.terminate());
  await once(websocket, 'open');
  const say = (saying: object) => order(lab, 'say', 'POST', { connection: 1, ...saying });
  const long = 'x'.repeat(150 * 1024);
  expect(await say({ text: long, count: 200, fragments: 20 })).toEqual({
    status: 400,
    error: expect.stringContaining(`${DEFAULT_LIMITS.sayingBytes}`),
  });
  for (let n = 0; n < DEFAULT_LIMITS.sayingOrders; n++) {
    expect((await say({ text: 'slow', count: 2, gapMs: 2000 })).status).toBe(200);
  }
  expect(await say({ text: 'one more' })).toEqual({ status: 429, error: expect.stringContaining('orders') });
});

test('a saying in fragments arrives whole, whatever characters the fragments split', async () => {
  const { lab } = await setUp();
  const websocket = new WebSocket(lab.ws);
  onTestFinished(() => websocket.terminate());
  await once(websocket, 'open');
  const texts = ['', 'a', 'ab€c', '🙂'.repeat(7), 'grüße {n}', 'é'.repeat(1000)];
  for (const fragments of [1, 3, 20]) {
    for (const text of texts) {
      const message = once(websocket, 'message');
      await order(lab, 'say', 'POST', { connection: 1, text, fragments });
      const [said] = (await message) as [Buffer];
      expect(said.toString()).toBe(text.replace('{n}', '1'));
    }
  }
});

test('a client that sends a thousand pings in one write gets a thousand pongs', async () => {
  const { server, lab } = await setUp();
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/ws`));
  await client.until('\r\n\r\n');
  const head = client.received().length;
  const ping = frame(9, 'p');
  await client.send(Buffer.concat(Array.from({ length: 1000 }, () => ping)));
  await client.until(head + 3000);
  expect(client.received().subarray(head)).toEqual(Buffer.from('8a0170'.repeat(1000), 'hex'));
});

test('unread short echoes are bounded in number, and all come back once they are read', async () => {
  const { server, lab, watched } = await setUp({ echoUnsentAnswers: 10 });
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/ws`));
  await client.until('\r\n\r\n');
  const head = client.received().length;
  const message = frame(1, 'm');
  await client.send(Buffer.concat(Array.from({ length: 20_000 }, () => message)));
  await client.until(head + 60_000);
  expect(watched.records.some((record) => record.type === 'end')).toBe(false);
});

test('bytes that wait on a raw connection are bounded, and the student is told', async () => {
  const { lab } = await setUp({ rawBytes: 1000, rawWaitingBytes: 3000 });
  const post = (path: string, body: string) => fetch(`${lab.http}/raw${path}`, { method: 'POST', body });
  expect((await post('?to=bytes', '')).status).toBe(201);
  const slowly = '/1?pieces=1&gapMs=2000';
  const statuses: number[] = [];
  for (let n = 0; n < 4; n++) statuses.push((await post(slowly, 'x'.repeat(1000))).status);
  expect(statuses).toEqual([204, 204, 204, 429]);
  const refused = await post('/1', 'x'.repeat(1000));
  expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('3000 bytes')]);
});

test('a raw connection is claimed by both ends with address and port, never by port alone', async () => {
  const labs = createLabs(DEFAULT_LIMITS);
  const http = createServer();
  const taps = new Watch(labs, DEFAULT_LIMITS);
  taps.tapAll(http);
  http.listen(0, '0.0.0.0');
  onTestFinished(() => void http.close());
  await once(http, 'listening');
  const { port } = http.address() as net.AddressInfo;
  const stranger = net.connect({ host: '127.0.0.1', port, localAddress: '127.0.0.2' });
  onTestFinished(() => void stranger.destroy());
  await once(http, 'connection');
  const lab = labs.create('::1');
  if ('error' in lab) throw new Error(lab.error);
  const client = { address: '127.0.0.1', port: stranger.localPort! };
  taps.claim({ client, server: { address: '127.0.0.1', port } }, lab);
  const [owner] = [...taps.connections.values()].map(({ attribution }) => attribution.rawOwner);
  expect(owner).toBeNull();
  // The connection that is claimed comes later.
  const own = net.connect({ host: '127.0.0.1', port, localAddress: '127.0.0.1', localPort: client.port });
  onTestFinished(() => void own.destroy());
  await once(http, 'connection');
  const owners = [...taps.connections.values()].map(({ attribution }) => attribution.rawOwner);
  expect(owners).toEqual([null, lab]);
});

test('a session counts whatever else its query holds', async () => {
  const { lab } = await setUp({ sessionsPerLab: 1 });
  const open = (query: string) => fetch(`${lab.http}/socket.io/?EIO=4&transport=polling${query}`);
  expect((await open('')).status).toBe(200);
  for (const query of ['', '&xsid=1', '&sid', '&sid=', '&a=sid=1']) {
    const refused = await open(query);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining('1 Socket.IO sessions'),
    ]);
  }
});

test('a peer that ignores the close of its Socket.IO session is cut off after the usual time', async () => {
  const { server, lab } = await setUp({ closeTimeoutMs: 50 });
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/socket.io/?EIO=4&transport=websocket`));
  await client.until('pingInterval');
  // No Engine.IO packet has type 9: the server closes the WebSocket, and is not answered.
  await client.send(frame(1, '9'));
  await client.closed();
});

test('an upgrade by HTTP/1.0 is refused', async () => {
  const { server, lab } = await setUp();
  for (const path of ['ws', 'feed', 'socket.io/?EIO=4&transport=websocket']) {
    const client = await connect(server);
    await client.send(handshake(`/lab/${lab.id}/${path}`).replace('HTTP/1.1', 'HTTP/1.0'));
    await client.closed();
    expect(client.received().toString()).toMatch(/^HTTP\/1.1 400 Bad Request/);
  }
});

test.each([
  ['echo', { method: 'POST', body: '<a/>', headers: { 'Content-Type': 'application/xml' } }],
  ['page', {}],
  ['object/1', {}],
] as const)('%s runs nothing when it is opened as a document', async (path, init) => {
  const { lab } = await setUp();
  const response = await fetch(`${lab.http}/${path}`, init as RequestInit);
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
});

test('when all places for labs are taken, a lab that nobody has watched goes first, and one in use never', () => {
  let nowMs = 0;
  const labs = createLabs({ ...DEFAULT_LIMITS, labs: 3, labSettleMs: 1000 }, () => nowMs);
  const make = () => {
    const made = labs.create('::1');
    nowMs += 10;
    return made;
  };
  const lab = () => {
    const made = make();
    if ('error' in made) throw new Error(made.error);
    return made;
  };
  const watched = lab();
  labs.viewerCame(watched);
  const left = lab();
  labs.viewerCame(left);
  labs.viewerLeft(left);
  const never = lab();
  expect(make()).toMatchObject({ status: 503, error: expect.stringContaining('3 labs at a time') });
  nowMs += 1000;
  const second = lab();
  expect([watched, left, never].map(({ id }) => labs.find(id) !== undefined)).toEqual([true, true, false]);
  labs.viewerCame(second);
  lab();
  expect([watched, left, second].map(({ id }) => labs.find(id) !== undefined)).toEqual([true, false, true]);
});

test('labs and connections of one address are bounded, so that others find room', async () => {
  const labs = createLabs({ ...DEFAULT_LIMITS, labsPerAddress: 1 });
  expect(labs.create('::1')).not.toHaveProperty('error');
  expect(labs.create('::1')).toMatchObject({ status: 429, error: expect.stringContaining('1 labs') });
  expect(labs.create('::2')).not.toHaveProperty('error');

  const { server, lab } = await setUp({ connectionsPerAddress: 8 });
  const clients: BareClient[] = [];
  for (let n = 0; n < 8; n++) clients.push(await connect(server));
  await clients[7]!.send(`GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await clients[7]!.until('HTTP/1.1 429');
  expect(clients[7]!.received().toString()).toContain('8 connections');
  const other = net.connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  onTestFinished(() => void other.destroy());
  other.write(`GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  const [answer] = (await once(other, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 200/);
});

const ends = (records: readonly FeedRecord[], how: string) =>
  records.filter((record) => record.type === 'end' && record.how === how).length;

/** A WebSocket that the server has given up behind a black hole, unknown to its client. */
async function orphaned({ lab, watched }: Awaited<ReturnType<typeof setUp>>, connection: number) {
  const websocket = new WebSocket(`${lab.ws}?heartbeatMs=200`);
  onTestFinished(() => websocket.terminate());
  await once(websocket, 'open');
  await order(lab, 'impairment', 'PUT', { connection, cut: 'black hole' });
  await watched.until((records) => ends(records, 'timeout') === connection);
  return websocket;
}

test('a connection that only a cut keeps open ends with its client', async () => {
  const all = await setUp();
  const { server, lab, watched } = all;
  const websocket = await orphaned(all, 1);
  expect(ends(watched.records, 'closed')).toBe(0);
  expect(server.labs.find(lab.id)!.connections).toBe(1);
  websocket.send('into the hole');
  await watched.until(() => watched.stream('client').length > 0 && watched.chunks('client').length === 2);
  websocket.terminate();
  await watched.until((records) => ends(records, 'closed') === 1);
  expect(server.labs.find(lab.id)!.connections).toBe(0);
});

test('connections that only a cut keeps open are bounded', async () => {
  const all = await setUp({ orphans: 1 });
  await orphaned(all, 1);
  await orphaned(all, 2);
  await all.watched.until((records) => ends(records, 'closed') === 1);
  expect(all.server.labs.find(all.lab.id)!.connections).toBe(1);
});

test('requests that wait to be told to continue are bounded like any other', async () => {
  const { server, lab } = await setUp({ unansweredRequests: 5 });
  const client = await connect(server);
  const first = pipelined(lab, 1, 30);
  const more = `POST /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n`;
  await client.send(first + more.repeat(20));
  await client.closed();
  const finals = client
    .received()
    .toString()
    .match(/HTTP\/1.1 [2-5]\d+/g);
  expect(finals).toEqual([...Array.from({ length: 5 }, () => 'HTTP/1.1 200'), 'HTTP/1.1 429']);
});

test('connections of one address that never ask for anything leave room for others', async () => {
  const { server, lab } = await setUp({ connectionsPerAddress: 8 });
  const clients: BareClient[] = [];
  for (let n = 0; n < 60; n++) clients.push(await connect(server));
  await Promise.race(clients.map((client) => client.closed()));
  const other = net.connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  onTestFinished(() => void other.destroy());
  other.write(`GET /lab/${lab.id}/echo HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  expect(String((await once(other, 'data'))[0])).toMatch(/^HTTP\/1.1 200/);
});

test('a thousand pings to Socket.IO in one write get a thousand pongs', async () => {
  const { server, lab } = await setUp();
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/socket.io/?EIO=4&transport=websocket`));
  await client.until('pingInterval');
  const head = client.received().length;
  const ping = frame(9, 'p');
  await client.send(Buffer.concat(Array.from({ length: 1000 }, () => ping)));
  await client.until(head + 3000);
});
