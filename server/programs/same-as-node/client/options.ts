import type { ClientScene } from './scene';

const PARSER = `const { EventEmitter } = require('events');
const parser = {
  Encoder: class { encode(packet) { return [JSON.stringify(packet)]; } },
  Decoder: class extends EventEmitter {
    add(chunk) { this.emit('decoded', JSON.parse(chunk)); }
    destroy() {}
  },
};
`;

/** Options of Engine.IO, and of the library, that scenes elsewhere do not use. */
export const OPTIONS: readonly ClientScene[] = [
  {
    name: 'options of the connection below',
    server: `io.on('connection', (socket) => {
  const { query, headers } = socket.handshake;
  console.log(typeof query.stamp, query.t, query.b64, headers['x-poll'], headers['x-socket']);
  socket.on('bytes', (bytes, done) => {
    console.log(bytes);
    done(Buffer.from([3]));
  });
});`,
    client: `const socket = io({
  timestampRequests: true,
  timestampParam: 'stamp',
  forceBase64: true,
  upgrade: false,
  transportOptions: { polling: { extraHeaders: { 'X-Poll': 'p' } }, websocket: { extraHeaders: { 'X-Socket': 's' } } },
});
socket.emit('bytes', new Uint8Array([1, 2]), (bytes) => {
  console.log([...new Uint8Array(bytes)], socket.io.engine.transport.name, socket.io.engine.opts.upgrade);
  console.log('over');
});`,
  },
  {
    name: 'transports, in their order, and one that fails',
    server: `const { Server } = require('socket.io');
const io = new Server(port, { transports: ['polling'] });
io.on('connection', (socket) => console.log(socket.conn.transport.name));`,
    isOwn: true,
    client: `const socket = io({ transports: ['websocket', 'polling'], tryAllTransports: true });
console.log(socket.io.engine.transports);
socket.on('connect', () => {
  console.log(socket.io.engine.transport.name, socket.io.engine.transports);
  const none = io({ transports: [], forceNew: true, reconnection: false });
  none.on('connect_error', (error) => {
    console.log(error);
    try {
      io({ transports: ['pigeon'], forceNew: true });
    } catch (error) {
      console.log(error.name, error.message);
    }
    console.log('over');
  });
});`,
  },
  {
    name: 'a parser of its own, at both ends',
    server: `${PARSER}const { Server } = require('socket.io');
const io = new Server(port, { parser });
io.on('connection', (socket) => {
  socket.on('ask', (value, answer) => answer({ got: value }));
});`,
    isOwn: true,
    client: `${PARSER}const socket = io({ parser });
socket.emit('ask', [1, { a: null }], (answer) => {
  console.log(answer);
  console.log('over');
});`,
  },
  {
    name: 'options that change between two connections',
    server:
      "io.on('connection', (socket) => console.log(socket.handshake.query.n, socket.handshake.headers['x-n']));",
    client: `const socket = io({ query: { n: 1 }, extraHeaders: { 'x-n': 'one' } });
let times = 0;
socket.on('connect', () => {
  times += 1;
  console.log('connect', times, socket.io.opts.query);
  if (times === 2) return setTimeout(() => console.log('over'), 20);
  socket.io.opts.query.n = 2;
  socket.io.opts.extraHeaders['x-n'] = 'two';
  socket.disconnect().connect();
});`,
  },
  {
    name: 'managers that stop to reconnect, and begin again',
    server: `io.on('connection', (socket) => setTimeout(() => socket.conn.close(), 20));`,
    client: `const socket = io({ transports: ['websocket'], reconnectionDelay: 10 });
const { io: manager } = socket;
manager.reconnection(false);
let times = 0;
socket.on('connect', () => console.log('connect', manager.reconnection()));
socket.on('disconnect', (reason) => {
  console.log(reason, socket.active);
  times += 1;
  if (times === 1) setTimeout(() => {
    console.log(socket.connected);
    manager.reconnection(true).reconnectionDelay(5).connect((error) => console.log('opened again', error));
  }, 40);
  if (times === 2) {
    manager.on('reconnect_attempt', (n) => {
      console.log('attempt', n);
      socket.disconnect();
      console.log(socket.active, manager._reconnecting);
      console.log('over');
    });
  }
});`,
  },
];
