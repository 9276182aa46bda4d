import { expect, test } from 'vitest';
import type { WireServer } from '../server';
import { makeLab, startTestServer, watch } from '../test-server';
import { codeOf, codeRecord, heard, openClient as open, runCode as run } from './testing';

/** A lab that runs this program. */
async function labRunning(code: string, options: object = {}, server?: WireServer) {
  const lab = await makeLab(server ?? (await startTestServer()));
  const watched = await watch(lab.feed);
  const response = await run(lab, code, options);
  expect(await response.json()).toEqual({ run: 1 });
  return { lab, watched };
}

const GREET = `io.on('connection', (socket) => {
  socket.on('greet', (name, answer) => {
    console.log('greeting', name);
    socket.emit('welcome', name.toUpperCase());
    answer({ ok: true });
  });
});`;

test('a program answers, and its lines are reported with their packets', async () => {
  const { lab, watched } = await labRunning(GREET);
  const socket = open(lab);
  const welcome = heard(socket, 'welcome');
  expect(await socket.emitWithAck('greet', 'ada')).toEqual({ ok: true });
  expect(await welcome).toEqual(['ADA']);
  await watched.until(() => codeRecord(watched, 'reply') !== undefined);
  const sid = socket.io.engine.id;
  expect(codeOf(watched).map(({ kind, line, text, packets }) => ({ kind, line, text, packets }))).toEqual([
    { kind: 'started', line: 0, text: GREET, packets: [] },
    { kind: 'listener', line: 1, text: 'connection', packets: [{ sid, sender: 'client', ordinal: 1 }] },
    { kind: 'listener', line: 2, text: 'greet', packets: [{ sid, sender: 'client', ordinal: 2 }] },
    { kind: 'log', line: 3, text: 'greeting ada', packets: [] },
    { kind: 'emit', line: 4, text: 'welcome', packets: [{ sid, sender: 'server', ordinal: 2 }] },
    { kind: 'reply', line: 5, text: '', packets: [{ sid, sender: 'server', ordinal: 3 }] },
  ]);
  const times = codeOf(watched).map(({ atMicros }) => atMicros);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('rooms, broadcasts, namespaces and middleware are the real ones', async () => {
  const { lab, watched } = await labRunning(`io.use((socket, next) => {
  if (socket.handshake.auth.token === 'wrong') next(new Error('not you'));
  else { socket.data.name = socket.handshake.auth.token; next(); }
});
io.on('connection', (socket) => {
  socket.join(socket.data.name);
  socket.on('others', () => socket.broadcast.emit('heard', socket.data.name));
  socket.on('room', (room) => io.to(room).emit('heard', [...socket.rooms].length));
  socket.on('ask', async (answer) => answer((await io.timeout(1000).emitWithAck('count')).length));
});
io.of('/admin').on('connection', (socket) => socket.emit('hello', socket.nsp.name));`);
  const [a, b] = [open(lab, '/', { auth: { token: 'a' } }), open(lab, '/', { auth: { token: 'b' } })];
  await Promise.all([heard(a, 'connect'), heard(b, 'connect')]);
  for (const one of [a, b]) one.on('count', (answer: (n: number) => void) => answer(1));
  const heardByB = heard(b, 'heard');
  a.emit('others');
  expect(await heardByB).toEqual(['a']);
  const heardByA = heard(a, 'heard');
  b.emit('room', 'a');
  expect(await heardByA).toEqual([2]);
  expect(await a.emitWithAck('ask')).toBe(2);
  const refused = open(lab, '/', { auth: { token: 'wrong' } });
  const [error] = (await heard(refused, 'connect_error')) as [Error];
  expect(error.message).toBe('not you');
  expect(await heard(open(lab, '/admin'), 'hello')).toEqual(['/admin']);
  await watched.until(() => codeRecord(watched, 'emit', 'hello') !== undefined);
  // One emit makes a packet for each client.
  expect(codeRecord(watched, 'emit', 'count')?.packets).toHaveLength(2);
});

test('bytes pass through a program unchanged', async () => {
  const { lab } = await labRunning(
    "io.on('connection', (socket) => {\n  socket.on('bytes', (bytes, all) => all(bytes, { more: [bytes] }, bytes.length, Buffer.isBuffer(bytes)));\n});",
  );
  const socket = open(lab);
  const answer = await new Promise<unknown[]>((resolve) => {
    socket.emit('bytes', Buffer.from([1, 2, 255]), (...values: unknown[]) => resolve(values));
  });
  expect(answer).toEqual([Buffer.from([1, 2, 255]), { more: [Buffer.from([1, 2, 255])] }, 3, true]);
});

test('an uncaught exception ends the program, as it ends Node, and the next run works', async () => {
  const { lab, watched } = await labRunning(
    "io.on('connection', (socket) => {\n  socket.on('boom', (it) => {\n    it.is.nothing();\n  });\n});",
  );
  const socket = open(lab, '/', { reconnectionDelay: 20 });
  await heard(socket, 'connect');
  const gone = heard(socket, 'disconnect');
  socket.emit('boom', {});
  expect(await gone).toEqual(['transport close', expect.anything()]);
  await watched.until(() => codeRecord(watched, 'ended') !== undefined);
  expect(codeRecord(watched, 'uncaught')).toMatchObject({
    line: 3,
    text: expect.stringContaining('TypeError'),
  });
  const refused = await fetch(`${lab.http}/socket.io/?EIO=4&transport=polling`);
  expect(refused.status).toBe(503);
  const back = heard(socket, 'back');
  await run(lab, "io.on('connection', (socket) => socket.emit('back'))");
  await back;
});

test('a loop is ended with its line, while another lab is answered, and the next run works', async () => {
  const server = await startTestServer();
  const { lab, watched } = await labRunning(
    "io.on('connection', (socket) => {\n  socket.on('go', () => {\n    while (true) {}\n  });\n});",
    {},
    server,
  );
  const other = await labRunning(
    "io.on('connection', (s) => s.on('a', (answer) => answer('b')));",
    {},
    server,
  );
  const calm = open(other.lab);
  await heard(calm, 'connect');
  const socket = open(lab, '/', { reconnection: false });
  await heard(socket, 'connect');
  const gone = heard(socket, 'disconnect');
  socket.emit('go');
  await gone;
  expect(await calm.emitWithAck('a')).toBe('b');
  await watched.until(() => codeRecord(watched, 'stopped') !== undefined);
  expect(codeRecord(watched, 'stopped')).toMatchObject({ line: 3, text: expect.stringContaining('loop') });
  const socketAgain = open(lab);
  await run(lab, "io.on('connection', (s) => s.on('a', (answer) => answer('c')));");
  expect(await socketAgain.emitWithAck('a')).toBe('c');
});

test('a call that nothing can interrupt is ended with its line, and others do not notice', async () => {
  const server = await startTestServer();
  const hog = `io.on('connection', (socket) => {
  socket.on('go', () => {
    'a'.repeat(4e6).indexOf('a'.repeat(2e6) + 'b');
  });
});`;
  const { lab, watched } = await labRunning(hog, {}, server);
  const others = await Promise.all(
    Array.from({ length: 4 }, () =>
      labRunning("io.on('connection', (s) => s.on('a', (answer) => answer('b')));", {}, server),
    ),
  );
  const socket = open(lab, '/', { reconnection: false });
  await heard(socket, 'connect');
  socket.emit('go');
  await watched.until(() => codeRecord(watched, 'stopped') !== undefined);
  expect(codeRecord(watched, 'stopped')).toMatchObject({
    line: 3,
    text: expect.stringContaining('without an end'),
  });
  for (const other of others) {
    expect(await open(other.lab).timeout(5000).emitWithAck('a')).toBe('b');
    expect(codeRecord(other.watched, 'stopped')).toBeUndefined();
  }
});

test('code with a syntax error is refused with its place, and the program before it keeps running', async () => {
  const { lab } = await labRunning("io.on('connection', (s) => s.on('a', (answer) => answer('b')));");
  const socket = open(lab);
  const response = await run(lab, 'io.on(');
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ line: 1, column: 7 });
  expect(await socket.emitWithAck('a')).toBe('b');
});

