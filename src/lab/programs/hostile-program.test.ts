import { createServer as createTcpServer } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { beforeAll, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS } from '../../../server/limits';
import { runCode } from '../../../server/programs/testing';
import { createServer, type WireServer } from '../../../server/server';
import { makeLab } from '../../../server/test-server';
import { runClientHere } from './testing';

vi.setConfig({ testTimeout: 20_000 });
const ECHO = "io.on('connection', (socket) => socket.on('ask', (answer) => answer('good')));";
let server: WireServer;
const strangers: number[] = [];
let elsewhere = 0;
beforeAll(async () => {
  const site = async () => ({
    answer: async (_: unknown, response: { end(): unknown }) => void response.end(),
  });
  const programs = { ...DEFAULT_LIMITS.programs, startsPerMinute: { lab: 1000, address: 1000 } };
  server = await createServer({ port: 0, host: '127.0.0.1', site, limits: { programs } });
  const trap = createTcpServer((socket) => {
    strangers.push(Date.now());
    socket.destroy();
  });
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
  elsewhere = (trap.address() as { port: number }).port;
  return async () => {
    trap.close();
    await server.close();
  };
});

/** What must hold whatever a program does: its page goes on, and so do the server and its other clients. */
async function check(lab: Awaited<ReturnType<typeof makeLab>>): Promise<void> {
  const socket: Socket = io(new URL(lab.http).origin, {
    path: `/lab/${lab.id}/socket.io/`,
    transports: ['websocket'],
    forceNew: true,
  });
  expect(await socket.timeout(5000).emitWithAck('ask')).toBe('good');
  socket.disconnect();
  expect(strangers).toEqual([]);
}

async function hostile(code: string) {
  const lab = await makeLab(server);
  expect((await runCode(lab, ECHO)).status).toBe(200);
  const here = await runClientHere(lab, code);
  return { lab, here };
}

test.each([
  ['emits before there is a connection', "const s = io();\nfor (let n = 0; n < 1e6; n++) s.emit('x', n);"],
  ['managers', 'for (let n = 0; n < 1e6; n++) io({ forceNew: true });'],
  [
    'managers that do not connect',
    'for (let n = 0; n < 1e6; n++) io({ forceNew: true, autoConnect: false });',
  ],
  ['namespaces', "for (let n = 0; n < 1e6; n++) io('/' + n);"],
  [
    'events that wait with a time limit',
    "const s = io();\nfor (let n = 0; n < 1e6; n++) s.timeout(1e9).emit('x', () => {});",
  ],
  ['texts', "const s = io();\ns.on('connect', () => {\n  for (;;) s.emit('x', 'y'.repeat(1e6));\n});"],
  ['bytes', "const s = io();\ns.on('connect', () => {\n  for (;;) s.emit('x', new Uint8Array(1e5));\n});"],
  ['raw packets', "const s = io();\ns.on('connect', () => {\n  for (;;) s.io.engine.write('2[\"x\"]');\n});"],
  [
    'listeners that emit what they hear of',
    "const s = io();\ns.onAnyOutgoing(() => s.emit('x'));\ns.on('connect', () => s.emit('x'));",
  ],
  [
    'events sent again',
    "const s = io({ retries: 1e9, ackTimeout: 0 });\nfor (let n = 0; n < 1e6; n++) s.emit('x');",
  ],
])('a flood of %s ends the program, and nothing else', async (_, code) => {
  const { lab, here } = await hostile(code);
  await here.until((events) =>
    events.some(
      ({ kind, text }) =>
        kind === 'stopped' || (kind !== 'started' && /timers here at most|Maximum call/.test(text)),
    ),
  );
  await check(lab);
});

test('more connections than a program has open nothing, and say so', async () => {
  const { lab, here } = await hostile(`let errors = 0, connected = 0;
const told = () => errors + connected === 30 && console.log('over', errors, connected);
for (let n = 0; n < 30; n++) {
  const socket = io({ forceNew: true, reconnection: false, transports: ['websocket'] });
  socket.on('connect', () => { connected += 1; told(); });
  socket.on('connect_error', (error) => { errors += 1; told(); });
}`);
  await here.until((events) => events.some(({ text }) => text === 'over 10 20'));
  expect(here.events().find(({ kind }) => kind === 'warn')?.text).toContain('20 connections at a time');
  await check(lab);
});

