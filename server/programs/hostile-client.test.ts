import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeStand } from './hostile-stand';
import { codeOf, codeRecord, heard, openClient } from './testing';

const stand = makeStand();

/** A program that does this when a client tells it to. */
const onGo = (work: string) => `io.on('connection', (socket) => {
  socket.on('go', (...given) => {
    ${work}
  });
});`;

test.each([
  ['events', "for (let n = 0; n < 1e6; n++) socket.emit('x', n);"],
  ['events to everybody', "for (let n = 0; n < 1e6; n++) io.emit('x', n);"],
  ['events that wait for answers', "for (let n = 0; n < 1e6; n++) socket.emit('x', n, () => {});"],
  ['lines', "for (let n = 0; n < 1e6; n++) console.log('x'.repeat(3000), n);"],
  ['rooms', "for (let n = 0; n < 1e6; n++) socket.join('room ' + n);"],
  ['namespaces', "for (let n = 0; n < 1e6; n++) io.of('/' + n);"],
  ['answers', 'for (let n = 0; n < 1e6; n++) given.at(-1)(n);'],
  ['long lists of rooms', 'socket.join(Array.from({ length: 1e6 }, (_, n) => n));'],
  ['bytes', "for (let n = 0; n < 900; n++) socket.emit('x', new Uint8Array(20_000));"],
])('a flood of %s ends the program, and nothing else', async (_, work) => {
  const hostile = await stand.run(onGo(work));
  const client = openClient(hostile.lab, '/', { reconnection: false });
  client.emit('go', () => {});
  await hostile.over();
  expect(codeRecord(hostile.watched, 'stopped')?.text).toMatch(/more than|without an end|memory/);
  await stand.check(hostile);
});

test('a thousand timers are more than a program has', async () => {
  const hostile = await stand.run('for (let n = 0; n < 1e3; n++) setTimeout(() => {}, 1e9);');
  await hostile.over();
  expect(codeRecord(hostile.watched, 'stopped')?.text).toContain('100 timers');
  await stand.check(hostile);
});

test('lines of output that would not end a program are left out when there are too many to read', async () => {
  const hostile = await stand.run(onGo("for (let n = 0; n < 300; n++) console.log('line', n);"));
  const client = openClient(hostile.lab);
  for (let n = 0; n < 5; n++) client.emit('go');
  await hostile.watched.until(() => codeRecord(hostile.watched, 'warn') !== undefined);
  expect(codeOf(hostile.watched).length).toBeLessThan(1000);
  await stand.check(hostile);
});

test.each([
  ['rooms', "for (let n = 0; n < 400; n++) socket.join('room ' + (given[0] * 400 + n));"],
  ['namespaces', "for (let n = 0; n < 40; n++) io.of('/' + (given[0] * 40 + n));"],
  ['patterns', "for (let n = 0; n < 40; n++) io.of(new RegExp('^/' + n + 'x+$'));"],
  ['events that wait for answers', "for (let n = 0; n < 400; n++) socket.emit('x', () => {});"],
  ['listeners', "for (let n = 0; n < 400; n++) socket.on('x' + n, () => {});"],
])('hundreds of %s are the program’s own, and cost nobody else anything', async (_, work) => {
  const hostile = await stand.run(onGo(`${work}\n    given[1](given[0]);`));
  const client = openClient(hostile.lab);
  for (let at = 0; at < 5; at++) expect(await client.emitWithAck('go', at)).toBe(at);
  await stand.check(hostile);
});

test('more timers of the library than a lab has are its limit, told as such', async () => {
  const hostile = await stand.run(
    onGo("for (let n = 0; n < 450; n++) socket.timeout(1e6).emit('x', () => {});"),
  );
  const client = openClient(hostile.lab, '/', { reconnection: false });
  for (let at = 0; at < 2; at++) client.emit('go');
  await hostile.over();
  expect(codeRecord(hostile.watched, 'stopped')?.text).toMatch(
    /events that wait with a time limit|more than/,
  );
  await stand.check(hostile);
});

test('an event that is acknowledged twice is acknowledged once, and an acknowledgement that comes too late is ignored', async () => {
  const hostile = await stand.run(
    onGo(
      "given[0](1);\n    given[0](2);\n    socket.disconnect(true);\n    given[0](3);\n    socket.emit('x');",
    ),
  );
  const client = openClient(hostile.lab, '/', { reconnection: false });
  const gone = heard(client, 'disconnect');
  expect(await client.emitWithAck('go')).toBe(1);
  await gone;
  await stand.check(hostile);
});

