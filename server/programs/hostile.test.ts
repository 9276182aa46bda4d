import { expect, test } from 'vitest';
import { makeLab, startTestServer, watch } from '../test-server';
import { GOOD, makeStand } from './hostile-stand';
import { codeOf, codeRecord, heard, openClient, runCode } from './testing';

const stand = makeStand();

/** A program that does this when a client tells it to. */
const onGo = (work: string) => `io.on('connection', (socket) => {
  socket.on('go', async () => {
    ${work}
  });
});`;

/** Runs it, and has a client trigger it again and again until it has ended or answers. */
async function provoke(code: string) {
  const hostile = await stand.run(
    `${code}\nio.on('connection', (socket) => socket.on('lives', (answer) => answer()));`,
  );
  const client = openClient(hostile.lab, '/', { reconnection: false });
  const lives = (async () => {
    for (let n = 0; n < 3; n++) {
      client.emit('go');
      await client.emitWithAck('lives');
    }
  })();
  // A client leaves when it gets what it cannot parse.
  const left = new Promise((resolve) => client.once('disconnect', resolve));
  await Promise.race([lives.catch(() => left), hostile.over(), left]);
  return hostile;
}

test.each([
  ['plain', 'for (;;) {}'],
  ['that catches everything', 'for (;;) {\n  try {\n    for (;;) {}\n  } catch {}\n}'],
  ['after a loop', 'try {\n  for (;;) {}\n} finally {\n  for (;;) {}\n}'],
  ['in a timer', 'setTimeout(() => {\n  for (;;) {}\n}, 1);'],
  ['in a listener', onGo('for (;;) {}')],
  ['in a promise', 'Promise.resolve().then(() => {\n  for (;;) {}\n});'],
  ['of promises', '(async () => {\n  for (;;) await null;\n})();'],
  ['of microtasks', 'const again = () => queueMicrotask(again);\nagain();'],
  ['in middleware', "io.use(() => {\n  for (;;) {}\n});\nio.on('connection', () => {});"],
  ['in a getter', onGo("socket.emit('x', { get a() { for (;;) {} } });")],
  ['in a getter that is printed', 'console.log({ get a() { for (;;) {} } });'],
  ['in a proxy', onGo("socket.emit('x', new Proxy({}, { ownKeys() { for (;;) {} } }));")],
  ['in a proxy that never ends', onGo('const p = new Proxy({}, { get: () => p });\nsocket.emit(p, p);')],
  ['in toJSON', onGo("socket.emit('x', { toJSON() { for (;;) {} } });")],
  ['in valueOf', onGo("socket.timeout({ valueOf() { for (;;) {} } }).emit('x');")],
  ['in toString', onGo('socket.join({ toString() { for (;;) {} } });')],
  ['in an iterator', onGo('new Map({ *[Symbol.iterator]() { for (;;) yield [1, 1]; } });')],
  ['in what throws', 'throw { get message() { for (;;) {} }, toString() { for (;;) {} } };'],
  ['in the name of an error', 'throw Object.defineProperty(new Error(), "name", { get() { for (;;) {} } });'],
  ['in every toJSON', 'Object.prototype.toJSON = () => {\n  for (;;) {}\n};'],
  ['in every list', 'Array.prototype.push = () => {\n  for (;;) {}\n};\nconsole.log(1);'],
  ['in every iterator', 'Array.prototype[Symbol.iterator] = function* () {\n  for (;;) yield 1;\n};'],
])('a loop %s hurts nobody else', async (_, code) => {
  await stand.check(await provoke(code));
});

test('a program whose intervals are busy all the time is ended', async () => {
  const busy =
    'for (let n = 0; n < 100; n++) setInterval(() => {\n  const until = performance.now() + 20;\n  while (performance.now() < until) {}\n}, 0);';
  const hostile = await stand.run(busy);
  await hostile.over();
  expect(codeRecord(hostile.watched, 'stopped')?.text).toContain('busy');
  await stand.check(hostile);
});

test('timers that start timers, and middleware that admits nobody, hurt nobody else', async () => {
  const hostile = await stand.run(
    "const again = () => setTimeout(again, 0);\nfor (let n = 0; n < 50; n++) again();\nio.use(() => console.log('asked'));",
  );
  const client = openClient(hostile.lab);
  await Promise.race([
    hostile.over(),
    hostile.watched.until(() => codeRecord(hostile.watched, 'log', 'asked') !== undefined),
  ]);
  await stand.check(hostile);
  // It has waited all the time; the good program admits it.
  if (!client.connected) await heard(client, 'connect');
});

