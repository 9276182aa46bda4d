import { beforeAll, expect, test } from 'vitest';
import type { WireServer } from '../server';
import { makeLab, watch } from '../test-server';
import { inBoth, serverForPairs } from './same-as-node/in-lab';
import { SAMPLES } from './samples/index';
import { codeOf, codeRecord, heard, openClient, runCode } from './testing';

const NO_PAGES =
  'Pages are not served here: the page of this program is the pane beside it. In your project this part works.';

let server: WireServer;
beforeAll(async () => {
  server = await serverForPairs();
  return () => server.close();
});

test.each(SAMPLES)('$name: both ends print what they print in Node', async (sample) => {
  const [inNode, inLab] = await inBoth(server, { ...sample, isWhole: true });
  expect(inNode.client.length).toBeGreaterThan(1);
  expect(inLab).toEqual(inNode);
});

/** Servers that have pages, too: each prints that it listens, and repeats `chat message` to everybody. */
const WITH_PAGES: readonly (readonly [string, string])[] = [
  [
    'a chat with require',
    `const express = require('express');
const app = express();
const http = require('http');
const server = http.createServer(app);
const { Server } = require("socket.io");
const io = new Server(server);

app.get('/', (req, res) => {
  res.sendFile(__dirname + '/index.html');
});

io.on('connection', (socket) => {
  socket.on('chat message', (msg) => {
    io.emit('chat message', msg);
  });
});

server.listen(3000, () => {
  console.log('listening on *:3000');
});`,
  ],
  [
    'a chat with import',
    `import express from 'express';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import { Server } from 'socket.io';

const app = express();
const server = createServer(app);
const io = new Server(server, { connectionStateRecovery: {} });

const __dirname = dirname(fileURLToPath(import.meta.url));
app.use(express.static(join(__dirname, 'public')));
app.get('/', (req, res) => res.sendFile(join(__dirname, 'index.html')));

io.on('connection', async (socket) => {
  socket.on('chat message', async (msg) => {
    io.emit('chat message', msg);
  });
});

const port = process.env.PORT || 3000;
server.listen(port, () => console.log(\`listening on *:\${port}\`));`,
  ],
  [
    'the older way, with a function',
    `var app = require('express')();
var http = require('http').createServer(app);
var io = require('socket.io')(http, { cors: { origin: '*' } });
app.get('/', function (req, res) { res.send('<h1>Hello</h1>'); });
io.on('connection', function (socket) {
  socket.on('chat message', function (msg) { io.emit('chat message', msg); });
});
http.listen(3000, function () { console.log('listening on *:3000'); });`,
  ],
  [
    'a handler of Node’s own server',
    `const { createServer } = require('http');
const { readFile } = require('fs');
const server = createServer((req, res) => {
  readFile('index.html', (error, data) => res.end(data));
});
const io = require('socket.io')(server);
io.sockets.on('connection', (socket) => {
  socket.on('chat message', (msg) => io.sockets.emit('chat message', msg));
});
server.listen({ port: 3000 }).on('listening', () => console.log('listening on *:' + server.address().port));`,
  ],
  [
    'an application that listens',
    `const express = require('express');
const cors = require('cors');
const app = express();
app.use(cors());
app.use(express.json());
app.set('port', process.env.PORT ?? 3000);
const server = app.listen(app.get('port'), () => console.log('listening on *:' + app.get('port')));
const socketIO = require('socket.io');
const io = socketIO(server);
io.on('connection', (socket) => socket.on('chat message', (msg) => io.emit('chat message', msg)));`,
  ],
];

async function labRunning(code: string) {
  const lab = await makeLab(server);
  const watched = await watch(lab.feed);
  expect(await (await runCode(lab, code)).json()).toEqual({ run: 1 });
  return { lab, watched };
}

test.each(WITH_PAGES)('%s runs, and says once that pages are beside it', async (_, code) => {
  const { lab, watched } = await labRunning(code);
  await watched.until(() => codeRecord(watched, 'log', 'listening on *:3000') !== undefined);
  const clients = [openClient(lab), openClient(lab, '/', { transports: ['polling', 'websocket'] })];
  await Promise.all(clients.map((client) => heard(client, 'connect')));
  const all = clients.map((client) => heard(client, 'chat message'));
  clients[0]!.emit('chat message', 'hello');
  // Where sessions are recovered, an offset follows.
  expect((await Promise.all(all)).map(([text]) => text)).toEqual(['hello', 'hello']);
  expect(codeOf(watched).filter(({ text }) => text === NO_PAGES)).toHaveLength(1);
  expect(codeRecord(watched, 'uncaught') ?? codeRecord(watched, 'stopped')).toBeUndefined();
});

test.each([
  ["require('@socket.io/redis-adapter')", /has one server, and no network to others/],
  ["require('cluster').fork()", /would leave the sandbox/],
  ["require('left-pad')", /nothing to install/],
  ["require('fs').readFileSync('x')", /a lab has no files/],
  ['io.attachApp({})', /uWebSockets\.js is no JavaScript/],
  ["require('crypto').createHash('md5')", /of crypto, only random numbers are available/],
])('what a lab lacks is told as its limit: %s', async (code, sentence) => {
  const { watched } = await labRunning(`\n${code};`);
  await watched.until(() => codeRecord(watched, 'stopped') !== undefined);
  expect(codeRecord(watched, 'stopped')).toMatchObject({ line: 2, text: expect.stringMatching(sentence) });
  expect(codeRecord(watched, 'uncaught')).toBeUndefined();
});

test.each([
  ['io.engine.use(() => {})', /io\.engine\.use does nothing here/],
  ["io.engine.on('initial_headers', () => {})", /initial_headers does nothing here/],
  ["io.engine.generateId = () => 'x'", /generateId does nothing here/],
  ["new (require('socket.io').Server)(3000); new (require('socket.io').Server)(3001)", /one address/],
  ["new (require('socket.io').Server)(3000, { cookie: true })", /option cookie does nothing here/],
])('what does nothing in a lab says so, and the program goes on: %s', async (code, sentence) => {
  const { watched } = await labRunning(`\n${code};\nconsole.log('goes on');`);
  await watched.until(() => codeRecord(watched, 'log', 'goes on') !== undefined);
  await watched.until(() => codeRecord(watched, 'warn') !== undefined);
  expect(codeRecord(watched, 'warn')).toMatchObject({ line: 2, text: expect.stringMatching(sentence) });
});
