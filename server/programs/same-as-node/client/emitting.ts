import type { ClientScene } from './scene';

const ECHO = `io.on('connection', (socket) => {
  socket.onAny((name, ...given) => console.log(name, ...given.filter((one) => typeof one !== 'function')));
  socket.on('echo', (...given) => given.pop()(...given));
  socket.on('silent', () => {});
});`;

/** Events out, and their acknowledgements. */
export const EMITTING: readonly ClientScene[] = [
  {
    name: 'acknowledgements, called back and awaited',
    server: ECHO,
    client: `const socket = io();
console.log(socket.emit('echo', 'early', (given) => console.log('early answer', given)) === socket);
socket.on('connect', async () => {
  socket.emit('echo', 1, { a: [1, null] }, (...given) => console.log('called back', given));
  console.log(await socket.emitWithAck('echo', 'x', 'y'));
  socket.timeout(5000).emit('echo', 2, (error, value) => console.log(error, value));
  console.log(await socket.timeout(5000).emitWithAck('echo', 3));
  socket.timeout(20).emit('silent', (error, value) => console.log(error instanceof Error, error.message, value));
  try {
    await socket.timeout(20).emitWithAck('silent');
  } catch (error) {
    console.log(error.name, error.message);
  }
  console.log(Object.keys(socket.acks).length);
  console.log('over');
});`,
  },
  {
    name: 'what waits for an answer when the connection ends',
    server: ECHO,
    client: `const socket = io();
socket.on('connect', async () => {
  socket.emit('silent', () => console.log('never'));
  socket.timeout(10_000).emit('silent', (error) => console.log('with a limit:', error.message));
  const asked = socket.emitWithAck('silent');
  asked.catch((error) => {
    console.log('awaited:', error.message);
    console.log('over');
  });
  socket.disconnect();
});`,
  },
  {
    name: 'events before the connection are kept, volatile ones are not',
    server: ECHO,
    client: `const socket = io({ autoConnect: false });
socket.emit('first', 1);
socket.volatile.emit('volatile', 2);
socket.compress(false).emit('third', 3);
socket.send('sent', 4);
socket.timeout(10).emit('too late', (error) => {
  console.log(error.message, socket.sendBuffer.length);
  socket.connect();
});
console.log(socket.sendBuffer.length, socket.sendBuffer.map(({ data }) => data[0]), socket.flags);
socket.on('connect', () => {
  console.log('connected', socket.sendBuffer.length);
  socket.emit('echo', 'x', () => console.log('over'));
});`,
  },
  {
    name: 'names that are reserved, and what a socket is asked',
    server: ECHO,
    client: `const socket = io();
for (const name of ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'])
  try {
    socket.emit(name);
  } catch (error) {
    console.log(error.message);
  }
socket.on('connect', () => {
  socket.emit('error', 'allowed');
  socket.emit('ping', 'allowed');
  socket.emit(5, 'a number');
  socket.emit('echo', () => console.log('over'));
});`,
  },
  {
    name: 'events that are sent until they are acknowledged',
    server: `let tries = 0;
io.on('connection', (socket) => {
  socket.on('hard', (value, answer) => {
    tries += 1;
    console.log('try', tries, value);
    if (tries === 3) answer('at last');
  });
  socket.on('never', () => console.log('never answered'));
  socket.on('easy', (value, answer) => answer(value));
});`,
    client: `const socket = io({ retries: 2, ackTimeout: 1000 });
socket.emit('hard', 'a', (error, value) => console.log('hard', error, value));
socket.emit('easy', 'b', (error, value) => console.log('easy', error, value));
socket.emit('easy', 'without a callback');
console.log(socket._queue.length, socket.sendBuffer.length);
socket.timeout(20).emit('never', (error) => {
  console.log('never', error.message);
  socket.emitWithAck('easy', 'c').then((value) => {
    console.log(value, socket._queue.length);
    console.log('over');
  });
});`,
  },
  {
    name: 'a time limit for all acknowledgements',
    server: ECHO,
    client: `const socket = io({ ackTimeout: 1000 });
socket.on('connect', () => {
  socket.emit('echo', 1, (error, value) => console.log('answered', error, value));
  socket.emit('silent', (error) => {
    console.log('silent', error.message);
    console.log('over');
  });
});`,
  },
  {
    name: 'bytes',
    server: `io.on('connection', (socket) => {
  socket.on('upload', (a, b, answer) => {
    console.log(a, b);
    answer(Buffer.from([9, 8]), { deep: [a] });
    socket.emit('download', new Uint8Array([1, 2]), { list: [Buffer.from('é')], text: 'x' });
  });
});`,
    client: `const socket = io();
const numbers = (bytes) => [...new Uint8Array(bytes)];
socket.on('download', (bytes, { list, text }) => {
  console.log(numbers(bytes), numbers(list[0]), text);
  console.log('over');
});
socket.emit('upload', new Uint8Array([1, 2, 3]).subarray(1), { buffer: new ArrayBuffer(2) }, (bytes, { deep }) =>
  console.log(numbers(bytes), numbers(deep[0])),
);`,
  },
  {
    name: 'acknowledging what the server asks',
    server: `io.on('connection', async (socket) => {
  console.log(await socket.emitWithAck('question', 1));
  socket.emit('question', 2, (...given) => {
    console.log(given);
    socket.emit('enough');
  });
});`,
    client: `const socket = io();
socket.on('question', (n, answer) => {
  console.log(n, typeof answer, answer({ n }, [n]));
  answer('again');
});
socket.on('enough', () => console.log('over'));`,
  },
];
