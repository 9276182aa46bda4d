import { expect, test } from 'vitest';
import { completionsAt } from './completions';

const labels = (before: string, end: 'client' | 'server', text = before) =>
  completionsAt(before, text, end)?.options.map(({ label }) => label);

test('a socket has the members of its end', () => {
  expect(labels('socket.', 'server')).toContain('broadcast');
  expect(labels('socket.', 'client')).not.toContain('broadcast');
  expect(labels('  socket.em', 'client')).toContain('emitWithAck');
  expect(completionsAt('  socket.em', '', 'client')?.from).toBe(9);
});

test('after a choice of many there is emit', () => {
  expect(labels("io.to('a').", 'server')).toEqual(['emit', 'to', 'except', 'timeout', 'volatile']);
  expect(labels('socket.broadcast.', 'server')).toContain('emit');
});

test('the names of events are those of the program and of the library', () => {
  const text = "socket.emit('greet', 1); socket.on('welcome', f)";
  expect(labels("socket.on('", 'client', text)).toEqual([
    'connect',
    'disconnect',
    'connect_error',
    'greet',
    'welcome',
  ]);
  expect(labels("socket.emit('gr", 'client', text)).toEqual(['greet', 'welcome']);
  expect(labels("io.on('", 'server', text)).toEqual(['connection', 'greet', 'welcome']);
});

test('nothing is offered inside of other words and texts', () => {
  expect(completionsAt('foo.', '', 'client')).toBeNull();
  expect(completionsAt("'soc", '', 'client')).toBeNull();
  expect(completionsAt('', '', 'client')).toBeNull();
  expect(labels('so', 'server')).toEqual(['io', 'socket', 'console.log', 'setTimeout', 'setInterval']);
});