test('attempts to connect without a pause are put off', async () => {
  const { lab, here } = await hostile(`let attempts = 0;
const socket = io('/none', { reconnectionDelay: 1, randomizationFactor: 0, transports: ['websocket'] });
const again = () => { attempts += 1; socket.io.engine.close(); socket.io._close(); socket.connect(); };
socket.io.on('open', again);
socket.on('connect_error', (error) => { console.log('over', attempts, error.message); });`);
  await here.until((events) =>
    events.some(({ text }) => text.startsWith('over') && text.includes('put this one off')),
  );
  await check(lab);
});

test.each([
  ['nothing that is right', { op: 'open', engine: 'x', manager: {}, options: 5 }],
  ['the address', { op: 'open', engine: 9, manager: 9, options: '{"hostname":"127.0.0.1","port":PORT}' }],
  [
    'the address of a transport',
    {
      ...{ op: 'open', engine: 9, manager: 9 },
      options:
        '{"transports":["polling","websocket"],"transportOptions":{"polling":{"hostname":"127.0.0.1","port":"PORT"}},"host":"127.0.0.1:PORT","agent":{}}',
    },
  ],
  ['the path', { op: 'open', engine: 9, manager: 9, options: '{"path":"//127.0.0.1:PORT/"}' }],
  ['a number of another connection', { op: 'send', engine: 1, text: '2["x"]', first: -1, parts: 1e9 }],
  ['packets that are none', { op: 'late', packets: [null, 5, { kept: 'x' }] }],
  ['a packet reference', { op: 'listener', name: { a: 1 }, packet: { sid: {}, sender: 'x', ordinal: 1e9 } }],
  ['namespaces', { op: 'socket', socket: 1, namespace: { a: 1 }, manager: 'x', isConnected: 'yes' }],
  ['timers', { op: 'timer', id: 1, ms: -1, isRepeated: true }],
])('a report that forges %s does nothing', async (_, op) => {
  const ops = JSON.stringify([op, { op: 'log', level: 'log', text: 'forged' }]).replaceAll(
    'PORT',
    String(elsewhere),
  );
  const { lab, here } = await hostile(`io();
Object.prototype.toJSON = function () { return this.ops ? { ops: ${ops}, dropped: 0, line: 1 } : this; };`);
  await here.until((events) => events.some(({ text, kind }) => text === 'forged' || kind === 'stopped'));
  await check(lab);
});

test.each([
  "for (const kind of [io.Manager, io.Socket]) kind.constructor('return 1')();",
  "io().io.engine.constructor.constructor('return 1')();",
  "io().io.encoder.encode.constructor('return 1')();",
  "io.Manager.prototype.open.constructor('return 1')();",
])('no text becomes code through the library: %s', async (code) => {
  const { here } = await hostile(code);
  await here.until((events) =>
    events.some(({ text }) => text.includes('eval and new Function are left out')),
  );
});

test.each([
  'io.Socket.prototype.emit = () => { throw 1; };',
  'io.Socket.prototype.packet = function (packet) { this.io._packet(packet); this.io._packet(packet); };',
  'io.Manager.prototype._packet = null;',
  'Object.getPrototypeOf(io.Socket.prototype).emit = null;',
  'Array.prototype.push = () => 5; Array.prototype.slice = null;',
  'WeakMap.prototype.get = () => ({ isTold: true, number: {} });',
  'Map.prototype.get = Map.prototype.set = () => { for (;;); };',
  "Object.defineProperty(Object.prototype, 'engine', { get: () => 9, set() {} });",
  'Promise.prototype.then = () => {};',
])('a program that changes what it is made of harms itself alone: %s', async (poison) => {
  const { lab, here } = await hostile(`const socket = io();
socket.on('connect', () => socket.emit('ask', () => {}));
setTimeout(() => console.log('over'), 60);
${poison}`);
  await here.until((events) => events.length > 0);
  await check(lab);
});
