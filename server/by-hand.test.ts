import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { acceptSteps } from '../src/protocol/handshake';
import { makeLab, startTestServer, type TestLab, watch } from './test-server';

/** A client's WebSocket to a server that the student is, once its request is there. */
async function opened() {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  const socket = new WebSocket(`${lab.ws.replace(/ws$/, 'by-hand')}`, 'chat');
  socket.on('error', () => undefined);
  onTestFinished(() => socket.terminate());
  await watched.until(() => watched.stream('client').includes('\r\n\r\n'));
  const key = /sec-websocket-key: (\S+)/i.exec(watched.stream('client').toString())![1]!;
  return { lab, watched, socket, key };
}

/** The close code, once it has closed. */
const closeCode = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve));

const answer = (lab: TestLab, body: string | Buffer, connection = 1) =>
  fetch(`${lab.http}/answer?connection=${connection}`, {
    method: 'POST',
    body: new Uint8Array(typeof body === 'string' ? Buffer.from(body, 'latin1') : body),
    headers: { Connection: 'close' },
  });

test('whoever is the server writes the answer, and then frames', async () => {
  const { lab, watched, socket, key } = await opened();
  const { accept } = acceptSteps(key);
  const open = once(socket, 'open');
  const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: chat\r\n\r\n`;
  expect((await answer(lab, head)).status).toBe(204);
  await open;
  const message = once(socket, 'message');
  await answer(lab, '\x81\x05Hello');
  expect(String((await message)[0])).toBe('Hello');
  socket.send('Hi');
  await watched.until(() => watched.chunks('client').length === 2);
  const closed = closeCode(socket);
  await answer(lab, Buffer.from([0x88, 0x02, 0x03, 0xe8]));
  expect(await closed).toBe(1000);
  const written = `${head}\x81\x05Hello\x88\x02\x03\xe8`;
  // The client may have its Close before the feed tells of it.
  await watched.until(() => watched.stream('server').length >= written.length);
  expect(watched.stream('server').toString('latin1')).toBe(written);
});

test('an answer that is no HTTP is on the stage, too, and the client refuses it', async () => {
  const { lab, watched, socket } = await opened();
  const failed = closeCode(socket);
  await answer(lab, 'Hello?\nThis is no HTTP.\n');
  await failed;
  await watched.until((records) =>
    records.some((record) => record.type === 'end' && record.how === 'closed'),
  );
  expect(watched.stream('server').toString()).toBe('Hello?\nThis is no HTTP.\n');
});

test('only a connection that waits for the student is answered by them', async () => {
  const { lab, socket } = await opened();
  const refused = await answer(lab, 'x', 7);
  expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([
    404,
    'Connection 7 does not wait for an answer of yours (any more): open a WebSocket to by-hand.',
  ]);
  expect((await answer(lab, 'x'.repeat(200_000))).status).toBe(413);
  expect((await fetch(`${lab.http}/answer`)).status).toBe(405);
  expect(socket.readyState).toBe(WebSocket.CONNECTING);
});

test('the lab ends it as it ends any connection', async () => {
  const { lab, watched, socket } = await opened();
  const failed = closeCode(socket);
  await fetch(`${lab.http}/end`, {
    method: 'POST',
    body: JSON.stringify({ connection: 1, how: 'reset' }),
    headers: { Connection: 'close' },
  });
  await failed;
  await watched.until((records) => records.some((record) => record.type === 'end' && record.how === 'reset'));
});
