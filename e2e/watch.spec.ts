import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Server } from 'socket.io';
import { createServer as createViteServer } from 'vite';
import { WebSocket } from 'ws';
import { expectNoFindingsInBothSchemes } from './axe';
import { inspector, ladder, row } from './on-screen';
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
  // The browser says what it would have said: the connection was reset or refused. Its own page of the error is loaded
  // only after that, and would interrupt what the same window is asked for next.
  const refused = await context.newPage();
  await expect(refused.goto(watching.relay)).rejects.toThrow(/net::ERR_/);
  await refused.close();
  await expect(page.getByText(/nothing listens there/).first()).toBeVisible();

  const back = await startApp(app.port);
  const again = await context.newPage();
  await again.goto(watching.relay);
  await expect(again.locator('#heard')).toHaveText('Hello, Ada');
  await page.getByRole('button', { name: 'Make the network worse' }).click();
  await page.getByText('200 ms', { exact: true }).click();
  await expect(page.getByText(/relay(:| adds) 200 ms each way/).first()).toBeVisible();
  await again.close();
  await back.stop();
  watching.stop();
});

const SOURCES = {
  'index.html':
    '<!doctype html><title>Hot</title><p id="app"></p><script type="module" src="/app.js"></script>',
  'app.js': `import { text } from './text.js';
const show = (now) => (document.getElementById('app').textContent = now);
show(text);
import.meta.hot.accept('./text.js', (module) => show(module.text));`,
  'text.js': "export const text = 'before';",
};

/** A dev server of Vite with a page that takes changes of a module while it runs. */
async function startVite() {
  const root = await mkdtemp(join(tmpdir(), 'hot-'));
  const edit = (name: string, text: string) => writeFile(join(root, name), text);
  for (const [name, text] of Object.entries(SOURCES)) await edit(name, text);
  const vite = await createViteServer({
    root,
    configFile: false,
    logLevel: 'error',
    cacheDir: join(root, 'cache'),
    server: { host: '127.0.0.1', port: 0 },
  });
  await vite.listen();
  const { port } = vite.httpServer!.address() as AddressInfo;
  const stop = async () => {
    await vite.close();
    await rm(root, { recursive: true });
  };
  return { port, edit, stop };
}

test('the hot reload of a dev server works through the relay, and is left out with one press', async ({
  page,
  context,
}) => {
  const vite = await startVite();
  const watching = await startWatching(`http://127.0.0.1:${vite.port}`);
  await page.goto(watching.page);
  const user = await context.newPage();
  await user.goto(watching.relay);
  await expect(user.locator('#app')).toHaveText('before');
  await expect(page.getByText(/^GET \/\?token=/).first()).toBeVisible();
  await user.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await vite.edit('text.js', "export const text = 'after';");
  await expect(user.locator('#app')).toHaveText('after');
  expect(await user.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  const told = row(page, /The server sent a text message.*“\{"type":"update"/).first();
  await expect(told).toBeAttached();

  const panel = page.getByRole('region', { name: 'Watched server' });
  await panel.getByRole('button', { name: 'Leave out the hot reload of Vite' }).click();
  await expect(told).toHaveCount(0);
  await expect(panel.getByRole('status')).toHaveText('Left out: 1 connection, 1 request.');
  await expect(page.getByText(/^GET \/\?token=/)).toHaveCount(0);
  const module = row(page, /The client sent a GET request for \/text\.js/).first();
  await expect(module).toBeAttached();
  await panel.getByLabel(/^Leave out requests/).fill('.js');
  await panel.getByRole('button', { name: 'Leave out', exact: true }).click();
  await expect(module).toHaveCount(0);
  await user.close();
  await expectNoFindingsInBothSchemes(page);
  await panel.getByRole('button', { name: 'Show vite-hmr again' }).click();
  await expect(told).toBeAttached();
  await page.getByRole('button', { name: 'show all' }).click();
  await expect(module).toBeAttached();
  await expect(panel.getByRole('status')).toBeEmpty();
  watching.stop();
  await vite.stop();
});

/** A server of one's own that does one thing wrong at each path, and keeps the connection open. */
async function startBroken() {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const text = request.toString('latin1');
      const key = /^Sec-WebSocket-Key: (\S+)/im.exec(text)![1]!;
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
      socket.write([...lines, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'));
      if (text.startsWith('GET /cut ')) socket.write(Buffer.from('81046162e282', 'hex'));
      if (text.startsWith('GET /swapped ')) {
        socket.write(Buffer.concat([Buffer.from('817ec800', 'hex'), Buffer.alloc(200, 'a')]));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

test('faults and notices are gone through by a key, each at its layer and its bytes', async ({ page }) => {
  const broken = await startBroken();
  const watching = await startWatching(`http://127.0.0.1:${broken.port}`);
  await page.goto(watching.page);
  await expect(page.getByText('Nothing has connected yet.')).toBeVisible();
  const sockets: WebSocket[] = [];
  for (const path of ['cut', 'sound', 'swapped']) {
    const socket = new WebSocket(new URL(path, watching.relay));
    socket.on('error', () => {});
    sockets.push(socket);
    await expect(row(page, new RegExp(`The client sent a GET request for /${path}`))).toBeAttached();
  }
  const steps = page.getByRole('group', { name: 'Faults and notices' });
  // The second one is known when nothing has come for a while.
  await expect(steps.getByText('2', { exact: true })).toBeVisible({ timeout: 15_000 });

  await page.keyboard.press('n');
  await expect(steps).toContainText('1 of 2');
  const tab = inspector(page).getByRole('tab', { selected: true });
  await expect(tab).toHaveText('Message');
  await expect(inspector(page).getByRole('note')).toContainText(
    '2 of the 3 bytes of the last character came',
  );
  await expect(row(page, /The server sent a text message of 4 bytes/)).toHaveAttribute(
    'aria-pressed',
    'true',
  );

  await steps.getByRole('button', { name: 'Next fault or notice' }).click();
  await expect(steps).toContainText('2 of 2');
  await expect(tab).toHaveText('Frame');
  const note = inspector(page).getByRole('note');
  await expect(note).toContainText('The server still owes 51,000 bytes.');
  await expect(note).toContainText('In the other byte order c8 00 is 200, as many bytes as came.');
  const lit = inspector(page).locator('li button[data-lit="true"]');
  await expect(lit.filter({ hasText: 'Extended payload length' })).toBeVisible();
  await expect(row(page, /\/swapped/)).toBeInViewport();

  await page.keyboard.press('Shift+N');
  await expect(steps).toContainText('1 of 2');
  await ladder(page)
    .getByText(/“a{10}/)
    .click();
  await expect(tab).toHaveText('Frame');
  await expect(steps).toContainText('2 of 2');
  await expectNoFindingsInBothSchemes(page);
  for (const socket of sockets) socket.terminate();
  watching.stop();
  broken.stop();
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
