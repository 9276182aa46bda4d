import type { Scene } from './scene';

/** What a console shows. */
export const CONSOLE_OUTPUT: readonly Scene[] = [
  {
    name: 'values in the console',
    code: `class Point { constructor() { this.x = 1; this.label = "it's"; } get y() { return 2; } }
class Named extends Map {}
console.log(1, -0, 1.5, NaN, 10n, 'text', true, null, undefined, Symbol('s'));
console.log([1, 'two', [3, [4, [5, [6]]]]], { a: { b: { c: { d: 1 } } } }, [], {}, [[]], [{}]);
console.log(new Point(), [new Point()], new Named([['k', { v: 1 }]]), new Set([1, 'x']), Object.create(null));
console.log(new Date(0), /a+/gi, () => {}, function named() {}, class A {}, class B extends Point {}, async () => {}, Math.max);
console.log([undefined, null, , 3], { 'a-b': 1, c: undefined, [Symbol('k')]: 2 }, { get g() { return 1; }, set s(v) {}, get b() { return 1; }, set b(v) {} });
console.log(Buffer.from('é'), new Uint8Array([1, 2]), new ArrayBuffer(2), new Float32Array(1));
console.log('%s is %d years and %i, %f, %j %O %%', 'Ada', 36.5, 36.9, 1.25, { a: 1 }, { b: { c: {} } }, 'more', { x: 1 });
console.log('%s %s', 'one'); console.log('100%', 5); console.log('%c styled', 'color: red'); console.log();
console.log(['a'.repeat(30), 'b'.repeat(30), 'c'.repeat(30)]);
console.log({ first: 'a'.repeat(30), second: 'b'.repeat(30), third: { deep: ['c'.repeat(30)] } });
console.log([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], Array.from({ length: 30 }, (_, n) => n * 100));
console.log(new Map([[{ a: 1 }, new Set([[1]])]]), new WeakMap(), Promise.resolve(1) instanceof Promise, new Error('failed').message);
const circular = { name: 'c' }; circular.self = circular; console.log(Object.keys(circular));
console.info('info'); console.debug('debug'); console.warn('warn', 1); console.error('error');
console.group('group'); console.log('inside'); console.groupEnd(); console.log('outside');
console.count(); console.count(); console.assert(1 === 2, 'not equal'); console.dir({ a: { b: { c: { d: {} } } } }, { depth: 0 });
console.table([{ a: 1, b: 'x' }, { a: 2 }]);`,
    async play({ open }) {
      await open().until('connect');
    },
  },
];
