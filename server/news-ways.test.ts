import { once } from 'node:events';
import { io } from 'socket.io-client';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeLab, startTestServer } from './test-server';

async function setUp() {
  const server = await startTestServer();
  const lab = await makeLab(server);
  const makeNews = (count: number) =>
    fetch(`${lab.http}/newsroom`, { method: 'PUT', body: JSON.stringify({ everyMs: 50, count }) });
  return { lab, makeNews };
}

test('a WebSocket that asks for news gets each piece as it happens, and none from before', async () => {
  const { lab, makeNews } = await setUp();
  const early = new WebSocket(`${lab.ws}?echo=0&news=1`);
  const first = once(early, 'message');
  await once(early, 'open');
  await makeNews(1);
  expect(JSON.parse(String((await first)[0]))).toMatchObject({ id: 1, text: 'News 1' });
  const late = new WebSocket(`${lab.ws}?echo=0&news=1`);
  await once(late, 'open');
  const heard: number[] = [];
  late.on('message', (data) => heard.push((JSON.parse(String(data)) as { id: number }).id));
  late.send('not echoed');
  await makeNews(2);
  await expect.poll(() => heard).toEqual([2, 3]);
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