test.each([
  ['lists', 'const all = [];\nfor (;;) all.push(new Array(1e5).fill(1));'],
  ['text', "let text = 'x';\nfor (;;) text += text;"],
  ['bytes', 'const all = [];\nfor (;;) all.push(new Uint8Array(1e6));'],
  ['one piece of bytes', 'new ArrayBuffer(2 ** 31);'],
  ['a map', 'const all = new Map();\nfor (let n = 0; ; n++) all.set(n, { n });'],
  [
    'objects that are kept',
    `const all = [];\n${onGo('for (let n = 0; n < 1e5; n++) all.push({ n });\nsocket.conn.all = all;')}`,
  ],
  ['pending promises', 'const all = [];\nfor (;;) all.push(new Promise(() => {}).then(() => all));'],
  ['memory, and it catches that', onGo('try {\n  const all = [];\n  for (;;) all.push([all]);\n} catch {}')],
  ['text that is sent', onGo("io.emit('x', 'x'.repeat(2e7));")],
  ['text that is printed', "console.log('x'.repeat(1e7));\nconsole.log([['x'.repeat(1e7)]]);"],
  ['bytes that are sent', onGo("for (let n = 0; n < 900; n++) io.emit('x', new Uint8Array(1e6));")],
  ['text of errors', "throw new Error('x'.repeat(1e6));"],
  ['text of names', "io.emit('x'.repeat(1e6));\nio.of('x'.repeat(1e6));\nio.to('x'.repeat(1e6)).emit('y');"],
  ['regular expressions', 'const a = "a".repeat(40);\n/^(a+)+$/.test(a + "b");'],
])('%s without end hurt nobody else', async (_, code) => {
  await stand.check(await provoke(code));
});

test.each([
  'for (const key of Reflect.ownKeys(Object.prototype)) try { Object.prototype[key] = () => { throw 1; }; } catch {}',
  'for (const key of Reflect.ownKeys(Array.prototype)) try { Array.prototype[key] = () => { throw 1; }; } catch {}',
  'for (const key of Reflect.ownKeys(Map.prototype)) try { Map.prototype[key] = () => 7; } catch {}',
  'for (const key of Reflect.ownKeys(Promise.prototype)) try { Promise.prototype[key] = () => { throw 1; }; } catch {}',
  'Promise.prototype.then = () => { throw { name: { toString: 5 }, message: { toString: 5 } }; };\nawait 1;',
  "JSON.stringify = () => '{';\nJSON.parse = () => null;\nio.emit('x');",
  "Object.defineProperty(Object.prototype, 'op', { set() { throw 1; }, get: () => 'emit' });\nio.emit('x');",
  "Object.prototype.get = () => 'x';\nObject.prototype.value = 1;\nObject.prototype.length = 1e9;\nio.emit('x');",
  "Array.prototype[Symbol.iterator] = function* () { for (let n = 0; n < 1e5; n++) yield 'x'; };",
  "Error.prototype.toString = () => { throw 1; };\nthrow new Error('x');",
  'String.prototype.toString = String.prototype.valueOf = () => { throw 1; };\nNumber.prototype.toString = () => { throw 1; };',
])('a program that poisons its own prototypes harms only itself: %s', async (poison) => {
  const hostile = await provoke(`${onGo("socket.emit('x', { a: [1] }, new Uint8Array(3));")}\n${poison}`);
  await stand.check(hostile);
});

/** What a program makes its host read instead of what it did. */
const forging = (told: string) =>
  onGo(`Object.prototype.toJSON = function () {
  return Object.hasOwn(this, 'dropped') ? ${told} : this;
};
console.log('forged');`);

