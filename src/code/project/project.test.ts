import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import packages from '../../../package.json' with { type: 'json' };
import type { Texts } from '../texts';
import { projectFiles } from './project-files';
import { serverFile } from './server-file';

const PAGE = '<!doctype html><title>The page</title><script src="/socket.io/socket.io.js"></script>';
const ECHO = "io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)));";
const READY = "console.log('listening');";

/** Ways to begin a server of Socket.IO. */
const FORMS: Readonly<Record<string, string>> = {
  'with what the lab gives': ECHO,
  'on a port': `import { Server } from 'socket.io';\nconst io = new Server(3000, { serveClient: true });\n${ECHO}`,
  'on a port that it names': `import { Server } from 'socket.io';\nconst port = 3000;\nconst io = new Server(port);\n${ECHO}`,
  'listening later': `import { Server } from 'socket.io';\nconst io = new Server();\n${ECHO}\nio.listen(3000);`,
  'with an HTTP server': `import { createServer } from 'node:http';\nimport { Server } from 'socket.io';\nconst server = createServer();\nconst io = new Server(server);\n${ECHO}\nserver.listen(3000, () => ${READY.slice(0, -1)});`,
  'as CommonJS': `const http = require('http').createServer();\nconst io = require('socket.io')(http);\n${ECHO}\nhttp.listen(process.env.PORT || 3000, () => ${READY.slice(0, -1)});`,
};

/** Writes the project to a folder with the installed packages. */
function written(texts: Texts): string {
  const folder = mkdtempSync(join(tmpdir(), 'wire101-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { path, text } of projectFiles(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs a file of the project, which ends with the test; the result reads its output line by line. */
function run(folder: string, file: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [file], { cwd: folder, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill());
  const errors: string[] = [];
  child.stderr.on('data', (bytes: Buffer) => errors.push(String(bytes)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(errors.join(''));
    return value;
  };
}

describe('a server that begins', () => {
  it.each(Object.entries(FORMS))('%s serves its page and answers a client', async (_, server) => {
    const client =
      "const socket = io();\nsocket.on('said', (text) => { console.log(text); socket.close(); });\nsocket.emit('say', 'hello');";
    const folder = written({ server, clients: [PAGE, client] });
    const port = await freePort();
    await run(folder, 'server.js', { PORT: String(port) })();
    const url = `http://localhost:${port}`;
    expect(await (await fetch(url)).text()).toBe(PAGE);
    expect((await fetch(`${url}/socket.io/socket.io.js`)).status).toBe(200);
    for (const path of ['/server.js', '/../server.js', '/%2e%2e/server.js'])
      expect((await fetch(url + path)).status).toBe(404);
    expect(await run(folder, 'client-2.mjs', { SERVER: url })()).toBe('hello');
  });

  it('with Express sends its own page, or all that is public', () => {
    const begin = "import express from 'express';\nconst app = express();\n";
    const sends = `${begin}app.get('/', (req, res) => res.sendFile(join(__dirname, 'index.html')));`;
    const paths = projectFiles({ server: sends, clients: [PAGE] }).map(({ path }) => path);
    expect(paths).toContain('index.html');
    expect(serverFile(begin)).toContain("const app = express();\napp.use(express.static('public'));");
  });

  it('with a text that does not parse keeps it', () => expect(serverFile('const = 3;')).toBe('const = 3;'));
});

it('the versions are those of the lab', () => {
  const files = projectFiles({ server: ECHO, clients: ['io();'] });
  const { dependencies } = JSON.parse(files.find(({ path }) => path === 'package.json')!.text);
  expect(dependencies).toEqual({
    'socket.io': packages.dependencies['socket.io'],
    'socket.io-client': packages.dependencies['socket.io-client'],
  });
});

it('one page for all is one file', () => {
  const paths = projectFiles({ server: ECHO, clients: [PAGE, PAGE, PAGE], isShared: true }).map(
    ({ path }) => path,
  );
  expect(paths).toEqual(['package.json', 'server.js', 'serve-pages.js', 'public/index.html', 'README.md']);
});