test('options of the program and of the page are used; unknown ones are reported to do nothing', async () => {
  const { lab, watched } = await labRunning(
    "import { Server } from 'socket.io';\nconst server = new Server(3000, { pingInterval: 300, cors: { origin: '*' } });",
    { pingTimeout: 400, pingInterval: 9999 },
  );
  const answer = await fetch(`${lab.http}/socket.io/?EIO=4&transport=polling`);
  expect(await answer.text()).toMatch(/"pingInterval":300,"pingTimeout":400/);
  await watched.until(() => codeRecord(watched, 'warn') !== undefined);
  expect(codeRecord(watched, 'warn')).toMatchObject({ line: 2, text: expect.stringContaining('cors') });
});

test('null ends the program, and the echo is back', async () => {
  const { lab } = await labRunning('console.log(1)');
  await run(lab, null);
  expect(await open(lab).emitWithAck('again', 7)).toBe(7);
});

test('a bound that is reached is reported with its line', async () => {
  const { watched } = await labRunning("for (let n = 0; n < 30; n++) {\n  io.of('/' + n);\n}");
  await watched.until(() => codeRecord(watched, 'warn') !== undefined);
  expect(codeRecord(watched, 'warn')).toMatchObject({
    line: 2,
    text: expect.stringContaining('20 namespaces at most'),
  });
});

test('a client’s secrets are blanked for the program, too', async () => {
  const { lab, watched } = await labRunning(
    "io.on('connection', ({ handshake: { headers } }) => console.log(headers.cookie, headers.authorization, headers['proxy-authorization'], headers.accept));",
  );
  const extraHeaders = {
    Cookie: 'sid=12345',
    Authorization: 'Bearer abc',
    'Proxy-Authorization': 'Basic x',
    Accept: 'text/x-told',
  };
  open(lab, '/', { extraHeaders });
  await watched.until(() => codeRecord(watched, 'log') !== undefined);
  expect(codeRecord(watched, 'log')?.text).toBe('********* ********** ******* text/x-told');
});

test('events that a program never acknowledges are not kept without bound, and that is reported', async () => {
  const { lab, watched } = await labRunning(
    "io.on('connection', (s) => s.on('a', () => {}).on('taken', (answer) => answer()));",
  );
  const socket = open(lab);
  await heard(socket, 'connect');
  for (let n = 0; n < 1001; n++) {
    socket.emit('a', () => {});
    // Not a flood: events that are not taken yet have a bound of their own.
    if (n % 100 === 0) await socket.emitWithAck('taken');
  }
  await watched.until(() => codeRecord(watched, 'warn', 'acknowledgement') !== undefined);
  expect(codeRecord(watched, 'warn', 'acknowledgement')?.text).toContain('1000 events of one client');
});
