import type { Scene } from './scene';

export const NAMESPACES: readonly Scene[] = [
  {
    name: 'namespaces, middleware and refusals',
    code: `io.use((socket, next) => {
  const { token } = socket.handshake.auth;
  if (token === 'wrong') {
    const error = new Error('not you');
    error.data = { code: 401, why: ['token'] };
    return next(error);
  }
  if (token === 'plain') return next(new Error('no data'));
  socket.data.name = token ?? 'nobody';
  next();
});
io.use(async (socket, next) => {
  await null;
  socket.data.name += '!';
  next();
});
io.on('connection', (socket) => socket.emit('hello', socket.data.name, socket.nsp.name, socket.handshake.query.q));
const admin = io.of('/admin');
admin.use((socket, next) => next(socket.handshake.auth.token === 'admin' ? undefined : new Error('admins only')));
admin.on('connection', (socket) => {
  socket.emit('hello', socket.nsp.name);
  socket.on('all', () => {
    admin.emit('to admins', 1);
    io.emit('to all', 2);
    io.of('/other').emit('to others', 3);
  });
  socket.on('end', (answer) => answer());
});
io.of('other').on('connection', (socket) => {
  socket.send('in other');
  socket.on('end', (answer) => answer());
});`,
    async play({ open }) {
      const [main, named] = [open(), open('/', { auth: { token: 'ada' }, query: { q: 'x y' } })];
      await main.until('hello');
      await named.until('hello');
      for (const token of ['wrong', 'plain']) await open('/', { auth: { token } }).until('connect_error');
      const admin = open('/admin', { auth: { token: 'admin' } });
      await admin.until('hello');
      await open('/admin').until('connect_error');
      await open('/none').until('connect_error');
      const other = open('/other');
      await other.until('message');
      admin.emit('all');
      await other.until('to others');
    },
  },
  {
    name: 'middleware of a socket',
    code: `io.on('connection', (socket) => {
  socket.use((packet, next) => {
    const [name, value] = packet;
    if (name === 'forbidden') return next(new Error('not allowed'));
    if (name === 'ignored') return;
    if (name === 'changed') packet[1] = value + 1;
    next();
  });
  socket.use(([name], next) => setTimeout(next, name === 'late' ? 20 : 0));
  socket.on('error', (error) => socket.emit('failed', error.message));
  for (const name of ['forbidden', 'ignored', 'changed', 'late'])
    socket.on(name, (value, answer) => {
      socket.emit('got', name, value);
      answer?.(name);
    });
});`,
    async play({ open }) {
      const client = open();
      client.emit('forbidden', 1);
      client.emit('ignored', 1);
      await client.ask('changed', 1);
      await client.ask('late', 1);
      await client.until('failed');
    },
  },
];
