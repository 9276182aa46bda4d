import { expect, test } from 'vitest';
import { completionsAt } from './completions';
import { type End, MEMBERS, WORDS } from './members';

const labels = (before: string, end: End, text = before) =>
  completionsAt(before, text, end)?.options.map(({ label }) => label) ?? null;

const BROADCAST = ['emit', 'to', 'except', 'timeout', 'volatile'];

test('a socket has the members of its end', () => {
  const both = ['on', 'once', 'off', 'onAny', 'offAny', 'emit', 'emitWithAck', 'timeout', 'volatile'];
  expect(labels('socket.', 'client')).toEqual([
    ...both,
    ...['connect', 'disconnect', 'connected', 'active', 'id', 'recovered', 'auth', 'io'],
  ]);
  expect(labels('socket.', 'server')).toEqual([
    ...both,
    ...['broadcast', 'to', 'in', 'except', 'join', 'leave', 'rooms', 'id', 'data', 'handshake'],
    ...['connected', 'recovered', 'disconnect', 'use', 'nsp'],
  ]);
  expect(completionsAt('  socket.em', '', 'client')?.from).toBe(9);
});

test('the server has its members, and a client’s io has none', () => {
  expect(labels('io.', 'server')?.toSorted()).toEqual(
    [
      ...['on', 'emit', 'to', 'in', 'except', 'of', 'use', 'fetchSockets', 'socketsJoin', 'socketsLeave'],
      ...['disconnectSockets', 'timeout', 'emitWithAck', 'engine.clientsCount'],
    ].toSorted(),
  );
  expect(labels('io.engine.', 'server')).toEqual(['clientsCount']);
  expect(labels('io.', 'client')).toBeNull();
});

test.each([
  ['io.to("a").', 'server', BROADCAST],
  ["io.in(['a', 'b']).except('c').", 'server', BROADCAST],
  ['io\n  .to("a")\n  .', 'server', BROADCAST],
  ['socket.broadcast.', 'server', BROADCAST],
  ['socket.to(room).volatile.', 'server', BROADCAST],
  ['socket.broadcast.timeout(500).', 'server', ['emit', 'emitWithAck']],
  ['socket.timeout(500).', 'client', ['emit', 'emitWithAck', 'timeout', 'volatile']],
  ['socket.io.', 'client', ['on', 'engine']],
  ['socket.io.', 'server', null],
  ['socket.broadcast.', 'client', null],
  ['socket.rooms.', 'server', null],
  ['foo.', 'client', null],
] as const)('after %s at the %s', (before, end, expected) => {
  expect(labels(before, end)).toEqual(expected);
});

test('a namespace is a server of its own, without namespaces in it', () => {
  expect(labels("io.of('/chat').", 'server')).toContain('fetchSockets');
  expect(labels("io.of('/chat').", 'server')).not.toContain('of');
});

test('the names of events are those of the library, then those of the program', () => {
  const text = "socket.emit('greet', 1); socket.on('welcome', f); io.to('r').emit('news');";
  const named = ['greet', 'welcome', 'news'];
  expect(labels("socket.on('", 'client', text)).toEqual(['connect', 'disconnect', 'connect_error', ...named]);
  expect(labels("socket.on('", 'server', text)).toEqual(['disconnect', 'disconnecting', ...named]);
  expect(labels('io.on("', 'server', text)).toEqual(['connection', ...named]);
  expect(labels("io.of('/a').on('", 'server', text)).toEqual(['connection', ...named]);
  expect(labels("socket.io.on('", 'client', '')).toContain('reconnect_attempt');
  expect(labels("io.to('r').emit('", 'server', text)).toEqual(named);
});

test('one does not emit the events of the library', () => {
  expect(labels("socket.emit('", 'client', "socket.on('connect', f); socket.on('a', f)")).toEqual(['a']);
});

test('the name that is being written does not offer itself', () => {
  const before = "socket.on('greet', f);\nsocket.emit('gr";
  expect(labels(before, 'client', `${before}')`)).toEqual(['greet']);
  expect(completionsAt(before, before, 'client')?.from).toBe(before.length - 2);
  expect(labels("socket.emit('gr", 'client', "socket.emit('gr')")).toBeNull();
});

test('words are offered where an expression can begin, and without one begun to whoever asks', () => {
  expect(labels('so', 'server')).toEqual([
    ...['io', 'socket', "io.on('connection', …)", "socket.on('name', …)", "socket.emit('name', …)"],
    ...['console.log', 'setTimeout', 'setInterval'],
  ]);
  expect(labels('so', 'client')).not.toContain("io.on('connection', …)");
  expect(completionsAt('', '', 'client')).toBeNull();
  expect(completionsAt('', '', 'client', true)?.are).toBe('words');
});

test.each(["'soc", 'const so', '12', 'foo.bar'])('nothing is offered after %s', (before) => {
  expect(completionsAt(before, before, 'client')).toBeNull();
});

test('every option says in one sentence what it does', () => {
  const all = [...Object.values(MEMBERS).flatMap((kinds) => Object.values(kinds)), ...Object.values(WORDS)];
  for (const { label, info } of all.flat()) {
    expect(info, label).toMatch(/^[A-Z].*[^.!]\.$/);
    expect(info, label).not.toMatch(/\. [A-Z]/);
  }
});
