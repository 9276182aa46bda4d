import type { Sample } from './sample';

export const CHATS: readonly Sample[] = [
  {
    name: 'a chat with nicknames',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);
const nicknames = {};

io.on('connection', (socket) => {
  socket.on('set nickname', (name, callback) => {
    if (Object.values(nicknames).includes(name)) {
      callback({ ok: false, error: 'taken' });
      return;
    }
    nicknames[socket.id] = name;
    callback({ ok: true });
    socket.broadcast.emit('user joined', name);
    io.emit('users', Object.values(nicknames).sort());
  });
  socket.on('chat message', (msg) => {
    io.emit('chat message', \`\${nicknames[socket.id] || 'anonymous'}: \${msg.trim()}\`);
  });
  socket.on('disconnect', () => {
    const name = nicknames[socket.id];
    delete nicknames[socket.id];
    if (name) socket.broadcast.emit('user left', name);
    console.log('left:', name);
  });
});`,
    client: `const { io } = require('socket.io-client');
const ada = io('http://localhost:3000');
ada.on('user joined', (name) => console.log('ada sees', name));
ada.on('users', (users) => console.log('users', users));
ada.on('chat message', (msg) => console.log('ada reads', msg));
ada.on('user left', (name) => {
  console.log(name, 'left');
  console.log('over');
});
ada.emit('set nickname', 'Ada', (answer) => {
  console.log(answer);
  const bob = io('http://localhost:3000', { forceNew: true });
  bob.emit('set nickname', 'Ada', ({ error }) => {
    console.log('error:', error);
    bob.emit('set nickname', 'Bob', () => {
      bob.emit('chat message', '  hello  ');
      bob.once('chat message', () => bob.disconnect());
    });
  });
});`,
  },
  {
    name: 'rooms of a chat',
    server: `import { createServer } from 'http';
import { Server } from 'socket.io';

const httpServer = createServer();
const io = new Server(httpServer);

io.on('connection', (socket) => {
  socket.on('join', async ({ room, user }, done) => {
    await socket.join(room);
    socket.data.user = user;
    const everybody = await io.in(room).fetchSockets();
    socket.to(room).emit('notice', user + ' has joined ' + room);
    done(everybody.map((s) => s.data.user).sort());
  });
  socket.on('message', ({ room, text }) => {
    io.to(room).emit('message', { user: socket.data.user, text });
  });
  socket.on('leave', (room) => {
    socket.leave(room);
    io.to(room).emit('notice', socket.data.user + ' has left ' + room);
  });
});

httpServer.listen(3000);`,
    client: `import { io } from 'socket.io-client';

const connect = () => io('http://localhost:3000', { forceNew: true });
const a = connect();
const b = connect();
a.on('notice', (text) => {
  console.log('a:', text);
  if (text.includes('left')) console.log('over');
});
b.on('notice', (text) => console.log('b:', text));
b.on('message', ({ user, text }) => {
  console.log('b:', user, 'says', text);
  b.emit('leave', 'kitchen');
});
const members = await a.emitWithAck('join', { room: 'kitchen', user: 'a' });
console.log(members);
a.once('notice', async () => {
  console.log((await joined).length);
  a.emit('message', { room: 'kitchen', text: 'tea?' });
});
const joined = b.emitWithAck('join', { room: 'kitchen', user: 'b' });`,
  },
  {
    name: 'private messages',
    server: `const io = require('socket.io')(3000);
const users = new Map();

io.use((socket, next) => {
  const { username } = socket.handshake.auth;
  if (!username) return next(new Error('invalid username'));
  socket.username = username;
  next();
});

io.on('connection', (socket) => {
  users.set(socket.username, socket.id);
  socket.emit('session', { names: [...users.keys()] });
  socket.on('private message', ({ to, content }, ack) => {
    if (!users.has(to)) return ack(\`nobody is called \${to}\`);
    socket.to(users.get(to)).emit('private message', { from: socket.username, content });
    ack(null);
  });
});`,
    client: `const io = require('socket.io-client');
const nobody = io('http://localhost:3000', { forceNew: true });
nobody.on('connect_error', (err) => {
  console.log(err.message);
  nobody.auth = { username: 'late' };
  start();
});

function start() {
  const eve = io('http://localhost:3000', { forceNew: true, auth: { username: 'eve' } });
  eve.once('session', ({ names }) => {
    console.log(names);
    const dan = io('http://localhost:3000', { forceNew: true, auth: { username: 'dan' } });
    const got = new Promise((resolve) => dan.on('private message', resolve));
    dan.once('session', () => {
      eve.emit('private message', { to: 'zoe', content: 'x' }, (error) => {
        console.log(error);
        eve.emit('private message', { to: 'dan', content: 'psst' }, async (error) => {
          console.log('error', error, 'dan got', await got);
          console.log('over');
        });
      });
    });
  });
}`,
  },
  {
    name: 'who is typing',
    server: `var io = require('socket.io')(3000);
io.sockets.on('connection', function (socket) {
  socket.on('typing', function (isTyping) {
    socket.broadcast.emit('typing', { id: socket.handshake.query.name, isTyping: isTyping });
  });
  socket.on('stop', function (fn) {
    fn(io.sockets.sockets.size);
  });
});`,
    client: `var io = require('socket.io-client');
var one = io.connect('http://localhost:3000', { query: { name: 'one' }, 'force new connection': true });
one.on('connect', function () {
  var two = io.connect('http://localhost:3000', { query: 'name=two', 'force new connection': true });
  one.on('typing', function (data) {
    console.log(data);
    if (!data.isTyping) two.emit('stop', function (count) {
      console.log(count + ' are here');
      console.log('over');
    });
  });
  two.on('connect', function () {
    two.emit('typing', true);
    two.emit('typing', false);
  });
});`,
  },
  {
    name: 'messages that are delivered once, in spite of retries',
    server: `const { Server } = require('socket.io');
const io = new Server(3000, { connectionStateRecovery: {} });
const stored = [];

io.on('connection', (socket) => {
  socket.on('chat message', (msg, clientOffset, callback) => {
    if (stored.some((entry) => entry.clientOffset === clientOffset)) {
      console.log('again:', msg);
      callback();
      return;
    }
    stored.push({ msg, clientOffset });
    io.emit('chat message', msg, stored.length);
    // The first acknowledgement gets lost.
    if (stored.length > 1) callback();
  });
  if (!socket.recovered)
    for (let at = socket.handshake.auth.serverOffset || 0; at < stored.length; at++)
      socket.emit('chat message', stored[at].msg, at + 1);
});`,
    client: `const { io } = require('socket.io-client');
let counter = 0;
const socket = io('http://localhost:3000', { auth: { serverOffset: 0 }, ackTimeout: 1000, retries: 3 });
const send = (text) => socket.emit('chat message', text, 'client-' + counter++);
socket.on('chat message', (msg, serverOffset) => {
  console.log(serverOffset, msg);
  socket.auth.serverOffset = serverOffset;
  if (msg === 'second') setTimeout(() => console.log('over'), 50);
});
send('first');
send('second');`,
  },
];
