import type { Scene } from './scene';

/** Members of `Socket` and `BroadcastOperator` that the other scenes do not use. */
export const SOCKET_MEMBERS: readonly Scene[] = [
  {
    name: 'what a socket knows',
    code: `io.on('connection', (socket) => {
  const { headers, query, auth, time, issued, url, address, xdomain, secure } = socket.handshake;
  console.log(query.q, query.EIO, query.transport, auth, headers['x-own'], headers.cookie === undefined);
  console.log(typeof time, typeof issued, typeof address, url.includes('q=1'), xdomain, secure);
  console.log(socket.connected, socket.disconnected, socket.recovered, socket.data, socket.id.length, [...socket.rooms].length);
  console.log(socket.request === socket.client.request, socket.request.headers === headers, socket.request.method, typeof socket.request.connection);
  socket.data.name = 'ada';
  console.log(io.sockets.sockets.get(socket.id).data);
  console.log(socket.eventNames(), socket.listeners('x'), socket.listenersAny(), socket.listenersAnyOutgoing());
});`,
    async play({ open }) {
      const extraHeaders = { 'X-Own': 'a' };
      await open('/', { query: { q: '1' }, auth: { token: [1] }, extraHeaders }).until('connect');
    },
  },
  {
    name: 'listeners for any event, added and removed',
    code: `io.on('connection', (socket) => {
  const heard = (mark) => (name, ...values) => console.log(mark, name, values.filter((one) => typeof one !== 'function'));
  const [a, b, c] = ['a', 'b', 'c'].map(heard);
  socket.onAny(a).prependAny(b).onAny(c).offAny(c);
  const [x, y, z] = ['x', 'y', 'z'].map(heard);
  socket.onAnyOutgoing(x).prependAnyOutgoing(y).onAnyOutgoing(z);
  socket.offAnyOutgoing(z);
  console.log(socket.listenersAny().length, socket.listenersAny()[0] === b, socket.listenersAnyOutgoing().length);
  socket.on('one', (answer) => {
    socket.emit('out', 1);
    io.emit('to all', 2);
    io.to(socket.id).emit('to me', 3);
    socket.broadcast.emit('to others', 4);
    socket.offAny();
    socket.offAnyOutgoing();
    socket.emit('out', 5);
    answer();
  });
  socket.on('two', (answer) => answer(socket.listenersAny().length));
});`,
    async play({ open }) {
      const client = open();
      await client.ask('one');
      await client.ask('two');
    },
  },
  {
    name: 'listeners, by all their methods',
    code: `io.on('connection', (socket) => {
  const a = () => console.log('a');
  const b = () => console.log('b');
  socket.on('x', a).addListener('x', b).prependListener('x', b).once('x', a).prependOnceListener('x', b);
  console.log(socket.listenerCount('x'), socket.listeners('x').map((one) => one === a), socket.rawListeners('x').length);
  socket.on('y', a);
  socket.off('y', a);
  socket.removeListener('x', b);
  console.log(socket.eventNames(), socket.getMaxListeners(), socket.setMaxListeners(20) === socket);
  socket.on('go', (answer) => {
    socket.removeAllListeners('x');
    answer(socket.listenerCount('x'));
  });
  for (const wrong of [undefined, null, 5, 'text', {}])
    try {
      socket.on('z', wrong);
    } catch (error) {
      console.log(error.name, error.code, error.message);
    }
});`,
    async play({ open }) {
      const client = open();
      client.emit('x');
      client.emit('x');
      await client.ask('go');
    },
  },
  {
    name: 'rooms of every type',
    code: `const object = { room: 1 };
io.on('connection', (socket) => {
  socket.on('go', (answer) => {
    socket.join(7);
    socket.join([object, '8', null]);
    console.log(socket.rooms.has(7), socket.rooms.has('7'), socket.rooms.has(object), socket.rooms.size);
    io.to(7).emit('to 7');
    io.to('7').emit('to the text 7');
    io.to(object).emit('to an object');
    io.to([7, object]).except('8').emit('to none');
    io.in(null).emit('to null');
    socket.leave('7');
    socket.leave(7);
    console.log(socket.rooms.size, io.sockets.adapter.rooms.has(7), io.of('/').adapter.rooms.get('8').size);
    answer();
  });
});`,
    async play({ open }) {
      await open().ask('go');
    },
  },
  {
    name: 'operators are new each time, and know everybody',
    code: `io.on('connection', (socket) => {
  socket.on('go', async (answer) => {
    const all = io.to('a');
    console.log(all === io.to('a'), all.constructor.name, all.to('b').rooms.size, all.rooms.size, all.except(['c', 'd']).exceptRooms.size);
    console.log(io.volatile.flags, io.local.flags, io.timeout(5).flags, io.compress(false).flags, socket.broadcast.exceptRooms.size);
    socket.join('a');
    console.log((await io.allSockets()).size, (await io.in('a').allSockets()).has(socket.id), (await socket.broadcast.fetchSockets()).length);
    const [one] = await io.in('a').fetchSockets();
    console.log(one === socket, one.data, one.rooms.size, one.handshake === socket.handshake);
    io.in('a').socketsJoin('b');
    io.in('a').socketsLeave(['a']);
    console.log([...socket.rooms].length, socket.rooms.has('b'));
    io.of('/').send('sent', 1);
    io.of('/').write('written');
    io.to('b').emit('in b', { deep: [1] });
    answer();
    io.in('b').disconnectSockets();
  });
});`,
    async play({ open, untilSaid }) {
      const client = open();
      await client.ask('go');
      await client.until('disconnect');
      await untilSaid('2 true');
    },
  },
  {
    name: 'flags last for one emit',
    code: `io.on('connection', (socket) => {
  socket.on('go', (answer) => {
    console.log(socket.volatile === socket, socket.flags, socket.emit('a'), socket.flags);
    console.log(socket.compress(false).timeout(5000).flags);
    socket.emit('b', (error, value) => {
      console.log(error, value);
      answer();
    });
    console.log(socket.flags, socket.local.flags, socket.volatile.broadcast.flags, socket.flags);
  });
});`,
    async play({ open }) {
      const client = open();
      client.answer('b', 'answered');
      await client.ask('go');
    },
  },
  {
    name: 'why a client has gone',
    code: `io.on('connection', (socket) => {
  const { name } = socket.handshake.query;
  socket.on('disconnecting', (reason) => console.log(name, 'disconnecting', reason, socket.rooms.size, socket.connected));
  socket.on('disconnect', (reason, details) => console.log(name, 'disconnect', reason, details === undefined, socket.rooms.size, socket.connected, socket.disconnected));
  socket.on('go', (how) => {
    if (how === 'kick') socket.disconnect();
    if (how === 'close') socket.disconnect(true);
    if (how === 'conn') socket.conn.close();
    console.log(name, socket.connected, socket.emit('too late'), socket.join('x') === undefined);
  });
});`,
    async play({ open, untilSaid }) {
      for (const how of ['kick', 'close', 'conn']) {
        const client = open('/', { query: { name: how } });
        client.emit('go', how);
        await client.until('disconnect');
        await untilSaid(`${how} disconnect`);
      }
      const leaver = open('/', { query: { name: 'leaver' } });
      await leaver.until('connect');
      leaver.leave();
      await untilSaid('leaver disconnect');
      const cut = open('/', { query: { name: 'cut' } });
      await cut.until('connect');
      cut.cut();
      await untilSaid('cut disconnect');
    },
  },
];
