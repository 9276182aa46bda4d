import { describe, expect, test } from 'vitest';
import type { Turn } from './program';
import { connect, ENGINE_NAMES, programOf } from './testing';
import { readTurnReport } from './turn-report';

const wordsOf = ({ ops, stop }: Turn) => [...ops.map(({ text }) => text), stop?.message].join('\n');

describe.each(ENGINE_NAMES)('in the %s engine', (name) => {
  const serverProgram = (turnMs: number) => programOf(name, 'server', { turnMs });

  async function turnOf(code: string, turnMs = 3000): Promise<Turn> {
    const result = (await serverProgram(turnMs)).run(code);
    if ('fault' in result) throw new Error(result.fault.message);
    return result;
  }

  test.each([
    "console.log.constructor('return globalThis')()",
    "[].filter.constructor('return 1')()",
    "io.on.constructor('return 1')()",
    "performance.now.constructor('return 1')()",
    "Reflect.construct(console.log.constructor, ['return 1'])",
    "class F extends console.log.constructor {}\nnew F('return 1')",
    "globalThis.eval('1')",
    "(0, globalThis.eval)('1')",
    "new globalThis.Function('1')",
    "(async () => {}).constructor.constructor('return 1')()",
    "Object.getPrototypeOf(function* () {}).constructor('yield 1')()",
  ])('no text becomes code: %s', async (code) => {
    expect(wordsOf(await turnOf(code))).toContain('EvalError: eval and new Function are left out here');
  });

  test.each(["await import('fs')", "await import('data:text/javascript,1')", "await import('./server.js')"])(
    'nothing is loaded: %s',
    async (code) => {
      const words = wordsOf(await turnOf(`${code};\nconsole.log('loaded');`));
      expect(words).not.toContain('loaded');
      expect(words).toMatch(/Error/);
    },
  );

  test.each(['child_process', 'node:worker_threads', 'node:vm', 'net', 'std', 'os', '__proto__', 'toString'])(
    'there is no module %s',
    async (name) => {
      const words = wordsOf(await turnOf(`console.log(typeof require('${name}'));`));
      expect(words).toContain(`Cannot find package '${name}'`);
    },
  );

  test('only the language can be reached from the global object', async () => {
    const turn = await turnOf(`const seen = new Set();
const found = new Set();
const walk = (value, path) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    if (path === '') found.add(String(key));
    try { walk(value[key], path + '.' + String(key)); } catch {}
  }
  walk(Object.getPrototypeOf(value), path + '.__proto__');
};
walk(globalThis, '');
console.log([...found].filter((name) => /process|require|module|fs|std|os$|print|load|fetch|Worker|Web|native|Deno|Bun|__/.test(name)).join());
console.log(seen.size > 300);`);
    expect(turn.ops.map(({ text }) => text)).toEqual(['', 'true']);
  });

  test('what a program has of Node are stand-ins', async () => {
    const turn = await turnOf(`console.log(Object.keys(process.env).length);
console.log(typeof process.binding, typeof process.mainModule, typeof process.dlopen);
console.log(typeof require('node:http').Agent, typeof io.httpServer.on, io.httpServer.listening);
console.log(typeof io.engine.ws, typeof io.engine.attach, typeof io.eio.handshake);
try { require('fs').readFileSync('/etc/passwd'); } catch (error) { console.log(error.message); }
try { require('http').get('http://127.0.0.1/'); } catch (error) { console.log(error.message); }`);
    expect(turn.ops.filter(({ op }) => op === 'log').map(({ text }) => text)).toEqual([
      '0',
      'undefined undefined undefined',
      'undefined function true',
      'undefined function undefined',
      'fs.readFileSync is left out here: a lab has no files.',
      'connect ECONNREFUSED: a lab has no network',
    ]);
  });

  test.each([
    "const { Socket, Namespace, Server } = require('socket.io');\nfor (const kind of [Socket, Namespace, Server]) kind.constructor('return 1')();",
    "require('socket.io-adapter').Adapter.constructor('return 1')();",
    "io.engine.constructor.constructor('return 1')();",
    "io.encoder.encode.constructor('return 1')();",
    "require('express')().get.constructor('return 1')();",
  ])('no text becomes code through the library: %s', async (code) => {
    expect(wordsOf(await turnOf(code))).toContain('EvalError: eval and new Function are left out here');
  });

  test('a stack names the lines of the program, and no file of the host', async () => {
    const turn = await turnOf(`console.log(new Error('a').stack);
try { null.x; } catch (error) { console.log(error.stack); }
try { io.of(5); } catch (error) { console.log(error.stack); }
Error.prepareStackTrace = (_, frames) => frames.map((frame) => typeof frame.getThis).join();
console.log(new Error('b').stack);
console.log(typeof (function () { return arguments.callee; }));`);
    const words = wordsOf(turn);
    expect(words).toContain('server.js');
    expect(words).not.toMatch(/node_modules|file:|\.ts\b|\/src\/|\/server\//);
  });

  test('an HTML comment hides nothing from the tracing of lines', async () => {
    // Read as a script, the rest of the first line would be a comment, and the template's text would run.
    const code = "let a = 1, b = 2;\na <!--b, `\nconsole.log('untraced');\n//`;\nconsole.log('end');";
    const turn = await turnOf(code);
    expect(turn.ops.map(({ text, line }) => [text, line])).toEqual([['end', 5]]);
  });

  test.each([
    'ArrayBuffer.prototype.slice = function () { return this; };',
    'Object.defineProperty(ArrayBuffer, Symbol.species, { get: () => function () { return {}; } });',
    'Object.defineProperty(Uint8Array, Symbol.species, { get: () => function () { return []; } });',
    'Array.prototype[Symbol.unscopables] = { io: true };',
    "Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'buffer', { get: () => 7 });",
    "Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength', { get: () => 1e9 });",
    'ArrayBuffer.isView = () => true;',
    'Array.isArray = () => false;',
    'Object.hasOwn = () => true;',
  ])('reported bytes are the program’s own: %s', async (poison) => {
    const program = await serverProgram(100);
    program.run(
      `io.on('connection', (socket) => {\n${poison}\nsocket.emit('x', new Uint8Array([1, 2, 3]));\n});`,
    );
    const { ops, buffers, stop } = connect(program, 'a')[1]!;
    const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBeLessThan(1000);
    expect(ops.length > 0 || stop !== null).toBe(true);
  });

  test('a loop in what reads the report is ended, too', async () => {
    const turn = await turnOf('Object.prototype.toJSON = () => {\n  for (;;) {}\n};', 100);
    expect(turn.stop?.message).toContain('without an end');
    expect(turn.tookMs).toBeLessThan(1000);
  });

  test.each([
    ['text', "for (let n = 0; n < 5; n++) io.emit('x', 'y'.repeat(1e6));"],
    ['bytes', "for (let n = 0; n < 9; n++) io.emit('x', new Uint8Array(1e6));"],
  ])('more %s than a turn may report ends the program', async (_, code) => {
    const program = await serverProgram(5000);
    program.run(`io.on('connection', () => {\n${code}\n});`);
    expect(connect(program, 'a')[1]!.stop?.message).toContain('more than 4 MiB in one turn');
  });

  test.each([
    ['not JSON', '{'],
    ['undefined', 'undefined'],
    ['a string', '"ops"'],
    ['without a list', '{"ops":5,"dropped":0,"line":1}'],
    ['a list of others', '{"ops":[null],"dropped":0,"line":1}'],
    ['a list of unnamed things', '{"ops":[{"op":5}],"dropped":0,"line":1}'],
    ['too long a list', JSON.stringify({ ops: Array(11).fill({ op: 'log' }), dropped: 0, line: 1 })],
  ])('a report that is %s is not read', (_, json) => {
    expect(readTurnReport(json, 10, 0, 1)).toBeNull();
  });

  test('impossible times and lines are corrected', () => {
    const report = readTurnReport(
      '{"ops":[{"op":"log","at":1e308,"line":-1},{"op":"log","at":7,"line":{}},{"op":"log","at":"x","line":3}],"dropped":"x","line":1e999}',
      10,
      5,
      9,
    );
    expect(report).toEqual({
      ops: [
        { op: 'log', at: 9, line: 0 },
        { op: 'log', at: 7, line: 0 },
        { op: 'log', at: 9, line: 3 },
      ],
      dropped: 1,
      line: 0,
    });
  });
});
