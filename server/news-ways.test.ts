import { once } from 'node:events';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeLab, startTestServer } from './test-server';

async function setUp() {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const makeNews = (count: number, everyMs = 50) =>
    fetch(`${lab.http}/newsroom`, { method: 'PUT', body: JSON.stringify({ everyMs, count }) });
  return { lab, makeNews };
}

test('a WebSocket that asks for news gets each piece as it happens, and none from before', async () => {
  const { lab, makeNews } = await setUp();
  const open = async () => {
    const websocket = new WebSocket(`${lab.ws}?echo=0&news=1`);
    const heard: number[] = [];
    websocket.on('message', (data) => heard.push((JSON.parse(String(data)) as { id: number }).id));
    await once(websocket, 'open');
    return { websocket, heard };
  };
  const early = await open();
  await makeNews(2, 600);
  await expect.poll(() => early.heard).toEqual([1]);
  const late = await open();
  late.websocket.send('not echoed');
  await expect.poll(() => early.heard).toEqual([1, 2]);
  await expect.poll(() => late.heard).toEqual([2]);
});

test('a Socket.IO client that asks for news gets it as events, and no echo', async () => {
  const { lab, makeNews } = await setUp();
  const { origin, pathname } = new URL(lab.http);
  const client = io(origin, { path: `${pathname}/socket.io`, query: { news: '1' }, forceNew: true });
  try {
    await new Promise<void>((resolve) => client.once('connect', resolve));
    const heard: [string, number][] = [];
    client.onAny((name: string, item: { id: number }) => heard.push([name, item.id]));
    client.emit('note', { id: 7 });
    await makeNews(2);
    await expect
      .poll(() => heard)
      .toEqual([
        ['news', 1],
        ['news', 2],
      ]);
  } finally {
    client.disconnect();
  }
});

test('a POST to a silent echo is answered with 204', async () => {
  const { lab } = await setUp();
  const response = await fetch(`${lab.http}/echo?echo=0`, { method: 'POST', body: 'Hello' });
  expect([response.status, await response.text()]).toEqual([204, '']);
});
