import type { ClientScene } from './scene';

const QUIET = "io.on('connection', () => {});";

/** `io()`, its options, and what a socket says of its connection. */
export const CONNECTING: readonly ClientScene[] = [
  {
    name: 'what a socket says of itself',
    server: QUIET,
    client: `const socket = io();
const state = () => [socket.connected, socket.disconnected, socket.active, socket.recovered, typeof socket.id];
console.log('at first', ...state(), socket.nsp, socket.io.constructor.name, socket.constructor.name);
socket.on('connect', () => {
  console.log('connected', ...state(), socket.id.length, socket.id !== socket.io.engine.id);
  console.log(socket.io.opts.path, socket.io.engine.readyState, socket.io.engine.id.length);
  socket.disconnect();
});
socket.on('disconnect', (reason, details) => {
  console.log('gone', reason, details, ...state());
  console.log('over');
});`,
  },
  {
    name: 'names of the package',
    server: QUIET,
    client: `const library = require('socket.io-client');
console.log(library === library.io, library.io === library.connect, typeof library.Manager, typeof library.Socket);
console.log(io.Manager === library.Manager, io.connect === io, library.Manager.name, library.Socket.name);
const socket = require('socket.io-client')();
console.log(socket instanceof library.Socket, socket.io instanceof library.Manager);
socket.once('connect', () => {
  socket.close();
  console.log('over');
});`,
  },
  {
    name: 'one connection for several namespaces, or several',
    server: "io.of('/a'); io.of('/b'); io.on('connection', () => {});",
    client: `const main = io();
const a = io('/a'), b = io('/b');
console.log(main.io === a.io, a.io === b.io, io('/a').io === a.io, io().io === main.io);
const fresh = io({ forceNew: true }), alone = io('/a', { multiplex: false });
console.log(fresh.io === main.io, alone.io === a.io, a.nsp, alone.nsp);
console.log(main.io.socket('/a') === a, Object.keys(main.io.nsps));
const all = [main, a, b, fresh, alone];
let left = all.length;
for (const socket of all)
  socket.on('connect', () => {
    left -= 1;
    if (left > 0) return;
    console.log(all.every(({ connected }) => connected), new Set(all.map(({ io }) => io.engine.id)).size);
    a.disconnect();
    console.log(a.connected, main.connected, main.io.engine.readyState);
    console.log('over');
  });`,
  },
  {
    name: 'connecting by hand, and again',
    server: "io.on('connection', (socket) => socket.on('disconnect', (reason) => console.log(reason)));",
    client: `const socket = io({ autoConnect: false });
console.log(socket.connected, socket.active, socket.io._readyState);
let times = 0;
socket.on('connect', () => {
  times += 1;
  console.log('connect', times, socket.connect() === socket);
  if (times === 3) return console.log('over');
  socket[times === 1 ? 'disconnect' : 'close']();
  console.log(socket.active);
});
socket.on('disconnect', (reason) => {
  console.log(reason, socket.id, socket.active);
  setTimeout(() => socket[times === 1 ? 'open' : 'connect'](), 20);
});
console.log(socket.connect() === socket, socket.active);`,
  },
  {
    name: 'options that reach the server',
    server: `io.on('connection', (socket) => {
  const { query, headers, auth } = socket.handshake;
  console.log(query.room, query.n, query.EIO, query.transport, headers['x-token'], auth, socket.conn.transport.name);
});`,
    client: `const socket = io({
  query: { room: 'a b', n: 5 },
  extraHeaders: { 'X-Token': 'secret' },
  auth: { token: 1 },
  transports: ['websocket'],
});
console.log(socket.io.engine.transports, socket.auth, socket.io.opts.query);
socket.on('connect', () => {
  const other = io('/?room=c', { forceNew: true, transports: ['polling'], upgrade: false });
  other.on('connect', () => {
    console.log(other.io.engine.transport.name, other.nsp);
    console.log('over');
  });
});`,
  },
  {
    name: 'authentication by a function, and by what changes',
    server: `let n = 0;
io.on('connection', (socket) => {
  console.log(socket.handshake.auth);
  n += 1;
  if (n < 3) socket.disconnect();
});`,
    client: `let calls = 0;
const socket = io({ auth: (give) => { calls += 1; setTimeout(() => give({ call: calls }), 5); } });
let gone = 0;
socket.on('disconnect', (reason) => {
  console.log(reason, socket.active);
  gone += 1;
  if (gone === 2) socket.auth = { plain: true };
  socket.connect();
});
let joined = 0;
socket.on('connect', () => {
  joined += 1;
  if (joined === 3) setTimeout(() => console.log('over'), 20);
});`,
  },
  {
    name: 'a manager made by hand',
    server:
      "io.of('/x').on('connection', (socket) => socket.emit('hello', 1)); io.on('connection', () => {});",
    client: `const { Manager } = require('socket.io-client');
const manager = new Manager({ reconnectionDelay: 50, reconnectionDelayMax: 500, randomizationFactor: 0, reconnectionAttempts: 3, timeout: 5000, autoConnect: false });
console.log(manager.reconnection(), manager.reconnectionAttempts(), manager.reconnectionDelay(), manager.reconnectionDelayMax(), manager.randomizationFactor(), manager.timeout());
console.log(manager.reconnectionDelay(70) === manager, manager.reconnectionDelay(), manager.reconnection(false).reconnection(), manager.timeout(1000).timeout(), manager._readyState);
manager.on('open', () => console.log('event open'));
manager.on('close', (reason) => console.log('event close', reason));
manager.open((error) => {
  console.log('opened', error === undefined, manager.engine.readyState);
  const socket = manager.socket('/x', { auth: { a: 1 } });
  console.log(socket.nsp, socket.active, manager.socket('/x') === socket);
  socket.on('hello', (n) => {
    console.log('hello', n, socket.connected);
    socket.disconnect();
    console.log(manager._readyState);
    console.log('over');
  });
  socket.connect();
});`,
  },
  {
    name: 'a manager by itself opens at once',
    server: QUIET,
    client: `const { Manager, Socket } = require('socket.io-client');
const manager = new Manager(undefined, { transports: ['websocket'] });
const socket = manager.socket('/');
console.log(socket instanceof Socket, socket.active, manager._autoConnect);
socket.on('connect', () => {
  console.log(manager.engine.transport.name);
  manager._close();
});
socket.on('disconnect', (reason) => {
  console.log(reason, socket.active);
  console.log('over');
});`,
  },
];
