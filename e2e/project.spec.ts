import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { tutorial } from '../src/app/examples/tutorial';
import { openTexts } from './pages';
import { expect, test } from './wire101';

/** The tutorial's server without Express, which is not installed here. */
const SERVER = `import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer();
const io = new Server(server);

io.on('connection', (socket) => {
  socket.on('chat message', (msg) => io.emit('chat message', msg));
});

server.listen(3000, () => console.log('listening'));
`;

/** Writes the files of an archive whose files are stored as they are (APPNOTE.TXT §4.3.7). */
function unpack(archive: Buffer, folder: string): void {
  for (let at = 0; archive.readUInt32LE(at) === 0x04034b50; ) {
    const [size, nameSize] = [archive.readUInt32LE(at + 18), archive.readUInt16LE(at + 26)];
    const start = at + 30 + nameSize;
    const path = join(folder, archive.toString('utf8', at + 30, start));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, archive.subarray(start, start + size));
    at = start + size;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('the project that is downloaded starts, and two pages of it chat', async ({
  page,
  server,
  browser,
}, info) => {
  await openTexts(page, server.url, { ...tutorial, server: SERVER });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as a project' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe('my-socket-io-app.zip');
  const folder = info.outputPath('project');
  unpack(readFileSync(await download.path()), folder);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(line).toBe('listening');
    const context = await browser.newContext();
    const [one, two] = [await context.newPage(), await context.newPage()];
    for (const visitor of [one, two]) {
      const connected = visitor.waitForEvent('websocket');
      await visitor.goto(`http://localhost:${port}/`);
      await connected;
    }
    await one.getByRole('textbox').fill('From a real page');
    await one.getByRole('button', { name: 'Send' }).click();
    for (const visitor of [one, two])
      await expect(visitor.getByRole('listitem')).toHaveText('From a real page');
    await context.close();
  } finally {
    child.kill();
  }
});
