import type { Scene } from './scene';

export const CONNECTIONS: readonly Scene[] = [
  {
    name: 'disconnections, by either end',
    code: `io.on('connection', (socket) => {
  socket.on('disconnecting', (reason) => io.emit('leaving', socket.id, reason, [...socket.rooms]));
  socket.on('disconnect', (reason) => io.emit('left', socket.id, reason, socket.rooms.size, socket.connected));
  socket.join('room');
  socket.on('kick', () => {
    socket.emit('before', 1);
    socket.disconnect();
    socket.emit('after', 2);
    io.emit('to all', io.of('/').sockets.size, socket.connected);
    socket.disconnect();
  });
  socket.on('close', () => {
    socket.emit('before', 1);
    socket.disconnect(true);
    io.emit('to all', io.of('/').sockets.size);
  });
  socket.on('all', () => io.disconnectSockets());
  socket.on('room', () => io.in('room').disconnectSockets(true));
});`,
    async play({ open }) {
      const witness = open();
      for (const order of ['kick', 'close']) {
        const one = open();
        await one.until('connect');
        one.emit(order);
        await one.until('disconnect');
      }
      const leaver = open();
      await leaver.until('connect');
      leaver.leave();
      await witness.until('left', 3);
      witness.emit('all');
      await witness.until('disconnect');
      const last = open();
      last.emit('room');
      await last.until('disconnect');
    },
  },
];
