import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { LabMade } from '../src/protocol/messages/lab-made';
import { createLabs } from './labs';
import { DEFAULT_LIMITS } from './limits';
import { connect, handshake, makeLab, startTestServer, watch } from './test-server';

test('a lab ends some minutes after its last viewer left, and not before', () => {
  let nowMs = 0;
  const labs = createLabs({ ...DEFAULT_LIMITS, labIdleMs: 1000 }, () => nowMs);
  const lab = labs.create('::1');
  if ('error' in lab) throw new Error(lab.error);
  labs.viewerCame(lab);
  nowMs = 50_000;
  labs.expire();
  expect(labs.find(lab.id)).toBe(lab);
  labs.viewerLeft(lab);
  nowMs += 999;
  labs.expire();
  expect(labs.expiresInMs(lab)).toBe(1);
  expect(labs.find(lab.id)).toBe(lab);
  nowMs += 1;
  labs.expire();
  expect(labs.find(lab.id)).toBeUndefined();
  expect(labs.size).toBe(0);
});

test('what is open in a lab ends with it', async () => {
  let nowMs = 0;
  const server = await startTestServer({ nowMs: () => nowMs });
  const lab = await makeLab(server);
  const websocket = new WebSocket(lab.ws);
  await once(websocket, 'open');
  nowMs = DEFAULT_LIMITS.labIdleMs;
  server.labs.expire();
  expect(await once(websocket, 'close')).toEqual([1001, Buffer.from('the lab has ended')]);
  const gone = await fetch(lab.http);
  expect(gone.status).toBe(404);
  expect(((await gone.json()) as { error: string }).error).toContain('has ended');
});

test('the answer says where everything is, and the same again later', async () => {
  const limits = { ...DEFAULT_LIMITS, messageBytes: 5000, delayMs: 700 };
  const server = await startTestServer({ limits });
  const made = await fetch(`${server.url}/lab`, { method: 'POST' });
  expect(made.status).toBe(201);
  const lab = (await made.json()) as { id: string };
  const host = `localhost:${server.port}`;
  expect(lab.id).toMatch(/^[0-9a-f]{32}$/);
  expect(lab).toEqual({
    id: lab.id,
    feed: `ws://${host}/lab/${lab.id}/feed`,
    http: `http://${host}/lab/${lab.id}`,
    ws: `ws://${host}/lab/${lab.id}/ws`,
    socketio: `http://${host}/lab/${lab.id}/socket.io/`,
    expiresInMs: DEFAULT_LIMITS.labIdleMs,
    limits: {
      messageBytes: 5000,
      delayMs: 700,
      rawBytes: limits.rawBytes,
      heartbeatMs: limits.heartbeatMs,
      jitterMs: limits.jitterMs,
      bytesPerSecond: limits.bytesPerSecond,
      readBytes: limits.readBytes,
      gatherMs: limits.gatherMs,
      piecesPerRead: limits.piecesPerRead,
    },
  });
  expect(await (await fetch(`http://${host}/lab/${lab.id}`)).json()).toMatchObject({ id: lab.id });
});

test('too many labs, and labs too fast, are refused with the limit', async () => {
  const full = await startTestServer({ limits: { labs: 1 } });
  await makeLab(full);
  const none = await fetch(`${full.url}/lab`, { method: 'POST' });
  expect([none.status, await none.text()]).toEqual([503, expect.stringContaining('1 labs at a time')]);
  // Its only lab is not watched, and ends in ten minutes.
  expect(Number(none.headers.get('retry-after'))).toBeGreaterThan(200);

  let nowMs = 0;
  const slow = await startTestServer({ limits: { labsPerMinute: 2 }, nowMs: () => nowMs });
  const statuses = async () => (await fetch(`${slow.url}/lab`, { method: 'POST' })).status;
  expect([await statuses(), await statuses(), await statuses()]).toEqual([201, 201, 429]);
  nowMs = 60_000;
  expect(await statuses()).toBe(201);
});

test('a page that is loaded again takes the place of its lab, and nothing of that stays', async () => {
  const server = await startTestServer({ limits: { labs: 1 } });
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const client = await connect(server);
  await client.send(handshake(`/lab/${lab.id}/ws`));
  await client.until('101');
  const isOver = once(watched.socket, 'close');
  const again = await fetch(`${server.url}/lab`, { method: 'POST', body: lab.id });
  expect([again.status, ((await again.json()) as LabMade).id]).toEqual([201, lab.id]);
  await client.closed();
  await isOver;
  const next = await watch(lab.feed);
  await next.until((records) => records.some(({ type }) => type === 'hello'));
  expect(next.records).toMatchObject([{ type: 'hello', lastSeq: 0 }]);
  // Only what is there can be taken again.
  expect((await fetch(`${server.url}/lab`, { method: 'POST', body: 'mine' })).status).toBe(503);
});

test('connections over the limit of a lab are refused, and one that ends makes room', async () => {
  const server = await startTestServer({ limits: { connectionsPerLab: 1 } });
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const first = await connect(server);
  await first.send(handshake(`/lab/${lab.id}/ws`));
  await first.until('101');
  const second = await connect(server);
  await second.send(handshake(`/lab/${lab.id}/ws`));
  await second.until('503 Service Unavailable');
  expect(second.received().toString()).toContain('1 connections open');
  second.socket.destroy();
  first.socket.destroy();
  await watched.until(
    (records) => records.filter((r) => r.type === 'end' && r.how === 'closed').length === 2,
  );
  const third = await connect(server);
  await third.send(handshake(`/lab/${lab.id}/ws`));
  await third.until('101');
});

test('a body over the limit of the echo is refused with the limit', async () => {
  const server = await startTestServer({ limits: { bodyBytes: 10 } });
  const lab = await makeLab(server);
  const response = await fetch(`${lab.http}/echo`, { method: 'POST', body: 'x'.repeat(11) });
  expect([response.status, await response.text()]).toEqual([413, expect.stringContaining('10 bytes')]);
  expect(
    await (await fetch(`${lab.http}/echo`, { method: 'POST', body: 'x'.repeat(10) })).text(),
  ).toHaveLength(10);
});

test.each([0, 64, 65, 103, 70_000])(
  'a lab is made whatever %i bytes come with the request',
  async (length) => {
    const server = await startTestServer();
    const client = await connect(server);
    // In one write, so that the body is there before anybody reads it.
    await client.send(
      `POST /lab HTTP/1.1\r\nHost: localhost:${server.port}\r\nContent-Length: ${length}\r\n\r\n${'a'.repeat(length)}`,
    );
    await client.until('201 Created');
  },
);
