import type { Scene } from './scene';

export const ACKNOWLEDGEMENTS: readonly Scene[] = [
  {
    name: 'acknowledgements of clients, awaited and called back',
    code: `io.on('connection', (socket) => {
  socket.on('begin', async (answer) => {
    socket.emit('one', 1, (...given) => socket.emit('told', 'one', given));
    socket.emit('told', 'awaited', await socket.emitWithAck('two', 2));
    await new Promise((done) => {
      socket.timeout(2000).emit('three', 3, (error, ...given) => done(socket.emit('told', error, given)));
    });
    socket.timeout(30).emit('silence', (error, ...given) => socket.emit('told', error.message, given.length));
    try {
      await socket.timeout(30).emitWithAck('silence');
    } catch (error) {
      socket.emit('told', error.message, error instanceof Error);
    }
    answer('first', ['second'], null, undefined);
    answer('again');
  });
});`,
    async play({ open }) {
      const client = open();
      client.answer('one', 'a', 'b');
      client.answer('two', { b: 2 }, 'lost');
      client.answer('three', 'c');
      await client.ask('begin');
    },
  },
  {
    name: 'acknowledgements of many',
    code: `io.on('connection', (socket) => {
  socket.on('count', async (answer) => {
    const all = await io.timeout(2000).emitWithAck('who');
    const others = await socket.broadcast.timeout(2000).emitWithAck('who');
    io.timeout(50).emit('silence', (error, responses) => {
      answer(all.toSorted(), others, error.message, responses);
    });
  });
  socket.on('nobody', (answer) => io.to('none').timeout(50).emit('who', (...given) => answer(given)));
  socket.on('failing', async (answer) => {
    try {
      await io.timeout(50).emitWithAck('silence');
    } catch (error) {
      answer(error.message, error.responses);
    }
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      a.answer('who', 'a');
      b.answer('who', 'b');
      await a.ask('count');
      await b.ask('nobody');
      await b.ask('failing');
    },
  },
];
