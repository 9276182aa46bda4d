import { beforeAll, expect, test, vi } from 'vitest';
import { runCode } from '../../../server/programs/testing';
import { createServer, type WireServer } from '../../../server/server';
import { makeLab } from '../../../server/test-server';
import type { CodeEvent } from '../../capture/capture';
import { runClientHere } from './testing';

vi.setConfig({ testTimeout: 20_000 });
let server: WireServer;
beforeAll(async () => {
  const site = async () => ({
    answer: async (_: unknown, response: { end(): unknown }) => void response.end(),
  });
  server = await createServer({ port: 0, host: '127.0.0.1', site });
  return () => server.close();
});

const ECHO = `io.on('connection', (socket) => {
  socket.on('ask', (...given) => given.pop()(...given));
  socket.on('hear', () => socket.emit('helo', 1));
  socket.on('cut', () => socket.conn.close());
});`;

/** Runs the client's program beside the server's, until it prints `over`. */
async function playing(client: string, code = ECHO) {
  const lab = await makeLab(server);
  expect((await runCode(lab, code)).status).toBe(200);
  const here = await runClientHere(lab, client);
  await here.until((events) => events.some(({ text, kind }) => text === 'over' && kind === 'log'));
  return here.events();
}

const shown = (events: readonly CodeEvent[], ...kinds: readonly CodeEvent['kind'][]) =>
  events
    .filter(({ kind, text }) => kinds.includes(kind) && text !== 'over')
    .map(({ kind, line, text, packets, unsent }) =>
      [kind, line, text, packets.map(({ sender, ordinal }) => `${sender} ${ordinal}`).join(), unsent ?? '']
        .join(' ')
        .trim(),
    );

test('each emit is on its own line, with its packet, whenever that is sent', async () => {
  const events = await playing(`const socket = io();
class Point {
  constructor() {
    this.x = 1;
  }
}
socket.emit('ask', 'kept', () => {
  socket.emit('now', new Point());
  socket
    .emit('last', () => {});
  socket.emit('ask', 1, () =>
    console.log('over'));
});
socket.volatile.emit('dropped');`);
  expect(shown(events, 'emit', 'answered')).toEqual([
    'emit 7 ask client 2 kept',
    'emit 14 dropped  dropped',
    'answered 7  server 2',
    'emit 8 now client 3',
    'emit 9 last client 4',
    'emit 11 ask client 5',
    'answered 11  server 3',
  ]);
});

test('what is sent again keeps the line that emitted it, and a missing answer is no answer', async () => {
  const events = await playing(
    `const socket = io({ retries: 1, ackTimeout: 300 });
socket.emit('twice', (error, value) => console.log(value));
socket.timeout(20).emit('never', (error) => {
  console.log(error.message);
  console.log('over');
});`,
    `let n = 0;
io.on('connection', (socket) => socket.on('twice', (answer) => (n += 1) === 2 && answer('second')));`,
  );
  expect(shown(events, 'emit', 'answered')).toEqual([
    'emit 2 twice client 2,client 3 kept',
    'emit 3 never client 4,client 5 kept',
    'answered 2  server 2',
    'answered 3',
  ]);
});

test('listeners are told with the packets that made them run, or without', async () => {
  const events = await playing(`const socket = io({ transports: ['websocket'], reconnectionDelay: 10 });
socket.io.on('reconnect', () => console.log('over'));
socket.on('connect', () => {
  if (!socket.recovered) socket.emit('hear');
});
socket.once('helo', () => socket.emit('cut'));
socket.onAny(() => {});
socket.on('disconnect', () => {});`);
  expect(shown(events, 'listener').slice(0, 5)).toEqual([
    'listener 3 connect server 1',
    'listener 7 helo server 2',
    'listener 6 helo server 2',
    'listener 8 disconnect',
    'listener 2 reconnect',
  ]);
});

test('an event that nobody hears, and a name that is nearly the same', async () => {
  const events = await playing(`const socket = io();
socket.on('Helo', () => {});
socket.emit('hear');
socket.emit('ask', () => console.log('over'));`);
  expect(shown(events, 'warn')).toEqual(['warn 2 Nobody listens to helo; there is a listener for Helo.']);
});

test.each([
  ["import { io, Manager, Socket } from 'socket.io-client';"],
  ["import io, { Manager, Socket } from 'socket.io-client';"],
  ["const io = require('socket.io-client'), { Manager, Socket } = io;"],
  ["import { io, Manager, Socket } from 'https://cdn.socket.io/4.8.1/socket.io.esm.min.js';"],
  ["import { io, Manager, Socket } from '/socket.io/socket.io.esm.min.js';"],
  ["import * as all from 'socket.io-client';\nconst { io, Manager, Socket } = all.default;"],
])('the library comes as people ask for it: %s', async (line) => {
  const events = await playing(`${line}
const socket = io('http://localhost:3000');
console.log(socket instanceof Socket, socket.io instanceof Manager, socket.io.opts.hostname);
socket.on('connect', () => console.log('over'));`);
  expect(shown(events, 'log', 'warn', 'uncaught').map((text) => text.slice(6))).toEqual([
    'true true localhost',
  ]);
});

test('what needs a page is told in one sentence, and the rest goes on', async () => {
  const events = await playing(`const socket = io();
socket.on('connect', () => console.log('over'));
document.getElementById('form');`);
  expect(shown(events, 'warn', 'uncaught')).toEqual([
    'warn 3 document is left out here: this program runs beside the page, not in it. console.log prints below.',
  ]);
});

test('options that do nothing here say so once', async () => {
  const events =
    await playing(`const options = { withCredentials: true, path: '/chat', rejectUnauthorized: false, forceNew: true };
io(options);
io(options).on('connect', () => console.log('over'));`);
  expect(shown(events, 'warn')).toEqual([
    'warn 2 The option path does nothing here: the lab has an address of its own.',
    'warn 2 The option withCredentials does nothing here: page and server have the same origin.',
  ]);
});

test('what is shown of its connections, and how it ends', async () => {
  const lab = await makeLab(server);
  await runCode(lab, ECHO);
  const here = await runClientHere(
    lab,
    "io({ transports: ['websocket'] }).emit('ask', () => process.exit());\nio('/none');",
  );
  expect(here.program.connections).toEqual([
    { namespace: '/', isConnected: false, transport: null },
    { namespace: '/none', isConnected: false, transport: null },
  ]);
  await here.until((events) => events.some(({ kind }) => kind === 'answered'));
  expect(here.program.isOver).toBe(true);
  expect([...here.program.openers]).toEqual([1]);
});
