import { expect, test } from 'vitest';
import { meterWasm } from './meter-wasm';
import { ENGINES, PUBLISHED, programOf } from './testing';

test('the engine is still a valid module, and exports its fuel', () => {
  const metered = meterWasm(PUBLISHED, { memoryPages: 84 });
  expect(WebAssembly.validate(metered)).toBe(true);
  const { exports, imports } = WebAssembly.Module;
  const before = exports(ENGINES.published.wasm);
  expect(exports(ENGINES.metered.wasm)).toEqual([...before, { name: 'fuel', kind: 'global' }]);
  expect(imports(ENGINES.metered.wasm)).toEqual(imports(ENGINES.published.wasm));
});

test('unknown instructions are named and refused', () => {
  // (module (import "a" "a" (func)) (func v128.const 0 …) (global i32 (i32.const 0)) (export "f" (func 0)))
  const sections = [
    [1, [1, 0x60, 0, 0]],
    [2, [1, 1, 0x61, 1, 0x61, 0, 0]],
    [3, [1, 0]],
    [6, [1, 0x7f, 0, 0x41, 0, 0x0b]],
    [7, [1, 1, 0x66, 0, 0]],
    [10, [1, 4, 0, 0xfd, 0x0c, 0x0b]],
  ] as const;
  const bytes = [
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...sections.flatMap(([id, body]) => [id, body.length, ...body]),
  ];
  expect(() => meterWasm(Uint8Array.from(bytes), { memoryPages: 1 })).toThrow('instruction fd is not known');
  expect(() => meterWasm(Uint8Array.from([1, 2, 3]), { memoryPages: 1 })).toThrow('not a WebAssembly module');
});

/** Each is one or a few native calls that never check the time. */
const HOGS = [
  "'a'.repeat(8e6).indexOf('a'.repeat(4e6) + 'b')",
  "'a'.repeat(4e6).includes('a'.repeat(2e6) + 'b')",
  "'a'.repeat(4e6).lastIndexOf('a'.repeat(2e6) + 'b')",
  "'a'.repeat(4e6).split('a'.repeat(2e6) + 'b')",
  "'a'.repeat(4e6).replaceAll('a'.repeat(2e6) + 'b', '')",
  "'a'.repeat(4e6).replace('a'.repeat(2e6) + 'b', '')",
  "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  "'x'.repeat(1e5).match(/(x+x+)+y/)",
  '(3n ** 300000n) * (7n ** 300000n) * (3n ** 300000n) * (7n ** 300000n) * (3n ** 900000n)',
  '(3n ** 600000n).toString()',
  '[].indexOf.call({ length: 2 ** 50 }, 1)',
  'Array(2 ** 32 - 1).indexOf(1)',
  'Array(2 ** 32 - 1).lastIndexOf(1)',
  'Array(2 ** 32 - 1).join()',
  'const all = Array(1e6).fill(1); all.filter([].indexOf.bind(all, 2))',
  'const all = Array(1e6).fill(1); all.map([].includes.bind(all, 2))',
  'const all = Array(1e6).fill(1); all.map([].shift.bind(all))',
  'const all = Array(2e5).fill(1); Array(1e4).fill(1).map([].unshift.bind(all))',
  'const all = Array(5e5).fill(1); all.map([].reverse.bind(all))',
  'const all = Array.from({ length: 1e5 }, Math.random); Array(1e3).fill().map([].sort.bind(all))',
  'const all = new Float64Array(4e5).map(Math.random); Array(1e3).fill().map(all.sort.bind(all))',
  'const bytes = new Uint8Array(8e6); Array(1e5).fill(7).map(bytes.fill.bind(bytes))',
  'const bytes = new Uint8Array(8e6); Array(1e5).fill(1).map(bytes.copyWithin.bind(bytes, 0))',
  'const bytes = new Uint8Array(8e6); Array(1e5).fill(1).map(bytes.set.bind(bytes, bytes, 0))',
  "const wide = Array(1e5).fill({ a: 'b' }); Array(1e3).fill(1).map(JSON.stringify.bind(null, wide))",
  "const wide = '[' + '{},'.repeat(2e4) + '1]'; Array(1e3).fill(wide).filter(JSON.parse)",
  "const raw = Array(1e5).fill('a'); Array(1e3).fill(1).map(String.raw.bind(null, { raw }))",
  "const all = Array(1e5).fill('a'); Array(1e3).fill(1).map([].join.bind(all))",
  'const all = Array(1e4).fill([1, 2]); Array(1e3).fill(1).filter([].flat.bind(all))',
  'const all = Array(1e5).fill(1); Array(1e3).fill(1).filter([].concat.bind(all, all))',
  "const text = '\\u1e9b\\u0323'.repeat(2e5); Array(1e3).fill('NFKD').map(text.normalize.bind(text))",
  "const text = '\\u1e9b\\u0323'.repeat(2e5); Array(1e3).fill(text + 'a').map(text.localeCompare.bind(text))",
  "const text = 'aé'.repeat(1e5); Array(1e3).fill(1).filter(text.toUpperCase.bind(text))",
  "const text = '%41'.repeat(1e5); Array(1e3).fill(text).filter(decodeURIComponent)",
  "Array(1e6).fill('2026-11-28T12:00:00Z').map(Date.parse)",
  'Array(1e6).fill(1).filter(Date)',
  'new Map(Array(1e6).fill([1, 2])); new Set(Array(1e6).fill(1).map(Math.random))',
];
/** Fuel of a server program for one turn. */
const FUEL = 60_000_000;

