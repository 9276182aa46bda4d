import type { Scene } from './scene';

export const EVENTS: readonly Scene[] = [
  {
    name: 'an event and its answer',
    code: `io.on('connection', (socket) => {
  socket.on('greet', (name, answer) => {
    socket.emit('welcome', name.toUpperCase());
    answer?.({ ok: true });
  });
});`,
    async play({ open }) {
      const client = open();
      client.emit('greet', 'ada');
      await client.until('welcome');
      await client.ask('greet', 'grace');
    },
  },
  {
    name: 'listeners in their order',
    code: `const said = [];
const say = (text) => said.push(text);
io.on('connect', () => say('connect'));
io.on('connection', () => say('connection'));
io.once('connection', () => say('first connection'));
io.on('connection', (socket) => {
  const never = () => say('never');
  const named = (value) => say('named ' + value);
  socket.on('x', named);
  socket.on('x', () => say('second'));
  socket.once('x', () => say('once'));
  socket.on('x', never);
  socket.off('x', never);
  socket.on('y', named);
  socket.on('y', named);
  socket.removeListener('y', named);
  socket.onAny((name, ...values) => say('any ' + name + ' ' + values.filter((v) => typeof v !== 'function')));
  socket.prependAny((name) => say('before any ' + name));
  const offered = () => say('not any more');
  socket.onAny(offered);
  socket.offAny(offered);
  socket.on('z', () => {
    socket.on('z', () => say('late'));
    socket.removeAllListeners('x');
  });
  socket.on('this', function (answer) {
    answer(this === socket, this.id === socket.id, socket.listeners('x').length, socket.listenerCount('y'));
  });
  socket.on('said', (answer) => answer(said, socket.listenersAny().length));
  socket.onAny((...all) => typeof all.at(-1) === 'function' && setTimeout(all.at(-1), 5));
});`,
    async play({ open }) {
      const client = open();
      // One by one: Node hands events of one read to the catch-all listeners first.
      for (const name of ['x', 'x', 'y', 'z', 'z', 'x', 'nobody']) await client.ask(name, 1);
      await client.ask('this');
      await client.ask('said');
    },
  },
  {
    name: 'what goes out, heard',
    code: `io.on('connection', (socket) => {
  const said = [];
  socket.onAnyOutgoing((name, ...values) => said.push([name, ...values.map((value) => typeof value)]));
  socket.on('go', (answer) => {
    socket.emit('a', 1, 'x');
    socket.emit('b', () => {});
    socket.volatile.emit('c', 2);
    socket.timeout(1000).emit('d', () => {});
    io.emit('e', 3);
    socket.emitWithAck('f', 4);
    socket.send('g');
    socket.offAnyOutgoing();
    socket.emit('h');
    answer(said);
  });
});`,
    async play({ open }) {
      const client = open();
      for (const name of ['b', 'd', 'f']) client.answer(name, 1);
      await client.ask('go');
    },
  },
  {
    name: 'flags',
    code: `io.on('connection', (socket) => {
  socket.on('go', async (answer) => {
    socket.volatile.emit('a', 1);
    io.volatile.emit('b', 2);
    socket.compress(true).emit('c', 3);
    socket.volatile.broadcast.emit('d', 4);
    socket.broadcast.volatile.emit('e', 5);
    io.compress(false).to(socket.id).emit('f', 6);
    socket.local.emit('g', 7);
    io.to(socket.id).volatile.compress(true).emit('h', 8);
    socket.send('i').emit('j', 10);
    socket.write('k');
    io.send('l').emit('m', 13);
    answer(socket.emit('n'), io.emit('o'), socket.connected, socket.disconnected, socket.recovered);
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      await a.ask('go');
      await b.ask('go');
    },
  },
  {
    name: 'what is not allowed is said',
    code: `io.on('connection', (socket) => {
  const tried = [];
  const attempt = (work) => {
    try {
      work();
      tried.push('fine');
    } catch (error) {
      tried.push(error.name + ': ' + error.message);
    }
  };
  attempt(() => socket.emit('disconnect'));
  attempt(() => socket.emit('connect_error', 1));
  attempt(() => io.emit('disconnecting'));
  attempt(() => socket.emit('x', 1n));
  socket.on('tried', (answer) => answer(tried));
});`,
    async play({ open }) {
      await open().ask('tried');
    },
  },
];
