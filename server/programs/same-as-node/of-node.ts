import type { Scene } from './scene';

/** What programs use of Node and of the web besides. */
export const OF_NODE: readonly Scene[] = [
  {
    name: 'bytes and texts',
    code: `const bytes = Buffer.from('héllo €');
console.log(bytes.toString('hex'), bytes.toString('base64'), bytes.length, Buffer.byteLength('€'), bytes.slice(0, 2).toString('latin1'));
console.log(Buffer.from('68656a', 'hex').toString(), Buffer.from('aGVq', 'base64').toString('utf8'), Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString());
console.log(Buffer.alloc(3, 1), Buffer.isBuffer(bytes), Buffer.isBuffer(new Uint8Array(1)), bytes.equals(Buffer.from(bytes)), JSON.stringify(Buffer.from('a')));
const numbers = Buffer.alloc(8); numbers.writeUInt16BE(258, 0); numbers.writeInt32LE(-2, 2);
console.log(numbers, numbers.readUInt16BE(0), numbers.readInt32LE(2), numbers.readUInt8(1), bytes.indexOf('l'), bytes.includes('€'));
console.log(new TextEncoder().encode('é'), new TextDecoder().decode(new Uint8Array([0xc3, 0xa9, 0xff])), Buffer.from([0xe2, 0x82]).toString());
console.log(structuredClone({ a: [1, new Date(0), new Map([[1, { b: 2 }]])] }), typeof window, typeof document);`,
    async play({ open }) {
      await open().until('connect');
    },
  },
  {
    name: 'addresses, paths and events',
    code: `const url = new URL('https://user:pw@example.com:8443/a/../b%20c?x=1&y=a+b#frag');
console.log(url.href, url.host, url.hostname, url.port, url.pathname, url.search, url.hash, url.origin, url.protocol, url.searchParams.get('y'));
console.log(new URL('/c?d#e', 'http://h/a/b').href, new URL('../x', 'http://h/a/b/c').href, String(new URL('http://h')), new URL('http://h:80/').host);
const params = new URLSearchParams({ a: '1', b: 'x y' }); params.append('a', '2'); params.delete('b');
console.log(params.toString(), params.getAll('a'), params.has('b'), [...params.keys()]);
try { new URL('nothing'); } catch (error) { console.log(error.name, error.code, error.message); }
const path = require('path');
console.log(path.join('/a', '..', 'b', './c.txt'), path.dirname('/a/b'), path.basename('/a/b.txt', '.txt'), path.extname('x.tar.gz'), path.resolve('/a', 'b'));
const { EventEmitter, once } = require('node:events');
class Shop extends EventEmitter {}
const shop = new Shop();
shop.on('sold', (what) => console.log('sold', what));
console.log(shop.emit('sold', 'tea'), shop.emit('none'));
try { shop.emit('error', new Error('unheard')); } catch (error) { console.log(error.message); }
once(shop, 'late').then(([value]) => console.log('once', value));
shop.emit('late', 5);
const controller = new AbortController();
controller.signal.addEventListener('abort', () => console.log('aborted', controller.signal.aborted));
controller.abort();
console.log(new Blob(['ab', new Uint8Array([99])]).size, require('node:util').format('%s', 'x'));`,
    async play({ open }) {
      await open().until('connect');
    },
  },
  {
    name: 'what engines say when something is wrong',
    code: `const attempts = {
  method: () => { const socket = {}; socket.emmit('x'); },
  chain: () => io.to('a').emitt('x'),
  index: () => { const list = []; list[0](); },
  read: () => { let nothing; return nothing.length; },
  nested: () => { const a = { b: null }; return a.b.c; },
  set: () => { let nothing = null; nothing.x = 1; },
  name: () => missing,
  constant: () => { const one = 1; one = 2; },
  early: () => { early; let early = 1; },
  made: () => { const kind = 5; new kind(); },
  depth: () => { const again = () => again(); again(); },
  argument: () => { const f = undefined; f(1); },
};
for (const [name, attempt] of Object.entries(attempts))
  try {
    attempt();
  } catch (error) {
    console.log(name, error.name + ': ' + error.message);
  }`,
    async play({ open }) {
      await open().until('connect');
    },
  },
  {
    name: 'turns: ticks, promises, immediates and timers',
    code: `io.on('connection', (socket) => {
  socket.on('go', (answer) => {
    setTimeout(() => { console.log('timer'); answer(); }, 20);
    setImmediate(() => console.log('immediate'));
    Promise.resolve().then(() => {
      console.log('promise');
      process.nextTick(() => console.log('tick of a promise'));
      Promise.resolve().then(() => console.log('promise of a promise'));
    });
    process.nextTick((a, b) => console.log('tick', a, b), 1, 2);
    queueMicrotask(() => console.log('microtask'));
    (async () => {
      console.log('async');
      await null;
      console.log('awaited');
    })();
    const timer = setTimeout(() => console.log('never'), 10);
    console.log(timer.hasRef(), timer.unref() === timer, timer.hasRef());
    clearTimeout(timer);
    console.log('sync');
  });
});`,
    async play({ open }) {
      await open().ask('go');
    },
  },
];
