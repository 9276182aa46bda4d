import type { Sample } from './sample';

export const GATES: readonly Sample[] = [
  {
    name: 'a token, checked and renewed',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);
const verify = (token) => {
  const [user, expires] = String(token).split('.');
  if (!expires) throw new Error('jwt malformed');
  if (expires === 'old') throw new Error('jwt expired');
  return { user };
};
io.use((socket, next) => {
  try {
    socket.user = verify(socket.handshake.auth.token);
    next();
  } catch (err) {
    err.data = { type: 'authentication_error' };
    next(err);
  }
});
io.on('connection', (socket) => socket.emit('welcome', socket.user));`,
    client: `const { io } = require('socket.io-client');
const tokens = ['nonsense', 'ada.old', 'ada.new'];
const socket = io('http://localhost:3000', {
  auth: (cb) => cb({ token: tokens.shift() }),
  reconnectionAttempts: 3,
});
socket.on('connect_error', (err) => {
  console.log(err.message, err.data, socket.active);
  setTimeout(() => socket.connect(), 5);
});
socket.on('welcome', (user) => {
  console.log(user);
  console.log('over');
});`,
  },
  {
    name: 'a session that survives a new connection',
    server: `const io = require('socket.io')(3000);
const sessions = new Map();
io.use((socket, next) => {
  const { sessionID } = socket.handshake.auth;
  const session = sessions.get(sessionID) ?? { id: 's' + (sessions.size + 1), visits: 0 };
  sessions.set(session.id, session);
  session.visits += 1;
  socket.session = session;
  next();
});
io.on('connection', (socket) => {
  socket.join(socket.session.id);
  socket.emit('session', socket.session.id, socket.session.visits);
  socket.on('disconnect', async (reason) => {
    const left = await io.in(socket.session.id).fetchSockets();
    console.log(socket.session.id, reason, left.length);
  });
});`,
    client: `const { io } = require('socket.io-client');
const socket = io('http://localhost:3000', { autoConnect: false });
socket.onAny((event, ...args) => console.log(event, args));
socket.on('session', (id, visits) => {
  socket.auth = { sessionID: id };
  if (visits === 3) return console.log('over');
  socket.disconnect().connect();
});
socket.connect();`,
  },
  {
    name: 'users and administrators',
    server: `import { Server } from 'socket.io';
const io = new Server(3000);
const users = io.of('/users');
const admins = io.of('/admins');
admins.use((socket, next) => next(socket.handshake.auth.key === 'k' ? undefined : new Error('forbidden')));
users.on('connection', (socket) => {
  admins.emit('seen', users.sockets.size);
  socket.on('report', (text) => admins.emit('report', text));
});
admins.on('connection', (socket) => {
  socket.on('announce', (text) => users.emit('announcement', text));
});`,
    client: `import { io } from 'socket.io-client';
const url = 'http://localhost:3000';
const refused = io(url + '/admins', { forceNew: true });
refused.on('connect_error', ({ message }) => {
  console.log(message);
  const admin = io(url + '/admins', { auth: { key: 'k' } });
  admin.on('seen', (n) => console.log('users:', n));
  admin.on('report', (text) => {
    console.log('report:', text);
    admin.emit('announce', 'closing soon');
  });
  admin.on('connect', () => {
    const user = io(url + '/users');
    console.log(user.io === admin.io);
    user.on('announcement', (text) => {
      console.log('announcement:', text);
      console.log('over');
    });
    user.emit('report', 'all well');
  });
});`,
  },
  {
    name: 'not too often',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);
io.on('connection', (socket) => {
  let tokens = 3;
  socket.use(([event, ...args], next) => {
    if (event === 'refill') return next();
    if (tokens === 0) return next(new Error('rate limit: ' + event));
    tokens -= 1;
    next();
  });
  socket.on('error', (err) => socket.emit('refused', err.message));
  socket.on('refill', (done) => done((tokens = 1)));
  socket.on('post', (n) => socket.emit('posted', n));
});`,
    client: `const socket = require('socket.io-client')('http://localhost:3000', { reconnection: false });
socket.on('posted', (n) => console.log('posted', n));
socket.on('refused', (text) => {
  console.log(text);
  socket.emit('refill', () => {
    socket.once('posted', () => console.log('over'));
    socket.emit('post', 5);
  });
});
for (let n = 1; n <= 4; n++) socket.emit('post', n);`,
  },
  {
    name: 'rooms that come into being when they are asked for',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);
const workspaces = io.of(/^\\/workspace-\\w+$/);
workspaces.use((socket, next) => {
  socket.data.workspace = socket.nsp.name.split('-')[1];
  next();
});
workspaces.on('connection', (socket) => {
  socket.nsp.emit('members', socket.data.workspace, socket.nsp.sockets.size);
});`,
    client: `const { Manager } = require('socket.io-client');
const manager = new Manager('http://localhost:3000', { transports: ['websocket'] });
const red = manager.socket('/workspace-red');
red.on('members', (name, count) => {
  console.log(name, count);
  const blue = manager.socket('/workspace-blue');
  blue.on('members', (name, count) => {
    console.log(name, count);
    manager.socket('/other').on('connect_error', (err) => {
      console.log(err.message);
      console.log('over');
    });
  });
});`,
  },
];
