import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { WireServer } from '../server';
import { makeLab, startTestServer, type Watch, watch } from '../test-server';
import { codeOf, codeRecord, heard, openClient as open, runCode as run } from './testing';

// Each starts a server and a process; a busy machine is only slow.
vi.setConfig({ testTimeout: 20_000 });

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

test('a bound of the lab ends a program with its line, and not as a mistake', async () => {
  const { watched } = await labRunning('for (let n = 0; n < 200; n++) {\n  setTimeout(() => {}, 1e6);\n}');
  await watched.until(() => codeRecord(watched, 'stopped') !== undefined);
  expect(codeRecord(watched, 'stopped')).toMatchObject({
    line: 2,
    text: expect.stringContaining('100 timers at a time'),
  });
  expect(codeRecord(watched, 'uncaught')).toBeUndefined();
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

test('events that a program never acknowledges cost it nothing', async () => {
  const { lab } = await labRunning(
    "io.on('connection', (s) => s.on('a', () => {}).on('taken', (answer) => answer()));",
  );
  const socket = open(lab);
  await heard(socket, 'connect');
  for (let n = 0; n < 1001; n++) {
    socket.emit('a', () => {});
    // Not a flood: events that are not taken yet have a bound of their own.
    if (n % 100 === 0) await socket.emitWithAck('taken');
  }
  await socket.emitWithAck('taken');
});

/** Kinds, lines and texts of what is reported, without the program itself. */
const reported = (watched: Watch) =>
  codeOf(watched)
    .filter(({ kind }) => kind !== 'started')
    .map(({ kind, line, text }) => [kind, line, text]);

test('a program that dies in its first lines has begun before', async () => {
  const { watched } = await labRunning("\nthrow new Error('x');");
  await watched.until(() => codeRecord(watched, 'ended') !== undefined);
  expect(codeOf(watched).map(({ kind }) => kind)).toEqual(['started', 'uncaught', 'ended']);
  expect(reported(watched)[0]).toEqual(['uncaught', 2, 'Error: x']);
});

test('an emit is told with the line of its call, whatever ran while it was made', async () => {
  const { lab, watched } = await labRunning(`class P {
  constructor() {
    this.a = 1;
  }
}
const made = () => {
  return { get b() {
    return 2;
  } };
};
io.on('connection', (socket) => {
  socket.emit('obj', new P());
  console.log(new P(), made());
  socket.emit('made', made());
  socket.on('later', (answer) => {
    setTimeout(answer, 5, new P());
  });
  setTimeout(socket.emit.bind(socket), 1, 'bound');
  Promise.resolve().then(() => socket.emit('promised', [1].map(() => new P())));
});`);
  await open(lab).emitWithAck('later');
  await watched.until(() => codeRecord(watched, 'reply') !== undefined);
  expect(reported(watched).filter(([kind]) => kind === 'emit' || kind === 'reply' || kind === 'log')).toEqual(
    [
      ['emit', 12, 'obj'],
      ['log', 13, 'P { a: 1 } { b: [Getter] }'],
      ['emit', 14, 'made'],
      ['emit', 19, 'promised'],
      ['emit', 18, 'bound'],
      ['reply', 16, ''],
    ],
  );
});

test('what a client missed keeps the line that emitted it', async () => {
  const { lab, watched } = await labRunning(
    `io.on('connection', (socket) => {
  if (socket.recovered) return socket.emit('back');
  socket.emit('first');
  socket.on('disconnect', () => {
    io.emit('missed');
  });
});`,
    { connectionStateRecovery: {} },
  );
  const client = open(lab, '/', { reconnectionDelay: 20 });
  await heard(client, 'first');
  const back = heard(client, 'back');
  (client.io.engine.transport as unknown as { ws: { terminate(): void } }).ws.terminate();
  await back;
  await watched.until(() => codeRecord(watched, 'emit', 'back') !== undefined);
  const missed = codeOf(watched).filter(({ text }) => text === 'missed');
  expect(missed.map(({ kind, line, packets }) => [kind, line, packets.length])).toEqual([
    ['emit', 5, 0],
    ['emit', 5, 1],
  ]);
});

test('a time limit is not an answer: that none came is told at the line that waits', async () => {
  const { lab, watched } = await labRunning(`io.on('connection', (s) => s.on('go', async () => {
  try {
    await io.timeout(30).emitWithAck('q');
  }
  catch (e) { console.log(e.message); }
}));`);
  open(lab).emit('go');
  await watched.until(() => codeRecord(watched, 'log') !== undefined);
  expect(reported(watched).filter(([kind]) => kind !== 'listener')).toEqual([
    ['emit', 3, 'q'],
    ['warn', 3, 'No answer to q came within 30 ms.'],
    ['log', 5, 'operation has timed out'],
  ]);
});

test('an event that nobody hears is told when there is a listener of nearly that name', async () => {
  const { lab, watched } = await labRunning(
    "io.on('connection', (socket) => {\n  socket.on('Hello', () => {});\n  socket.on('other', (answer) => answer());\n});",
  );
  const client = open(lab);
  for (const name of ['hello', 'hello', 'something']) client.emit(name);
  await client.emitWithAck('other');
  await watched.until(() => codeRecord(watched, 'reply') !== undefined);
  expect(codeOf(watched).filter(({ kind }) => kind === 'warn')).toMatchObject([
    { text: 'Nobody listens to hello; there is a listener for Hello.' },
  ]);
});

test('Node ends only where nobody catches', async () => {
  const { lab, watched } =
    await labRunning(`process.on('uncaughtException', (error) => console.log('caught', error.message));
io.on('connection', (socket) => {
  socket.on('throw', () => {
    throw new Error('one');
  });
  socket.on('reject', async () => {
    await null;
    throw new Error('two');
  });
  socket.on('float', () => {
    const work = async () => socket.emmit('x');
    work();
  });
  socket.on('lives', (answer) => answer());
});`);
  const client = open(lab);
  for (const name of ['throw', 'reject', 'float']) client.emit(name);
  await client.emitWithAck('lives');
  await watched.until(() => codeOf(watched).filter(({ kind }) => kind === 'log').length === 3);
  expect(reported(watched).flatMap(([kind, , text]) => (kind === 'log' ? [text] : []))).toEqual([
    'caught one',
    'caught two',
    'caught socket.emmit is not a function',
  ]);
});

test('a handler may compute for a while when nobody else waits', async () => {
  const { lab } = await labRunning(`const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
io.on('connection', (socket) => socket.on('fib', (n, answer) => answer(fib(n))));`);
  expect(await open(lab).emitWithAck('fib', 27)).toBe(196418);
}, 20_000);

test('a server that nothing is attached to has no clients until it listens', async () => {
  const { lab, watched } = await labRunning(`const { Server } = require('socket.io');
const own = new Server({ pingInterval: 300 });
own.on('connection', (socket) => socket.emit('hello'));
setTimeout(() => {
  own.listen(3000);
  console.log('listens');
}, 300);`);
  const early = await fetch(`${lab.http}/socket.io/?EIO=4&transport=polling`);
  expect([early.status, await early.text()]).toEqual([403, expect.stringContaining('does not listen')]);
  await watched.until(() => codeRecord(watched, 'log') !== undefined);
  await heard(open(lab), 'hello');
  expect(codeRecord(watched, 'warn')).toMatchObject({
    line: 2,
    text: expect.stringContaining('not attached'),
  });
});

test('a message of no character ends its session, as it does in Node, and is no fault of the server', async () => {
  const faults = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => faults.mockRestore());
  const { lab } = await labRunning(GREET);
  const url = `${lab.http.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const closed = once(socket, 'close');
  socket.on('message', (data) => {
    if (String(data).startsWith('0{')) socket.send('40');
    else socket.send('4');
  });
  await closed;
  expect(faults).not.toHaveBeenCalled();
  expect(await open(lab).emitWithAck('greet', 'ada')).toEqual({ ok: true });
});
