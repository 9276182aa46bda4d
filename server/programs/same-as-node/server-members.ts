import type { Scene } from './scene';

/** Members of `Server`, `io.engine` and adapters that the other scenes do not use. */
export const SERVER_MEMBERS: readonly Scene[] = [
  {
    name: 'what a server consists of',
    code: `const { Server, Namespace, Socket } = require('socket.io');
console.log(io instanceof Server, io.sockets instanceof Namespace, io.of('/') === io.sockets, io.path());
console.log(typeof io.engine.on, typeof io.httpServer.on, io.serveClient(), typeof io.adapter(), io.connectTimeout());
console.log(io.of('/').name, io.sockets.sockets.size, io.engine.clientsCount, io.listenerCount('connection'));
console.log(io.path('/other').path(), io.connectTimeout(1000).connectTimeout());
io.path('/socket.io');
console.log(io.sockets.adapter.nsp === io.sockets, io.sockets.adapter.constructor.name, io.eventNames());
io.on('connection', (socket) => {
  console.log(socket instanceof Socket, socket.server === io, socket.nsp === io.sockets, socket.client.conn === socket.conn);
  console.log(io.sockets.sockets.get(socket.id) === socket, io.engine.clientsCount, socket.client.sockets.size, socket.client.nsps.has('/'));
  console.log(io.sockets.adapter.rooms.size, io.sockets.adapter.sids.get(socket.id).has(socket.id));
});`,
    async play({ open }) {
      await open().until('connect');
    },
  },
  {
    name: 'events of the server, of namespaces and of adapters',
    code: `io.on('new_namespace', (namespace) => console.log('new_namespace', namespace.name));
const { adapter } = io.of('/');
for (const name of ['create-room', 'delete-room']) adapter.on(name, (room) => console.log(name, room.length > 10 ? 'id' : room));
for (const name of ['join-room', 'leave-room']) adapter.on(name, (room, id) => console.log(name, room.length > 10 ? 'id' : room, id === known));
let known;
io.of('/later');
io.of('/later');
io.of('also');
io.on('connection', (socket) => {
  known = socket.id;
  console.log('connection');
  socket.on('go', (answer) => {
    socket.join(['a', 'b']);
    socket.join('a');
    socket.leave('a');
    socket.leave('none');
    socket.leaveAll();
    answer([...socket.rooms]);
  });
});
io.once('connect', () => console.log('connect'));`,
    async play({ open }) {
      const client = open();
      await client.ask('go');
    },
  },
  {
    name: 'events of the engine and of connections',
    code: `io.engine.on('connection', (conn) => {
  console.log('engine', conn.protocol, conn.readyState, conn.transport.name, Object.keys(conn.request._query).sort());
  conn.on('packet', ({ type, data }) => console.log('packet', type, data));
  conn.once('upgrade', (transport) => console.log('upgrade', transport.name, conn.transport.name));
  conn.on('packetCreate', ({ type, data }) => type === 'message' && console.log('packetCreate', data.slice(0, 6)));
  conn.on('close', (reason) => console.log('close', reason, conn.readyState));
});
io.on('connection', (socket) => {
  socket.conn.on('data', (data) => console.log('data', data));
  socket.conn.on('message', (data) => console.log('message', data));
  console.log(typeof socket.conn.remoteAddress, socket.conn.id === socket.client.id, socket.conn.id === socket.id);
  socket.on('hello', (answer) => answer(socket.conn.transport.name));
  socket.on('leave', () => socket.conn.close());
});`,
    async play({ open, untilSaid }) {
      const client = open();
      await client.ask('hello');
      client.emit('leave');
      await untilSaid('close forced');
    },
  },
  {
    name: 'heartbeats of a connection',
    options: { pingInterval: 300, pingTimeout: 5000 },
    code: `io.on('connection', ({ conn }) => {
  const first = new Set();
  const note = (mark) => ({ type }) => {
    if (type === 'message' || first.has(mark)) return;
    first.add(mark);
    console.log(mark, type);
  };
  conn.on('packetCreate', note('made'));
  conn.on('packet', note('came'));
  conn.once('heartbeat', () => {
    console.log('heartbeat');
    io.emit('beat');
  });
});`,
    async play({ open }) {
      await open().until('beat');
    },
  },
  {
    name: 'a transport that is upgraded',
    code: `io.on('connection', (socket) => {
  console.log(socket.conn.transport.name, socket.handshake.query.transport);
  socket.conn.once('upgrade', () => {
    console.log('upgraded', socket.conn.transport.name, socket.handshake.query.transport);
    socket.emit('upgraded');
  });
});`,
    async play({ open }) {
      const client = open('/', { transports: ['polling', 'websocket'] });
      await client.until('upgraded');
    },
  },
  {
    name: 'a request that is refused',
    code: `io.engine.on('connection_error', ({ req, code, message, context }) => {
  console.log(code, message, context, req.method, typeof req.headers);
});`,
    async play({ request, untilSaid }) {
      await request('?EIO=4&transport=nothing');
      await request('?EIO=4&transport=polling&sid=unknown');
      await request('?EIO=3&transport=polling');
      await untilSaid('5 Unsupported');
    },
  },
  {
    name: 'a server that decides about requests',
    options: { isOwn: true },
    code: `const { Server } = require('socket.io');
const own = new Server(port, {
  ...options,
  allowRequest: (request, decide) => setTimeout(() => decide(request._query.name === 'bad' ? 'not you' : null, request._query.name !== 'bad'), 5),
});
own.on('connection', (socket) => {
  console.log('let in', socket.handshake.query.name);
  socket.on('end', (answer) => answer());
  socket.on('over', () => console.log('the scene is over'));
});`,
    async play({ open, request }) {
      await request('?EIO=4&transport=polling&name=bad');
      await open('/', { query: { name: 'good' } }).until('connect');
    },
  },
  {
    name: 'a server that closes',
    code: `io.on('connection', (socket) => {
  socket.on('disconnecting', (reason) => console.log('disconnecting', reason));
  socket.on('disconnect', (reason) => console.log('disconnect', reason));
  socket.conn.on('close', (reason) => console.log('conn', reason));
  socket.on('close', () => {
    io.close((error) => console.log('closed', error === undefined));
    console.log('closing', io.sockets.sockets.size);
  });
});`,
    async play({ open, untilSaid }) {
      const client = open();
      client.emit('close');
      await client.until('disconnect');
      await untilSaid('closed');
    },
  },
  {
    name: 'events between servers, of which there is one',
    code: `io.on('ping', (...given) => console.log('never', given));
console.log(io.serverSideEmit('ping', 1));
io.serverSideEmitWithAck('ping').then(console.log, (error) => console.log(error.message));
try {
  io.serverSideEmit('connection');
} catch (error) {
  console.log(error.message);
}`,
    async play({ open }) {
      await open().until('connect');
    },
  },
];