test('an event larger than a connection takes ends that client, not the program', async () => {
  const hostile = await stand.run("io.on('connection', (s) => s.on('ask', (answer) => answer('here')));");
  const client = openClient(hostile.lab, '/', { reconnection: false });
  const gone = heard(client, 'disconnect');
  client.emit('go', 'x'.repeat(2e6));
  await gone;
  expect(await openClient(hostile.lab).emitWithAck('ask')).toBe('here');
  await stand.check(hostile);
});

test('a client that floods a slow program is disconnected', async () => {
  const hostile = await stand.run(
    onGo('const until = performance.now() + 5;\n    while (performance.now() < until) {}'),
  );
  const client = openClient(hostile.lab, '/', { reconnection: false });
  await heard(client, 'connect');
  const gone = heard(client, 'disconnect');
  for (let n = 0; n < 5000; n++) client.emit('go', n);
  await gone;
  await stand.check(hostile);
});

/** Speaks Socket.IO by hand, so that it can send what no client would. */
async function bareClient(http: string, ...first: (string | Buffer)[]) {
  const socket = new WebSocket(`${http.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  onTestFinished(() => socket.terminate());
  socket.on('error', () => undefined);
  await once(socket, 'open');
  for (const message of first) socket.send(message);
  // The server answers or disconnects the client.
  const isAnswered = new Promise<void>((resolve) => {
    socket.on('message', (message: Buffer) => message.toString().startsWith('43') && resolve());
    socket.on('close', () => resolve());
  });
  socket.send('421["ask"]');
  await isAnswered;
}

/** The depth decides which function overflows the stack. */
const DEPTHS = [3000, 8000, 30_000, 100_000];
const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const DEEP = DEPTHS.flatMap((depth): [string, ...string[]][] => [
  [`an event ${depth} deep`, '40', `42["go",${deep(depth)}]`],
  [`an answer ${depth} deep`, '40', '42["wait"]', `430[${deep(depth)}]`],
  [`an answer to a promise ${depth} deep`, '40', '42["promise"]', `430[${deep(depth)}]`],
  [`an introduction ${depth} deep`, `40{"token":${deep(depth)}}`],
]);
test.each<readonly [string, ...(string | Buffer)[]]>([
  ['an event that is not JSON', '40', '42{'],
  ['an event without a name', '40', '42[]'],
  ['a name that is not a string', '40', '42[5]', '42[{"a":1}]', '42[null]'],
  ['names that the library reserves', '40', '42["connect"]'],
  ['names that the language reserves', '40', '42["__proto__",1]', '42["constructor",1]', '42["error",1]'],
  ['keys that the language reserves', '40', '42["go",{"__proto__":{"a":1},"constructor":{"prototype":1}}]'],
  ['a placeholder without bytes', '40', '42["go",{"_placeholder":true,"num":0}]'],
  ['a placeholder that is wrong', '40', '451-["go",{"_placeholder":true,"num":7}]', Buffer.from([1])],
  [
    'two placeholders for one',
    '40',
    '451-["go",{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}]',
    Buffer.from([1]),
  ],
  ['attachments that never come', '40', '452-["go"]', '42["go"]'],
  ['bytes that nobody announced', '40', Buffer.from([1, 2, 3])],
  ['too many attachments', '40', '451000000-["go"]'],
  ['answers that nobody asked for', '40', '439[1]', '43[1]', '4399999999999999999999[1]'],
  ['identifiers that are wrong', '40', '4299999999999999999999["go"]', '42-1["go"]'],
  ['an event before it is connected', '42["go"]'],
  ['a namespace that does not exist', '40/none,', '42/none,["go"]'],
  ['a second CONNECT packet', '40', '40', '40', '42["go"]'],
  ['events after it has left', '40', '41', '42["go"]'],
  ['packets of a server', '40', '44{"message":"x"}', '40{"sid":"x"}'],
  ...DEEP,
  ['authentication that is not JSON', '40{'],
])('a client that sends %s hurts nobody else', async (_, ...messages) => {
  const hostile = await stand.run(`io.use((socket, next) => {
  console.log(socket.handshake.auth);
  next();
});
io.on('connection', (socket) => {
  socket.on('wait', () => socket.emit('x', () => console.log('answered')));
  socket.on('promise', () => void socket.emitWithAck('x').then(() => console.log('answered')));
  socket.onAny((name, ...values) => console.log(name, values.length));
  socket.on('go', (...values) => console.log(values));
  socket.on('ask', (answer) => answer('here'));
});`);
  await bareClient(hostile.lab.http, ...messages);
  expect(await openClient(hostile.lab).timeout(2000).emitWithAck('ask')).toBe('here');
  await stand.check(hostile);
});
