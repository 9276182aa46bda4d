import type { Scene } from './scene';

export const DATA: readonly Scene[] = [
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
];
