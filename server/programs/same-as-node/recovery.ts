import type { Scene } from './scene';

/** Clients that come back, and what servers keep for them. */
export const RECOVERY: readonly Scene[] = [
  {
    name: 'a client that comes back gets what it missed',
    options: { connectionStateRecovery: {} },
    code: `io.use((socket, next) => {
  console.log('middleware');
  next();
});
io.on('connection', (socket) => {
  console.log('recovered', socket.recovered, socket.rooms.has('a'), socket.data);
  if (socket.recovered) return socket.emit('after', 3);
  socket.data.n = 1;
  socket.join('a');
  socket.emit('before', 1);
  socket.on('disconnect', (reason) => {
    console.log(reason);
    io.to('a').emit('missed', 2);
    io.to('b').emit('not missed');
    io.emit('to all', { deep: [1] });
  });
});`,
    async play({ open, untilSaid }) {
      const client = open('/', { reconnection: true, reconnectionDelay: 50 });
      await client.until('before');
      client.cut();
      await untilSaid('transport close');
      await client.until('after');
    },
  },
  {
    name: 'a client whose session is unknown is new',
    options: { connectionStateRecovery: { maxDisconnectionDuration: 1000, skipMiddlewares: false } },
    code: `io.use((socket, next) => {
  console.log('middleware', socket.recovered);
  next();
});
io.on('connection', (socket) => {
  console.log(socket.recovered, typeof socket.pid);
  socket.emit('hello');
  socket.on('kick', () => socket.disconnect());
});`,
    async play({ open }) {
      const client = open('/', { auth: { pid: 'unknown', offset: 'x' } });
      await client.until('hello');
      client.emit('kick');
      await client.until('disconnect');
    },
  },
];
