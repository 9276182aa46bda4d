import type { ClientScene } from './scene';

/** Connections that fail, end and come back. */
export const FAILING: readonly ClientScene[] = [
  {
    name: 'a refusal of middleware, with data, and a second attempt',
    server: `io.use((socket, next) => {
  if (socket.handshake.auth.token === 'right') return next();
  const error = new Error('not authorized');
  error.data = { code: 7, more: ['a'] };
  next(error);
});
io.on('connection', () => {});`,
    client: `const socket = io({ auth: { token: 'wrong' } });
socket.on('connect_error', (error) => {
  console.log(error instanceof Error, error.message, error.data, error.description, error.context, socket.active, socket.connected);
  socket.auth.token = 'right';
  console.log(socket.connect() === socket, socket.active);
});
socket.on('connect', () => {
  console.log('connected');
  console.log('over');
});`,
  },
  {
    name: 'a namespace that does not exist',
    server: "io.on('connection', () => {});",
    client: `const main = io();
const none = io('/none');
none.on('connect_error', (error) => {
  console.log(error.message, error.data, none.active, none.io === main.io);
  setTimeout(() => {
    console.log(main.connected);
    console.log('over');
  }, 30);
});`,
  },
  {
    name: 'a connection that the server refuses, over both transports',
    server: `const io = new (require('socket.io').Server)(port, { allowRequest: (request, answer) => answer('not now', false) });
io.on('connection', () => {});`,
    isOwn: true,
    client: `const attempt = (transports, after) => {
  const socket = io({ transports, forceNew: true, reconnection: false });
  socket.io.on('error', (error) => console.log('manager', error.message));
  socket.on('connect_error', (error) => {
    console.log(error.message, error.type, typeof error.description, error.description?.type ?? error.description, error.context?.status, error.data, socket.active);
    after();
  });
};
attempt(['polling'], () => attempt(['websocket'], () => console.log('over')));`,
  },
  {
    name: 'coming back: attempts, and what is told of them',
    server: `let times = 0;
io.on('connection', (socket) => {
  times += 1;
  if (times === 1) setTimeout(() => socket.conn.close(), 20);
});`,
    client: `const socket = io({ transports: ['websocket'], reconnectionDelay: 10, randomizationFactor: 0 });
const { io: manager } = socket;
for (const name of ['reconnect_attempt', 'reconnect', 'reconnect_error', 'reconnect_failed'])
  manager.on(name, (given) => console.log(name, given, socket.connected, socket.active));
manager.on('close', (reason, details) => console.log('close', reason, details?.description, details?.context?.code));
let times = 0;
socket.on('connect', () => {
  times += 1;
  console.log('connect', times, socket.recovered);
  if (times === 2) console.log('over');
});
socket.on('disconnect', (reason, details) => {
  console.log(reason, details?.description, details?.context?.code, details?.context?.type, socket.active);
  socket.emit('kept');
  console.log(socket.sendBuffer.length);
});`,
  },
  {
    name: 'giving up',
    server: `let times = 0;
const allowRequest = (request, answer) => answer('no', (times += 1) === 1);
const io = new (require('socket.io').Server)(port, { allowRequest });
io.on('connection', (socket) => setTimeout(() => socket.conn.close(), 20));`,
    isOwn: true,
    client: `const socket = io({ transports: ['websocket'], reconnectionDelay: 10, reconnectionDelayMax: 20, reconnectionAttempts: 2 });
const { io: manager } = socket;
for (const name of ['reconnect_attempt', 'reconnect_error', 'error'])
  manager.on(name, (given) => console.log(name, given?.message ?? given));
socket.on('connect_error', (error) => console.log('connect_error', error.message, socket.active));
socket.on('disconnect', (reason) => console.log(reason));
manager.on('reconnect_failed', (given) => {
  console.log('reconnect_failed', given, socket.active, manager._reconnecting);
  console.log('over');
});`,
  },
  {
    name: 'what a client may do in these moments',
    server: `io.on('connection', (socket) => {
  socket.on('kick', () => socket.disconnect());
  socket.on('close', () => socket.disconnect(true));
});`,
    client: `const socket = io({ transports: ['websocket'], reconnection: false });
let times = 0;
socket.on('connect', () => {
  times += 1;
  if (times === 1) socket.emit('kick');
  else if (times === 2) socket.emit('close');
  else socket.io.engine.close();
});
socket.on('disconnect', (reason, details) => {
  console.log(times, reason, details, socket.active, socket.io._readyState);
  if (times === 3) return console.log('over');
  socket.connect();
});`,
  },
  {
    name: 'a session that is recovered',
    server: `io.on('connection', (socket) => {
  console.log('recovered', socket.recovered);
  if (socket.recovered) return socket.emit('after', 3);
  socket.emit('before', 1);
  socket.on('disconnect', () => io.emit('missed', 2));
  socket.on('cut me', () => socket.conn.close());
});`,
    options: { connectionStateRecovery: {} },
    client: `const socket = io({ transports: ['websocket'], reconnectionDelay: 30, randomizationFactor: 0 });
const ids = new Set();
socket.on('connect', () => {
  ids.add(socket.id);
  console.log('connect', socket.recovered, ids.size);
});
socket.on('before', (n) => {
  console.log('before', n);
  socket.emit('cut me');
});
socket.on('missed', (n) => console.log('missed', n, socket.recovered));
socket.on('after', (n) => {
  console.log('after', n);
  console.log('over');
});`,
  },
  {
    name: 'a timeout of the connection itself',
    server: `const allowRequest = (request, answer) => setTimeout(() => answer(null, true), 300);
const io = new (require('socket.io').Server)(port, { allowRequest });
io.on('connection', () => {});`,
    isOwn: true,
    client: `const socket = io({ timeout: 40, reconnection: false });
socket.on('connect', () => console.log('connect'));
socket.on('connect_error', (error) => {
  console.log(error.message, error.type, socket.active);
  console.log('over');
});`,
  },
];