test.each(HOGS)('an endless call is ended, and its line is reported: %s', async (hog) => {
  // The clock does not end anything here.
  const program = await programOf('metered', 'server', { turnMs: 60_000, fuel: FUEL });
  const turn = program.run(`console.log('begun');\n${hog};\n;`);
  expect(turn).toMatchObject({
    stop: { isSlow: true, line: 2, message: expect.stringContaining('ran without an end') },
  });
  expect(() => program.dispose()).not.toThrow();
});

test('a turn that works hard has fuel to spare', async () => {
  const work = "let text = ''; for (let n = 0; n < 2e5; n++) text += n; console.log(text.split('7').length);";
  const program = await programOf('metered', 'server', { turnMs: 60_000, fuel: FUEL });
  expect(program.run(work)).toMatchObject({ stop: null, ops: [{ op: 'log', text: '100001' }] });
});

test.each([
  'let x = 0; for (let n = 0; n < 1e4; n++) x += n % 7; log(x)',
  'const f = (n) => (n < 2 ? n : f(n - 1) + f(n - 2)); log(f(15))',
  "log('ab,'.repeat(1e3).split(',').length, 'ab'.repeat(1e3).indexOf('ba'), 'xyx'.lastIndexOf('x'))",
  "log('aXbX'.replaceAll('X', '-'), 'abc'.replace(/b/g, 'x'), /(\\d+)-(?<b>\\w)/.exec('12-b').groups.b)",
  'log([5, 3, 9, 1].sort().join(), [5, 3, 11].sort((a, b) => a - b).join(), [3, 1].toSorted().join())',
  'log((2n ** 400n + 1n) * 3n, (3n ** 200n).toString(7), BigInt.asIntN(64, 2n ** 63n))',
  'log(JSON.stringify({ a: [1, { b: null }] }), JSON.parse("[1,{\\"a\\":[2.5e3]}]")[1].a[0])',
  'log(new Float64Array([3, 1, 2]).sort().join(), new Uint8Array(9).fill(7, 2, 5).join())',
  'const b = new Uint8Array(3000).map((_, n) => n); b.copyWithin(0, 700, 2900); log(b[0], b[2100], b.at(-1))',
  "log('\\u1e9b\\u0323'.normalize('NFKD').length, 'é'.toUpperCase(), 'a'.localeCompare('b'))",
  'log(new Date(0).toISOString(), Date.UTC(2026, 10, 28), 0.1 + 0.2, (1 / 3).toFixed(9), 1e21, -0)',
  'class A { #x = 1; get x() { return this.#x; } } log(new A().x, new (class extends A {})().x)',
  'function* g() { yield* [1, 2]; return 3; } log([...g()].join(), Math.max(...[1, 9, 2]))',
  'try { null.x } catch (error) { log(error.message) } finally { log(2) }',
  'log(new Map([[1, 2]]).get(1), new Set([1, 1]).size, Symbol("a").toString(), typeof Proxy)',
])('both engines do the same: %s', async (code) => {
  const text = `const log = console.log; ${code}`;
  const told = async (name: 'published' | 'metered') => {
    const turn = (await programOf(name, 'server', { turnMs: 60_000 })).run(text);
    return 'fault' in turn
      ? turn
      : { words: turn.ops.map(({ op, text: word }) => [op, word]), stop: turn.stop };
  };
  const published = await told('published');
  expect(published).toMatchObject({ stop: null });
  expect(await told('metered')).toEqual(published);
});
