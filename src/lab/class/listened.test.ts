import { expect, it } from 'vitest';
import { eventsListenedTo } from './listened';

it('finds the events that a server’s text listens to, each once, without those of the library', () => {
  const text = `io.on('connection', (socket) => {
    socket.on('say', (text) => io.emit('said', text));
    socket.once("join room", () => {});
    client.on( \`say\`, () => {});
    socket.on('disconnect', () => {});
    socket.on(name, () => {});
  });`;
  expect(eventsListenedTo(text)).toEqual(['say', 'join room']);
});

it('offers no more than the class may be told', () => {
  const text = Array.from({ length: 40 }, (_, n) => `socket.on('event ${n}', f);`).join('\n');
  expect(eventsListenedTo(`${text} socket.on('${'x'.repeat(61)}')`)).toHaveLength(12);
});
