import type { Scene } from './scene';

/** Namespaces that come into being when a client asks for them, and middleware of all kinds. */
export const MORE_NAMESPACES: readonly Scene[] = [
  {
    name: 'namespaces by a pattern',
    code: `const dynamic = io.of(/^\\/room-\\d+$/);
dynamic.use((socket, next) => {
  console.log('asks for', socket.nsp.name);
  next();
});
dynamic.on('connection', (socket) => {
  console.log('in', socket.nsp.name, socket.nsp === io.of(socket.nsp.name), io._nsps.has('/room-1'));
  socket.nsp.emit('hello', socket.nsp.name);
  socket.on('all', (answer) => {
    dynamic.emit('to all of them', 1);
    answer();
  });
  socket.on('end', (answer) => answer());
});
io.on('new_namespace', ({ name }) => console.log('new', name));
try {
  io.of(/x/g);
} catch (error) {
  console.log(error.message);
}`,
    async play({ open }) {
      const one = open('/room-1');
      await one.until('hello');
      const two = open('/room-22');
      await two.until('hello');
      await one.ask('all');
      await two.until('to all of them');
      await open('/room-x').until('connect_error');
    },
  },
  {
    name: 'namespaces by a function',
    code: `io.of((name, auth, next) => {
  console.log(name, auth);
  if (name === '/error') next(new Error('no'));
  else setTimeout(() => next(null, auth.token === 'a'), 5);
}).on('connection', (socket) => {
  socket.emit('hello', socket.nsp.name);
  socket.on('end', (answer) => answer());
});`,
    async play({ open }) {
      await open('/one', { auth: { token: 'a' } }).until('hello');
      await open('/two', { auth: { token: 'b' } }).until('connect_error');
      await open('/error', { auth: { token: 'a' } }).until('connect_error');
    },
  },
  {
    name: 'middleware in its order, and what it refuses with',
    code: `io.use((socket, next) => {
  socket.order = ['first'];
  setTimeout(next, 5);
});
io.use((socket, next) => {
  socket.order.push('second');
  const { token } = socket.handshake.auth;
  if (token === 'text') next('a text');
  else if (token === 'object') next({ message: 'an object', data: 1 });
  else if (token === 'data') next(Object.assign(new Error('with data'), { data: { list: [1] } }));
  else next(null);
});
io.use(async (socket, next) => {
  await null;
  console.log(socket.connected, socket.rooms.size, io.sockets.sockets.has(socket.id));
  next();
});
io.on('connection', (socket) => console.log(socket.order));`,
    async play({ open }) {
      await open().until('connect');
      for (const token of ['object', 'data']) await open('/', { auth: { token } }).until('connect_error');
    },
  },
  {
    name: 'middleware of a socket, with errors and changes',
    code: `io.on('connection', (socket) => {
  socket.use(async (event, next) => {
    await null;
    event.push('added');
    next(event[0] === 'bad' ? Object.assign(new Error('bad'), { data: 1 }) : undefined);
  });
  socket.use(([name], next) => {
    console.log('second', name);
    next();
  });
  socket.on('error', (error) => console.log(error.message, error.data));
  socket.on('good', (...values) => {
    console.log(values);
    socket.emit('done');
  });
  socket.on('bad', () => console.log('never'));
});`,
    async play({ open, untilSaid }) {
      const client = open();
      client.emit('bad', 1);
      await untilSaid('bad 1');
      client.emit('good', 2);
      await client.until('done');
    },
  },
  {
    name: 'one client in several namespaces',
    code: `for (const name of ['/a', '/b'])
  io.of(name).on('connection', (socket) => {
    console.log(name, socket.client.sockets.size, socket.client.nsps.size, socket.conn === socket.client.conn);
    socket.on('disconnect', (reason) => console.log(name, reason));
    socket.on('end', (answer) => answer());
    socket.on('all', () => socket.disconnect(true));
  });`,
    async play({ open, untilSaid }) {
      const a = open('/a');
      await a.until('connect');
      const b = a.beside('/b');
      await b.until('connect');
      a.emit('all');
      await untilSaid('/a server namespace disconnect');
      await untilSaid('/b server namespace disconnect');
    },
  },
];
