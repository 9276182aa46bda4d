import type { Scene } from './scene';

export const ROOMS: readonly Scene[] = [
  {
    name: 'rooms, broadcasts and exceptions',
    code: `io.on('connection', (socket) => {
  socket.on('join', (rooms, answer) => {
    socket.join(rooms);
    answer([...socket.rooms]);
  });
  socket.on('leave', (room, answer) => {
    socket.leave(room);
    answer([...socket.rooms], socket.rooms.has(socket.id));
  });
  socket.on('say', (answer) => {
    io.emit('all', 1);
    io.to('a').emit('to a', 2);
    io.to('a').to('b').emit('to a and b', 3);
    io.to(['a', 'b']).except('b').emit('to a, not b', 4);
    io.except('a').emit('except a', 5);
    socket.broadcast.emit('others', 6);
    socket.to('a').emit('others in a', 7);
    socket.broadcast.to('b').emit('others in b', 8);
    socket.except('b').emit('others, not b', 9);
    io.in('b').emit('in b', 10);
    io.to(socket.id).emit('to me', 11);
    io.to('nobody').emit('nobody', 12);
    socket.to(socket.id).emit('not me', 13);
    io.local.emit('here', 14);
    answer(io.sockets.adapter.rooms.get('a')?.size, io.of('/').sockets.size, io.engine.clientsCount);
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      await a.ask('join', 'a');
      await b.ask('join', ['a', 'b']);
      await a.ask('say');
      await b.ask('say');
      await b.ask('leave', 'a');
      await a.ask('say');
      b.leave();
      await b.until('disconnect');
    },
  },
  {
    name: 'sockets that are fetched, and what is done to all of them',
    code: `io.on('connection', (socket) => {
  socket.data.at = io.of('/').sockets.size;
  socket.on('go', async (answer) => {
    const all = await io.fetchSockets();
    for (const one of all) one.emit('fetched', one.data.at, one.rooms.has(one.id));
    io.socketsJoin('a');
    io.in('a').socketsJoin(['b', 'c']);
    const ids = (await io.in('b').fetchSockets()).map(({ id }) => id);
    io.in(socket.id).socketsLeave('b');
    io.to('b').emit('in b');
    io.to('c').except('b').emit('in c, not b');
    const others = await socket.broadcast.fetchSockets();
    answer(all.length, ids.length, others.length, others.every(({ id }) => id !== socket.id), [...socket.rooms].length);
  });
  socket.on('kick', async () => {
    for (const one of await io.in('b').fetchSockets()) one.disconnect(true);
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      await a.ask('go');
      await b.ask('go');
      b.emit('kick');
      await a.until('disconnect');
    },
  },
];
