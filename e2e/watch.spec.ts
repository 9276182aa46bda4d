import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';
import { expectNoFindingsInBothSchemes } from './axe';
import { ladder, row } from './on-screen';
import { expect, test } from './wire101';

const PAGE = `<!doctype html><title>An app</title><p id="heard"></p>
<script src="/socket.io/socket.io.js"></script>
<script>
  const socket = io();
  socket.on('connect', () => socket.emit('hello', 'Ada'));
  socket.on('welcome', (text) => (document.getElementById('heard').textContent = text));
</script>`;

/** An app as people have one: a page and Socket.IO on one port. */
async function startApp(port = 0): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const http = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE));
  const io = new Server(http);
  io.on('connection', (socket) => socket.on('hello', (name) => socket.emit('welcome', `Hello, ${name}`)));
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    stop() {
      const isOver = io.close();
      // A browser may have a spare connection, which has asked for nothing yet and would keep the server open.
      http.closeAllConnections();
      return isOver;
    },
  };
}

/** `wire101 watch` as a user starts it. */
async function startWatching(upstream: string) {
  const child = spawn(
    process.execPath,
    ['bin/wire101.mjs', 'watch', upstream, '--port', '0', '--page-port', '0'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const said: string[] = [];
  const addressIn = (words: string) => said.find((line) => line.includes(words))?.match(/http:\S+/)?.[0];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (addressIn('see it at')) break;
  }
  return { relay: addressIn('use it at')!, page: addressIn('see it at')!, stop: () => child.kill('SIGTERM') };
}

test('an app is watched: its browser is a column, its server has its name, and its absence is told', async ({
  page,
  context,
}) => {
  const app = await startApp();
  const watching = await startWatching(`http://127.0.0.1:${app.port}`);
  await page.goto(watching.page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Watching 127.0.0.1:${app.port}`);
  await expect(page.getByText('Nothing has connected yet.')).toBeVisible();

  const user = await context.newPage();
  await user.goto(watching.relay);
  await expect(user.locator('#heard')).toHaveText('Hello, Ada');
  await expect(row(page, /The server emitted the event “welcome”/).first()).toBeAttached();
  await expect(ladder(page).getByText('Chrome', { exact: true })).toBeVisible();
  await expect(page.getByText('GET /', { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/101 Switching Protocols/).first()).toBeVisible();
  await expectNoFindingsInBothSchemes(page);

  await app.stop();
  await user.close();
  const again = await context.newPage();
  // The browser says what it would have said: the connection was reset or refused.
  await expect(again.goto(watching.relay)).rejects.toThrow(/net::ERR_/);
  await expect(page.getByText(/nothing listens there/).first()).toBeVisible();

  const back = await startApp(app.port);
  await again.goto(watching.relay);
  await expect(again.locator('#heard')).toHaveText('Hello, Ada');
  await page.getByRole('button', { name: 'Make the network worse' }).click();
  await page.getByText('200 ms', { exact: true }).click();
  await expect(page.getByText(/the relay adds 200 ms each way/).first()).toBeVisible();
  await again.close();
  await back.stop();
  watching.stop();
});

test('a page whose watching has ended says so', async ({ page, server }) => {
  await page.goto(`${server.url}/watch/0123456789abcdef0123456789abcdef`);
  await expect(page.getByText(/Nothing is watched at this address any more/)).toBeVisible();
  // The course has a lab of its own.
  await page.getByRole('link', { name: 'Free lab' }).click();
  await expect(page.getByRole('heading', { name: 'Free lab' })).toBeVisible();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101/)).toBeVisible();
});