const BAD = '{ toString: 1, valueOf: 1 }';
test.each([
  'undefined',
  'null',
  '[]',
  "'text'",
  '{ ops: 5 }',
  '{ ops: [null, 5, [], "text"] }',
  '{ ops: [{ op: "emit", to: 5, text: 5 }] }',
  '{ ops: [{ op: "emit", to: [socket.conn.id], text: "no packet" }] }',
  '{ ops: [{ op: "emit", to: [socket.conn.id], text: "2[\\"connect\\", 1]" }] }',
  '{ ops: [{ op: "emit", to: [socket.conn.id, socket.conn.id, {}, null], text: "2[\\"x\\"]", isVolatile: {}, compress: 5 }] }',
  '{ ops: [{ op: "emit", to: [socket.conn.id], text: "51-[\\"x\\",{\\"_placeholder\\":true,\\"num\\":0}]", first: 1e9, parts: 1e9 }] }',
  '{ ops: [{ op: "emit", to: [socket.conn.id], text: "2" + "[".repeat(1e5) + "]".repeat(1e5) }] }',
  '{ ops: [{ op: "emit", to: Array.from({ length: 1e5 }, () => socket.conn.id), text: "2[\\"x\\"]" }] }',
  "{ ops: [{ op: 'listen', options: '{' }, { op: 'listen', options: '{\"pingInterval\":{}}' }, { op: 'listen', options: 5, asksRequests: true }] }",
  "{ ops: Array.from({ length: 900 }, () => ({ op: 'listen', options: '{}' })), dropped: 0 }",
  "{ ops: [{ op: 'unbound' }, { op: 'stop' }, { op: 'unbound' }] }",
  "{ ops: [{ op: 'decided', ask: 1, isAllowed: true, message: {} }, { op: 'decided', ask: {} }] }",
  "{ ops: [{ op: 'follow', session: 'x' }, { op: 'follow', session: socket.conn.id }, { op: 'close-session', session: {} }] }",
  "{ ops: Array.from({ length: 900 }, () => ({ op: 'follow', session: socket.conn.id })) }",
  `{ ops: [{ op: 'log', text: ${BAD}, line: ${BAD}, at: ${BAD} }] }`,
  `{ ops: [{ op: 'emit', name: ${BAD}, to: [${BAD}], text: ${BAD}, first: ${BAD}, parts: ${BAD} }] }`,
  `{ ops: [{ op: 'timer', id: ${BAD}, ms: ${BAD} }, { op: 'clear', id: ${BAD} }] }`,
  `{ ops: [{ op: 'limit', text: ${BAD} }, { op: 'warn', text: ${BAD} }, { op: 'uncaught', text: ${BAD} }] }`,
  "{ ops: [{ op: 'log', text: 'x', at: 1e308, line: -1e308 }], line: {}, dropped: {} }",
  "{ ops: [{ op: 'listener', name: 'x', packet: { sid: 5, sender: 'nobody', ordinal: 'x' } }] }",
  "{ ops: [{ op: 'toString' }, { op: '__proto__' }, { op: 'constructor' }] }",
  "{ ops: Array.from({ length: 1e5 }, () => ({ op: 'log', text: 'x' })), dropped: 0 }",
  "{ ops: Array.from({ length: 900 }, (_, id) => ({ op: 'timer', id, ms: 0, isRepeated: true })), dropped: 0 }",
  "{ ops: [{ op: 'emit', to: [socket.conn.id], text: 'y'.repeat(9e6) }], dropped: 0 }",
])('what a program forges does not mislead its host: %s', async (forged) => {
  await stand.check(await provoke(forging(forged)));
});

test('bytes that a program lists a thousand times are not copied a thousand times', async () => {
  const before = process.memoryUsage.rss();
  const hostile = await provoke(
    `const { push } = Array.prototype;
const big = new ArrayBuffer(8e6);
Array.prototype.push = function (...all) {
  if (all[0] instanceof ArrayBuffer) for (let n = 0; n < 900; n++) push.call(this, big);
  return push.apply(this, all);
};
${onGo("socket.emit('x', new Uint8Array(1));")}`,
  );
  await hostile.over();
  expect(codeRecord(hostile.watched, 'stopped')).toBeDefined();
  expect(process.memoryUsage.rss() - before).toBeLessThan(500e6);
  await stand.check(hostile);
});

