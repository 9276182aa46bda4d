import type { ClientScene } from './scene';

const NEWS = `io.on('connection', (socket) => {
  socket.on('go', () => {
    for (const name of ['one', 'two', 'one', 'three']) socket.emit(name, name.length, { a: 1 });
    socket.emit('end');
  });
});`;

/** Listeners of all kinds, of sockets, managers and connections. */
export const LISTENING: readonly ClientScene[] = [
  {
    name: 'listeners that come and go',
    server: NEWS,
    client: `const socket = io();
const a = (...given) => console.log('a', ...given);
const b = () => console.log('b');
socket.on('one', a).on('one', b).once('one', () => console.log('once'));
socket.addEventListener('two', b);
socket.once('two', a);
socket.on('three', a);
socket.off('three', a);
socket.on('one', function () { console.log(this === socket); });
console.log(socket.listeners('one').length, socket.listeners('one')[0] === a, socket.hasListeners('three'), socket.hasListeners('two'), socket.listeners('none'));
socket.on('end', () => {
  console.log(socket.listeners('one').length, socket.listeners('two').length);
  socket.removeListener('one', b);
  console.log(socket.listeners('one').length);
  socket.removeAllListeners('one');
  console.log(socket.hasListeners('one'), socket.hasListeners('two'));
  socket.removeEventListener('two', b);
  console.log(socket.hasListeners('two'));
  socket.off();
  console.log(socket.hasListeners('end'));
  console.log('over');
});
socket.emit('go');`,
  },
  {
    name: 'listeners for everything, in and out',
    server: NEWS,
    client: `const socket = io();
const first = (name, ...given) => console.log('first', name, given.length);
const any = (name, ...given) => console.log('any', name, given);
const out = (name, ...given) => console.log('out', name, given.map((one) => typeof one));
console.log(socket.listenersAny(), socket.listenersAnyOutgoing());
socket.onAny(any).prependAny(first).onAnyOutgoing(out).prependAnyOutgoing(() => console.log('before out'));
console.log(socket.listenersAny().length, socket.listenersAny()[0] === first, socket.listenersAnyOutgoing()[1] === out);
socket.on('two', () => {
  console.log('two');
  socket.offAny(first);
});
socket.on('end', () => {
  socket.offAny();
  socket.offAnyOutgoing(out);
  console.log(socket.listenersAny(), socket.listenersAnyOutgoing().length);
  socket.emit('last', 1, () => {});
  socket.offAnyOutgoing();
  console.log(socket.listenersAnyOutgoing().length);
  console.log('over');
});
socket.emit('go', 1);`,
  },
  {
    name: 'the connection below',
    server: NEWS,
    client: `const socket = io();
const { engine } = socket.io;
console.log(engine.readyState, engine.transports, engine.transport.name, engine.transport.writable, engine.constructor.protocol, typeof engine.binaryType, engine.writeBuffer.length, engine.id);
for (const name of ['open', 'handshake', 'upgrading', 'upgrade', 'close'])
  engine.on(name, (given) => console.log(name, given?.name ?? typeof given));
const packets = [];
engine.on('packet', ({ type, data }) => packets.push('in ' + type + (type === 'message' && data[0] !== '0' ? ' ' + data : '')));
engine.on('packetCreate', ({ type, data }) => packets.push('out ' + type + ' ' + data));
engine.once('upgrade', () => {
  console.log(engine.transport.name);
  socket.emit('go');
});
socket.on('end', () => {
  console.log(packets.filter((packet) => packet !== 'in noop'));
  engine.once('close', () => console.log('over'));
  socket.disconnect();
});`,
  },
  {
    name: 'heartbeats',
    server: NEWS,
    options: { pingInterval: 200, pingTimeout: 2000 },
    client: `const socket = io({ transports: ['websocket'] });
let pings = 0;
socket.io.on('ping', () => {
  pings += 1;
  if (pings === 2) socket.disconnect();
});
const said = [];
for (const name of ['ping', 'pong']) socket.io.engine.on(name, () => said.push(name));
socket.on('disconnect', () => {
  console.log(pings, said);
  console.log('over');
});`,
  },
  {
    name: 'events of a namespace come before its connect',
    server: `io.use((socket, next) => {
  next();
});
io.on('connection', (socket) => {
  socket.emit('at once', 1);
  socket.emit('and again', 2);
});`,
    client: `const socket = io();
socket.on('at once', (n) => console.log('at once', n, socket.connected));
socket.on('connect', () => console.log('connect', socket.receiveBuffer.length));
socket.on('and again', (n) => {
  console.log('and again', n);
  console.log('over');
});`,
  },
];
