import type { Sample } from './sample';

export const SERVICES: readonly Sample[] = [
  {
    name: 'a list of things to do, with acknowledgements',
    server: `const { Server } = require('socket.io');
const io = new Server(3000);

const todos = new Map();
let nextId = 1;

function createTodoHandlers(socket) {
  return {
    create: (payload, callback) => {
      if (typeof callback !== 'function') return;
      if (!payload?.title) return callback({ error: 'title is required' });
      const todo = { id: nextId++, title: payload.title, done: false };
      todos.set(todo.id, todo);
      callback({ data: todo.id });
      socket.broadcast.emit('todo:created', todo);
    },
    update: ({ id, ...changes }, callback) => {
      const todo = todos.get(id);
      if (!todo) return callback({ error: 'not found' });
      Object.assign(todo, changes);
      callback({});
    },
    list: (callback) => callback({ data: Array.from(todos.values()) }),
  };
}

io.on('connection', (socket) => {
  const { create, update, list } = createTodoHandlers(socket);
  socket.on('todo:create', create);
  socket.on('todo:update', update);
  socket.on('todo:list', list);
});`,
    client: `import { io } from 'socket.io-client';
const socket = io('http://localhost:3000');
console.log(await socket.emitWithAck('todo:create', {}));
console.log(await socket.emitWithAck('todo:create', { title: 'tea' }));
console.log(await socket.emitWithAck('todo:create', { title: 'milk' }));
console.log(await socket.emitWithAck('todo:update', { id: 2, done: true }));
console.log(await socket.emitWithAck('todo:update', { id: 9 }));
console.log(await socket.emitWithAck('todo:list'));
console.log('over');`,
  },
  {
    name: 'requests that time out, and are asked again',
    server: `import { Server } from 'socket.io';
const io = new Server(3000);
io.on('connection', (socket) => {
  socket.on('weather', async ({ city, attempt }, reply) => {
    if (attempt < 3) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
    reply({ city, degrees: 21.5 });
  });
  socket.on('fail', () => Promise.reject(new Error('handled below')).catch((e) => socket.emit('failed', e.message)));
});`,
    client: `import { io } from 'socket.io-client';
const socket = io('http://localhost:3000');

async function request(name, data, attempts = 5) {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      return await socket.timeout(attempt < 3 ? 40 : 15_000).emitWithAck(name, { ...data, attempt });
    } catch (err) {
      console.log('attempt', attempt, err.message);
    }
  }
  throw new Error('gave up');
}

console.log(await request('weather', { city: 'Oslo' }));
const failure = new Promise((resolve) => socket.once('failed', resolve));
socket.emit('fail');
console.log(await failure);
await request('nothing', {}, 1).catch((error) => console.log(error.message));
console.log('over');`,
  },
  {
    name: 'prices in real time',
    server: `const io = require('socket.io')(3000);
const prices = { TEA: 100, MILK: 50 };
const timers = new Map();
io.on('connection', (socket) => {
  socket.on('subscribe', (symbol) => {
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      prices[symbol] += symbol === 'TEA' ? 1 : -1;
      socket.emit('tick', symbol, prices[symbol]);
      if (ticks === 3) {
        clearInterval(timer);
        socket.emit('done', symbol);
      }
    }, 15);
    timers.set(symbol, timer);
  });
  socket.on('disconnect', () => timers.forEach(clearInterval));
});`,
    client: `const socket = require('socket.io-client').io('http://localhost:3000', { transports: ['websocket'] });
const seen = {};
let done = 0;
socket.on('tick', (symbol, price) => (seen[symbol] ??= []).push(price));
socket.on('done', (symbol) => {
  console.log(symbol, seen[symbol].join(' → '));
  if (++done === 1) socket.emit('subscribe', 'MILK');
  else console.log('over');
});
socket.on('connect', () => socket.emit('subscribe', 'TEA'));`,
  },
  {
    name: 'a file in pieces',
    server: `const { Server } = require('socket.io');
const io = new Server(3000, { maxHttpBufferSize: 1e5 });
io.on('connection', (socket) => {
  let received = Buffer.alloc(0);
  socket.on('piece', (bytes, ack) => {
    received = Buffer.concat([received, bytes]);
    ack({ bytes: received.length });
  });
  socket.on('end', ({ name }) => {
    console.log(name, received.length, received.subarray(0, 4).toString('hex'));
    socket.emit('stored', { name, copy: received.subarray(-2) });
  });
});`,
    client: `const { io } = require('socket.io-client');
const socket = io('http://localhost:3000');
const file = new Uint8Array(2500).map((_, n) => n % 251);
const size = 1000;
const send = (from) => {
  if (from >= file.length) return socket.emit('end', { name: 'numbers.bin' });
  socket.emit('piece', file.slice(from, from + size), ({ bytes }) => {
    console.log(Math.round((bytes / file.length) * 100) + ' %');
    send(from + size);
  });
};
socket.on('stored', ({ name, copy }) => {
  console.log(name, Array.from(new Uint8Array(copy)));
  console.log('over');
});
send(0);`,
  },
  {
    name: 'how long an answer takes',
    server: `const { Server } = require('socket.io');
const io = new Server({ transports: ['websocket', 'polling'] });
io.on('connection', (socket) => socket.on('ping', (cb) => cb()));
io.listen(3000);`,
    client: `const { io } = require('socket.io-client');
const socket = io('ws://localhost:3000', { transports: ['websocket'] });
const times = [];
const measure = () => {
  const start = Date.now();
  socket.emit('ping', () => {
    times.push(Date.now() - start);
    if (times.length < 3) return setTimeout(measure, 5);
    console.log(times.length, times.every((ms) => ms >= 0 && ms < 5000));
    console.log('over');
  });
};
socket.on('connect', measure);`,
  },
];