const LIBRARY = "const { Socket, Namespace, Server } = require('socket.io');";
test.each([
  'for (const kind of [Socket, Namespace, Server]) for (const key of Reflect.ownKeys(kind.prototype)) try { kind.prototype[key] = () => { throw 1; }; } catch {}',
  'for (const kind of [Socket, Namespace, Server]) for (const key of Reflect.ownKeys(kind.prototype)) try { kind.prototype[key] = () => 7; } catch {}',
  'Socket.prototype.emit = function again() {\n  return again();\n};',
  'Namespace.prototype._add = () => {\n  for (;;) {}\n};',
  'io.engine.emit = () => {\n  for (;;) {}\n};',
  'io.engine.clients = new Proxy({}, { get() {\n  for (;;) {}\n} });',
  "io.encoder.encode = () => ['2', {}, null, 5, 'x'.repeat(1e6)];",
  'io.encoder.encode = () => ({ length: 1e9 });',
  "io.on('connection', ({ conn }) => { conn.id = { toString() { for (;;) {} } }; conn.readyState = 'open'; });",
  "io.on('connection', (socket) => { socket.client.conn = { write: 5, transport: 5 }; socket.adapter.rooms = null; });",
  'io.sockets.adapter.sids.get = io.sockets.adapter.rooms.has = () => io;',
  "require('events').prototype.emit = require('events').prototype.on = () => { throw 1; };",
  'process.nextTick = Buffer.from = Buffer.alloc = () => { throw 1; };',
  'for (let n = 0; n < 900; n++) io.engine.clients[n] = io;\nio.close();',
  'io._nsps = io.parentNsps = null;',
  'io.attach(io);\nio.attach({ listeners: () => null, removeAllListeners() {}, on() {} });',
])('a program that changes the library harms only itself: %s', async (poison) => {
  const hostile = await stand.run(
    `${LIBRARY}\n${onGo("socket.emit('x', { a: [1] }, new Uint8Array(3));")}\n${poison}`,
  );
  const client = openClient(hostile.lab, '/', { reconnection: false });
  client.emit('go');
  // It may never be let in.
  await new Promise<void>((resolve) => {
    client.io.once('open', () => resolve());
    client.io.once('error', () => resolve());
  });
  await stand.check(hostile);
});

test.each([
  ['its page', JSON.stringify({ constructor: 1, __proto__x: 1, toString: {} })],
  ['its page, as a text', '{"__proto__":{"pingInterval":5},"pingInterval":{"valueOf":1}}'],
])('options of %s are not trusted', async (_, options) => {
  const hostile = await stand.run(
    'new Server({ toJSON() {} });\nnew Server(3000, { constructor: 1, __defineGetter__: 2 });'.replaceAll(
      'new Server',
      "new (require('socket.io').Server)",
    ),
  );
  const body = `{"code":"console.log(1)","options":${options}}`;
  const response = await fetch(`${hostile.lab.http}/code`, { method: 'PUT', body });
  expect(response.status).toBe(200);
  await stand.check(hostile);
});

test('while new labs run endless native calls, another lab is answered and never ended', async () => {
  const server = await startTestServer();
  const calm = await makeLab(server);
  const watched = await watch(calm.feed);
  await runCode(calm, GOOD);
  const client = openClient(calm);
  const waits: number[] = [];
  const asking = (async () => {
    for (let n = 0; n < 100; n++) {
      const askedAtMs = performance.now();
      expect(await client.timeout(10_000).emitWithAck('ask')).toBe('good');
      waits.push(performance.now() - askedAtMs);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  for (let n = 0; n < 5; n++) {
    const hostile = await makeLab(server);
    const seen = await watch(hostile.feed);
    expect((await runCode(hostile, "\n'a'.repeat(8e6).indexOf('a'.repeat(4e6) + 'b');")).status).toBe(200);
    await seen.until(() => codeRecord(seen, 'stopped') !== undefined);
    expect(codeRecord(seen, 'stopped')).toMatchObject({
      line: 2,
      text: expect.stringContaining('ran without an end'),
    });
  }
  await asking;
  expect(codeRecord(watched, 'stopped')).toBeUndefined();
  expect(codeOf(watched).filter(({ kind }) => kind === 'started')).toHaveLength(1);
  console.info(`longest wait of the calm lab: ${Math.max(...waits).toFixed(0)} ms`);
});

test('when programs want more memory than all of them may have, the largest is ended with a sentence', async () => {
  const server = await startTestServer();
  const run = async (code: string) => {
    const lab = await makeLab(server);
    const watched = await watch(lab.feed);
    expect((await runCode(lab, code)).status).toBe(200);
    return { lab, watched };
  };
  const mebibytes = (count: number) =>
    `const all = Array.from({ length: ${count} }, () => new Uint8Array(2 ** 20).fill(1));\n${GOOD}`;
  const [large, medium, small] = [await run(mebibytes(18)), await run(mebibytes(8)), await run(GOOD)];
  const newcomer = await run(mebibytes(12));
  await large.watched.until(() => codeRecord(large.watched, 'stopped') !== undefined);
  expect(codeRecord(large.watched, 'stopped')?.text).toMatch(
    /this one took the most \(\d+ MiB\), so it was ended/,
  );
  for (const { lab, watched } of [medium, small, newcomer]) {
    expect(await openClient(lab).timeout(5000).emitWithAck('ask')).toBe('good');
    expect(codeRecord(watched, 'stopped')).toBeUndefined();
  }
});
