import { expect, it } from 'vitest';
import { commandsFor } from './connect-commands';

const lab = {
  ws: 'ws://localhost:8101/lab/abc/ws',
  http: 'http://localhost:8101/lab/abc',
  socketio: 'http://localhost:8101/lab/abc/socket.io/',
};

it('names each client once, with this lab in its command', () => {
  const commands = commandsFor(lab);
  expect(new Set(commands.map(({ client }) => client)).size).toBe(commands.length);
  for (const { command } of commands) expect(command).toContain('localhost:8101');
  for (const { command } of commands) expect(command).toContain('/lab/abc');
});

it('gives curl a complete opening handshake over HTTP', () => {
  const { command } = commandsFor(lab).find(({ client }) => client === 'curl, by hand')!;
  expect(command).toContain("'http://localhost:8101/lab/abc/ws'");
  expect(command.match(/-H '[^']+'/g)).toHaveLength(4);
});

it('gives Socket.IO the origin and the path apart, as its client wants them', () => {
  const { command } = commandsFor(lab).find(({ client }) => client === 'socket.io-client')!;
  expect(command).toContain("io('http://localhost:8101', { path: '/lab/abc/socket.io/' })");
});
