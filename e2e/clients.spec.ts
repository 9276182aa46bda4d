import net from 'node:net';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { ladder, openedLab, row, sentencesOf } from './on-screen';
import { expect, test } from './wire101';

test('a Node client of ws appears on the stage', async ({ page, server }) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  const client = new WebSocket((await lab).ws);
  await new Promise((resolve) => client.once('open', resolve));
  client.send('from Node');
  await expect(
    row(page, /The client sent a text (frame with|message of) 9 bytes[^:]*: “from Node”/),
  ).toBeVisible();
  await expect(
    row(page, /The server sent a text (frame with|message of) 9 bytes[^:]*: “from Node”/),
  ).toBeVisible();
  await expect(page.getByText(/another program at/).first()).toBeVisible();
  await expect(
    page.getByRole('region', { name: 'Wire' }).getByText('Another program', { exact: true }),
  ).toBeVisible();
  await expect(ladder(page).getByText('another program', { exact: true })).toBeVisible();
  client.close(4001, 'done');
  await expect(row(page, /Close frame with status code 4001 and the reason “done”/).first()).toBeVisible();
});

test('bytes typed into a raw TCP connection appear on the stage', async ({ page, server }) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  const { pathname } = new URL((await lab).http);
  const socket = net.connect(server.port, '127.0.0.1');
  socket.write(`GET ${pathname}/echo HTTP/1.1\r\nHost: localhost\r\nX-By: hand\r\n\r\n`);
  await expect(row(page, /The client sent a GET request for .*echo/)).toBeVisible();
  await expect(row(page, /The server answered 200 OK/)).toBeVisible();
  socket.destroy();
});

test('Socket.IO is decoded from polling through the upgrade to its events, without a fault', async ({
  page,
  server,
}) => {
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  const { http } = await lab;
  const client = io(server.url, { path: `${new URL(http).pathname}/socket.io/`, forceNew: true });
  await new Promise<void>((resolve) => client.io.engine.once('upgrade', () => resolve()));
  const echoed = new Promise((resolve) => client.once('greet', (...args) => resolve(args)));
  client.emit('greet', 'Ada', { of: ['Lovelace', 1815] });
  expect(await echoed).toEqual(['Ada', { of: ['Lovelace', 1815] }]);
  expect(await client.emitWithAck('sum', 2, 3)).toBeTruthy();
  client.disconnect();

  await page.getByRole('button', { name: 'Real time' }).click();
  await expect(row(page, 'The client left the namespace')).toBeVisible();
  const sentences = (await sentencesOf(page)).join('\n');
  for (const part of [
    /server opened the Engine\.IO session/,
    /ping to probe/,
    /answered the probe of the new transport with an Engine\.IO pong/,
    /moved the Engine\.IO session to this transport/,
    /client emitted the event “greet”/,
    /server emitted the event “greet”/,
    /client emitted the event “sum”, asking for acknowledgement/,
    /server acknowledged/,
  ]) {
    expect(sentences).toMatch(part);
  }
  expect(sentences).not.toMatch(/breaks|not decoded/i);
});

test('two pages at once do not see each other', async ({ browser, server }) => {
  const [first, second] = await Promise.all([browser.newPage(), browser.newPage()]);
  await Promise.all([first, second].map((page) => page.goto(`${server.url}/workbench`)));
  for (const [page, text] of [
    [first, 'first'],
    [second, 'second'],
  ] as const) {
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
    await page.getByRole('textbox', { name: /^text to send/i }).fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  }
  await expect(row(first, /The server sent a text .*“first”/)).toBeVisible();
  await expect(row(second, /The server sent a text .*“second”/)).toBeVisible();
  await expect(row(first, /second/)).toHaveCount(0);
  await expect(row(second, /first/)).toHaveCount(0);
  await Promise.all([first.close(), second.close()]);
});
