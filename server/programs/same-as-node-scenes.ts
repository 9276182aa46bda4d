import type { ManagerOptions, SocketOptions } from 'socket.io-client';

/** A client of a scene, with everything that it hears, in order. */
export interface Player {
  readonly heard: unknown[];
  /** Emits an event. */
  emit(name: string, ...args: unknown[]): void;
  /** Emits an event and waits for its acknowledgement. */
  ask(name: string, ...args: unknown[]): Promise<void>;
  /** Waits until it has heard `count` events of this name, or `connect`, `disconnect`, `connect_error`. */
  until(name: string, times?: number): Promise<void>;
  /** Acknowledges each event of this name with these values. */
  answer(name: string, ...answers: unknown[]): void;
  leave(): void;
}

/** The clients of a scene, the same in both places. */
export interface Players {
  open(namespace?: string, options?: Partial<ManagerOptions & SocketOptions>): Player;
  /** Two connected clients. */
  both(): Promise<readonly [Player, Player]>;
}

/** A program and what its clients do, the same in a lab and in plain Node. */
interface Scene {
  readonly name: string;
  readonly code: string;
  readonly play: (players: Players) => Promise<void>;
}

export const SCENES: readonly Scene[] = [
  {
    name: 'an event and its answer',
    code: `io.on('connection', (socket) => {
  socket.on('greet', (name, answer) => {
    socket.emit('welcome', name.toUpperCase());
    answer?.({ ok: true });
  });
});`,
    async play({ open }) {
      const client = open();
      client.emit('greet', 'ada');
      await client.until('welcome');
      await client.ask('greet', 'grace');
    },
  },
  {
    name: 'rooms, broadcasts and exceptions',
    code: `io.on('connection', (socket) => {
  socket.on('join', (rooms, answer) => {
    socket.join(rooms);
    answer([...socket.rooms]);
  });
  socket.on('leave', (room, answer) => {
    socket.leave(room);
    answer([...socket.rooms], socket.rooms.has(socket.id));
  });
  socket.on('say', (answer) => {
    io.emit('all', 1);
    io.to('a').emit('to a', 2);
    io.to('a').to('b').emit('to a and b', 3);
    io.to(['a', 'b']).except('b').emit('to a, not b', 4);
    io.except('a').emit('except a', 5);
    socket.broadcast.emit('others', 6);
    socket.to('a').emit('others in a', 7);
    socket.broadcast.to('b').emit('others in b', 8);
    socket.except('b').emit('others, not b', 9);
    io.in('b').emit('in b', 10);
    io.to(socket.id).emit('to me', 11);
    io.to('nobody').emit('nobody', 12);
    socket.to(socket.id).emit('not me', 13);
    io.local.emit('here', 14);
    answer(io.sockets.adapter.rooms.get('a')?.size, io.of('/').sockets.size, io.engine.clientsCount);
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      await a.ask('join', 'a');
      await b.ask('join', ['a', 'b']);
      await a.ask('say');
      await b.ask('say');
      await b.ask('leave', 'a');
      await a.ask('say');
      b.leave();
      await b.until('disconnect');
    },
  },
  {
    name: 'acknowledgements of clients, awaited and called back',
    code: `io.on('connection', (socket) => {
  socket.on('begin', async (answer) => {
    socket.emit('one', 1, (...given) => socket.emit('told', 'one', given));
    socket.emit('told', 'awaited', await socket.emitWithAck('two', 2));
    socket.timeout(2000).emit('three', 3, (error, ...given) => socket.emit('told', error, given));
    socket.timeout(30).emit('silence', (error, ...given) => socket.emit('told', error.message, given.length));
    try {
      await socket.timeout(30).emitWithAck('silence');
    } catch (error) {
      socket.emit('told', error.message, error instanceof Error);
    }
    answer('first', ['second'], null, undefined);
    answer('again');
  });
});`,
    async play({ open }) {
      const client = open();
      client.answer('one', 'a', 'b');
      client.answer('two', { b: 2 }, 'lost');
      client.answer('three', 'c');
      await client.ask('begin');
    },
  },
  {
    name: 'acknowledgements of many',
    code: `io.on('connection', (socket) => {
  socket.on('count', async (answer) => {
    const all = await io.timeout(2000).emitWithAck('who');
    const others = await socket.broadcast.timeout(2000).emitWithAck('who');
    io.timeout(50).emit('silence', (error, responses) => {
      answer(all.toSorted(), others, error.message, responses);
    });
  });
  socket.on('nobody', (answer) => io.to('none').timeout(50).emit('who', (...given) => answer(given)));
  socket.on('failing', async (answer) => {
    try {
      await io.timeout(50).emitWithAck('silence');
    } catch (error) {
      answer(error.message, error.responses);
    }
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      a.answer('who', 'a');
      b.answer('who', 'b');
      await a.ask('count');
      await b.ask('nobody');
      await b.ask('failing');
    },
  },
  {
    name: 'listeners in their order',
    code: `const said = [];
const say = (text) => said.push(text);
io.on('connect', () => say('connect'));
io.on('connection', () => say('connection'));
io.once('connection', () => say('first connection'));
io.on('connection', (socket) => {
  const never = () => say('never');
  const named = (value) => say('named ' + value);
  socket.on('x', named);
  socket.on('x', () => say('second'));
  socket.once('x', () => say('once'));
  socket.on('x', never);
  socket.off('x', never);
  socket.on('y', named);
  socket.on('y', named);
  socket.removeListener('y', named);
  socket.onAny((name, ...values) => say('any ' + name + ' ' + values.filter((v) => typeof v !== 'function')));
  socket.prependAny((name) => say('before any ' + name));
  const offered = () => say('not any more');
  socket.onAny(offered);
  socket.offAny(offered);
  socket.on('z', () => {
    socket.on('z', () => say('late'));
    socket.removeAllListeners('x');
  });
  socket.on('this', function (answer) {
    answer(this === socket, this.id === socket.id, socket.listeners('x').length, socket.listenerCount('y'));
  });
  socket.on('said', (answer) => answer(said, socket.listenersAny().length));
  socket.onAny((...all) => setTimeout(all.at(-1), 5));
});`,
    async play({ open }) {
      const client = open();
      // One by one: Node hands events of one read to the catch-all listeners first.
      for (const name of ['x', 'x', 'y', 'z', 'z', 'x', 'nobody']) await client.ask(name, 1);
      await client.ask('this');
      await client.ask('said');
    },
  },
  {
    name: 'what goes out, heard',
    code: `io.on('connection', (socket) => {
  const said = [];
  socket.onAnyOutgoing((name, ...values) => said.push([name, ...values.map((value) => typeof value)]));
  socket.on('go', (answer) => {
    socket.emit('a', 1, 'x');
    socket.emit('b', () => {});
    socket.volatile.emit('c', 2);
    socket.timeout(1000).emit('d', () => {});
    io.emit('e', 3);
    socket.emitWithAck('f', 4);
    socket.send('g');
    socket.offAnyOutgoing();
    socket.emit('h');
    answer(said);
  });
});`,
    async play({ open }) {
      const client = open();
      for (const name of ['b', 'd', 'f']) client.answer(name, 1);
      await client.ask('go');
    },
  },
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
    name: 'data of every kind',
    code: `class Point {
  constructor() { this.x = 1; }
  get y() { return 2; }
  toJSON() { return { point: [1, 2] }; }
}
io.on('connection', (socket) => {
  socket.emit('plain', 1, -0, 1.5, NaN, Infinity, 'é € 😀', true, null, undefined, '');
  socket.emit('nested', { a: [{ b: { c: [[], {}] } }], u: undefined, f() {}, s: Symbol('x') }, [undefined, () => {}]);
  socket.emit('objects', new Date(0), new Map([[1, 2]]), new Set([1]), new Point(), /x/g, new Error('e'), [, 1]);
  socket.emit('bytes', new Uint8Array([1, 2, 255]), new ArrayBuffer(2), Buffer.from('é'), new Uint16Array([1, 258]));
  socket.emit('bytes within', { list: [new Uint8Array([1]), { deep: Buffer.from([2, 3]) }], text: 'x', date: new Date(0) });
  socket.emit('part', new Uint8Array([1, 2, 3, 4]).subarray(1, 3), new DataView(new ArrayBuffer(3), 1));
  socket.emit('empty', new Uint8Array(0), {}, []);
  socket.emit(7, 'a name that is a number');
  socket.emit('proto', JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":3}'));
  socket.on('echo', (...args) => {
    const answer = args.pop();
    answer(...args, args.map((arg) => (Buffer.isBuffer(arg) ? 'Buffer ' + arg.length : typeof arg)));
  });
});`,
    async play({ open }) {
      const client = open();
      await client.ask('echo', 1, 'é', null, undefined, { a: [undefined, new Date(0)] });
      await client.ask('echo', Buffer.from([1, 2]), { deep: [new Uint8Array([3])] }, new ArrayBuffer(1));
      await client.ask('echo', JSON.parse('{"__proto__":{"a":1},"_placeholder":true,"num":0}'));
      await client.ask('echo', { _placeholder: false, num: 1 }, [[[[]]]], '');
    },
  },
  {
    name: 'flags',
    code: `io.on('connection', (socket) => {
  socket.on('go', async (answer) => {
    socket.volatile.emit('a', 1);
    io.volatile.emit('b', 2);
    socket.compress(true).emit('c', 3);
    socket.volatile.broadcast.emit('d', 4);
    socket.broadcast.volatile.emit('e', 5);
    io.compress(false).to(socket.id).emit('f', 6);
    socket.local.emit('g', 7);
    io.to(socket.id).volatile.compress(true).emit('h', 8);
    socket.send('i').emit('j', 10);
    socket.write('k');
    io.send('l').emit('m', 13);
    answer(socket.emit('n'), io.emit('o'), socket.connected, socket.disconnected, socket.recovered);
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      await a.ask('go');
      await b.ask('go');
    },
  },
  {
    name: 'disconnections, by either end',
    code: `io.on('connection', (socket) => {
  socket.on('disconnecting', (reason) => io.emit('leaving', socket.id, reason, [...socket.rooms]));
  socket.on('disconnect', (reason) => io.emit('left', socket.id, reason, socket.rooms.size, socket.connected));
  socket.join('room');
  socket.on('kick', () => {
    socket.emit('before', 1);
    socket.disconnect();
    socket.emit('after', 2);
    io.emit('to all', io.of('/').sockets.size, socket.connected);
    socket.disconnect();
  });
  socket.on('close', () => {
    socket.emit('before', 1);
    socket.disconnect(true);
    io.emit('to all', io.of('/').sockets.size);
  });
  socket.on('all', () => io.disconnectSockets());
  socket.on('room', () => io.in('room').disconnectSockets(true));
});`,
    async play({ open }) {
      const witness = open();
      for (const order of ['kick', 'close']) {
        const one = open();
        await one.until('connect');
        one.emit(order);
        await one.until('disconnect');
      }
      const leaver = open();
      await leaver.until('connect');
      leaver.leave();
      await witness.until('left', 3);
      witness.emit('all');
      await witness.until('disconnect');
      const last = open();
      last.emit('room');
      await last.until('disconnect');
    },
  },
  {
    name: 'sockets that are fetched, and what is done to all of them',
    code: `io.on('connection', (socket) => {
  socket.data.at = io.of('/').sockets.size;
  socket.on('go', async (answer) => {
    const all = await io.fetchSockets();
    for (const one of all) one.emit('fetched', one.data.at, one.rooms.has(one.id));
    io.socketsJoin('a');
    io.in('a').socketsJoin(['b', 'c']);
    const ids = (await io.in('b').fetchSockets()).map(({ id }) => id);
    io.in(socket.id).socketsLeave('b');
    io.to('b').emit('in b');
    io.to('c').except('b').emit('in c, not b');
    const others = await socket.broadcast.fetchSockets();
    answer(all.length, ids.length, others.length, others.every(({ id }) => id !== socket.id), [...socket.rooms].length);
  });
  socket.on('kick', async () => {
    for (const one of await io.in('b').fetchSockets()) one.disconnect(true);
  });
});`,
    async play({ both }) {
      const [a, b] = await both();
      await a.ask('go');
      await b.ask('go');
      b.emit('kick');
      await a.until('disconnect');
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
  {
    name: 'timers, promises and what runs first',
    code: `io.on('connection', (socket) => {
  socket.on('go', (answer) => {
    setTimeout(() => socket.emit('order', 'timer'), 5);
    Promise.resolve().then(() => socket.emit('order', 'promise'));
    queueMicrotask(() => socket.emit('order', 'microtask'));
    process.nextTick(() => socket.emit('order', 'tick'));
    (async () => {
      socket.emit('order', 'async');
      await null;
      socket.emit('order', 'awaited');
    })();
    let beats = 0;
    const beat = setInterval(() => {
      beats += 1;
      socket.emit('beat', beats);
      if (beats < 3) return;
      clearInterval(beat);
      answer('done');
    }, 20);
    const never = setTimeout(() => socket.emit('order', 'never'), 10);
    clearTimeout(never);
    setTimeout((...given) => socket.emit('order', given), 10, 'a', 2);
    socket.emit('order', 'last');
  });
});`,
    async play({ open }) {
      await open().ask('go');
    },
  },
  {
    name: 'what is not allowed is said',
    code: `io.on('connection', (socket) => {
  const tried = [];
  const attempt = (work) => {
    try {
      work();
      tried.push('fine');
    } catch (error) {
      tried.push(error.name + ': ' + error.message);
    }
  };
  attempt(() => socket.emit('disconnect'));
  attempt(() => socket.emit('connect_error', 1));
  attempt(() => io.emit('disconnecting'));
  attempt(() => socket.emit('x', 1n));
  socket.on('tried', (answer) => answer(tried));
});`,
    async play({ open }) {
      await open().ask('tried');
    },
  },
];
