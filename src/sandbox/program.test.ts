import { describe, expect, test } from 'vitest';
import type { Program, ProgramContext, ProgramLimits, Turn } from './program';
import { connect, connectClient, ENGINE_NAMES, programOf as programIn, tell } from './testing';

/** The turn of a program without syntax errors. */
function turnOf(result: ReturnType<Program['run']>): Turn {
  if ('fault' in result) throw new Error(result.fault.message);
  return result;
}

const PACKET = { kind: 'data', session: 'abc' } as const;
const said = (turn: Turn) => turn.ops.filter(({ op }) => op === 'log').map(({ text }) => text);

describe.each(ENGINE_NAMES)('in the %s engine', (name) => {
  const programOf = (
    end: 'server' | 'client',
    limits: Partial<ProgramLimits> = {},
    clocks?: Pick<ProgramContext, 'now' | 'spent'>,
  ) => programIn(name, end, limits, clocks);

  test('a program says what it does, with its lines', async () => {
    const program = await programOf('server');
    const turn = turnOf(
      program.run("console.log('a', { b: [1, 2] })\n\nconsole.log(1n, new Map([['k', 1]]))"),
    );
    expect(turn.ops.map(({ op, line, text }) => ({ op, line, text }))).toEqual([
      { op: 'log', line: 1, text: 'a { b: [ 1, 2 ] }' },
      { op: 'log', line: 3, text: "1n Map(1) { 'k' => 1 }" },
    ]);
    expect(turn.stop).toBeNull();
  });

  test('a listener answers in upper case', async () => {
    const program = await programOf('server');
    turnOf(
      program.run(`io.on('connection', (socket) => {
  socket.on('greet', (name) => {
    socket.emit('welcome', name.toUpperCase());
  });
});`),
    );
    const [, connected] = connect(program, 'abc');
    expect(connected!.ops.filter(({ op }) => op === 'listener')).toMatchObject([
      { name: 'connection', line: 1, packet: { sid: 'abc', sender: 'client', ordinal: 1 } },
    ]);
    const turn = tell(program, { ...PACKET, ordinal: 2, text: '2["greet","ada"]', type: '2' });
    expect(turn.ops).toMatchObject([
      { op: 'listener', name: 'greet', line: 2, packet: { ordinal: 2 } },
      { op: 'emit', to: ['abc'], name: 'welcome', text: '2["welcome","ADA"]', line: 3 },
    ]);
  });

  test.each([
    ['a loop', 'let i = 0;\nwhile (true) {\n  i++;\n}', 3],
    ['an empty loop', "console.log('begins');\nwhile (true) {}", 2],
    ['a loop that catches', 'for (;;) {\n  try {\n    JSON.parse("");\n  } catch {}\n}', 3],
    ['a loop of sorting', 'const z = Array.from({ length: 1e4 }, Math.random);\nfor (;;) z.sort();', 2],
    ['promises without end', 'const f = async () => {\n  for (;;) await null;\n};\nf();', 2],
    ['a regular expression', 'const a = "a".repeat(40);\n/^(a+)+$/.test(a + "b");', 2],
  ])('%s is ended, and its line is named', async (_, code, line) => {
    const program = await programOf('server', { turnMs: 100 });
    const turn = turnOf(program.run(code));
    expect(turn.stop?.message).toContain('100 ms');
    expect([line, line - 1]).toContain(turn.stop?.line);
    expect(turn.tookMs).toBeLessThan(1000);
    expect(turn.ops.filter(({ op }) => op === 'uncaught')).toEqual([]);
  });

  test('is judged by its own work, however long it had to wait for a processor', async () => {
    const run = async (count: string, spentMicros: number) => {
      let asked = 0;
      // Soon after the turn has begun, a quarter of a second has passed; each look finds this much more work.
      const clocks = { now: () => (asked++ < 5 ? 0 : 250_000), spent: () => asked * spentMicros };
      const program = await programOf('server', { turnMs: 100 }, clocks);
      return turnOf(program.run(`let n = 0;\nwhile (n < ${count}) n++;\nconsole.log(n);`));
    };
    const waiting = await run('50000', 0);
    expect([waiting.stop, said(waiting)]).toEqual([null, ['50000']]);
    expect((await run('Infinity', 10)).stop?.message).toContain('100 ms');
  });

  test('what was done before a loop is still reported', async () => {
    const turn = turnOf(
      (await programOf('client', { turnMs: 100 })).run("console.log('before');\nfor (;;);"),
    );
    expect(said(turn)).toEqual(['before']);
    expect(turn.stop).not.toBeNull();
  });

  test.each([
    ['arrays', 'const all = [];\nfor (;;) all.push(new Array(1e5).fill(1));'],
    ['bytes', 'const all = [];\nfor (;;) all.push(new Uint8Array(1e6));'],
    ['text', 'let text = "x";\nfor (;;) text += text;'],
  ])('%s without end are ended by the memory', async (_, code) => {
    const turn = turnOf((await programOf('server')).run(code));
    const words = [turn.stop?.message, ...turn.ops.map(({ text }) => text)].join();
    expect(words).toMatch(/memory|Invalid string length|string too long/);
  });

  test('recursion without end is an error as elsewhere', async () => {
    const turn = turnOf((await programOf('server')).run('function f() {\n  f();\n}\nf();'));
    expect(turn.ops).toMatchObject([
      { op: 'uncaught', text: 'RangeError: Maximum call stack size exceeded', line: 2 },
    ]);
  });

  test('a flood is ended', async () => {
    const turn = turnOf((await programOf('server')).run("for (let i = 0; i < 1000; i++) io.emit('x', i);"));
    expect(turn.ops).toHaveLength(500);
    expect(turn.stop?.message).toContain('more than 500 things');
  });

  test.each([
    ['eval("1")', 'EvalError'],
    ['new Function("return 1")()', 'EvalError'],
    ['(() => {}).constructor("return 1")()', 'EvalError'],
    ['(async () => {}).constructor("return 1")()', 'EvalError'],
    ['(function* () {}).constructor("return 1")()', 'EvalError'],
    ['Reflect.construct(Object.getPrototypeOf(async function* () {}).constructor, ["1"])', 'EvalError'],
    ['import("node:fs")', ''],
    [
      'console.log(typeof globalThis.process, typeof globalThis.require, typeof globalThis.std, typeof globalThis.os)',
      'undefined undefined undefined undefined',
    ],
    ['require("node:child_process")', 'Cannot find package'],
  ])('%s gets nowhere', async (code, expected) => {
    const turn = turnOf((await programOf('server')).run(code));
    const words = [turn.stop?.message, ...turn.ops.map(({ text }) => text)].join();
    expect(words).toContain(expected);
  });

  test('a program that changes every prototype harms itself alone', async () => {
    const program = await programOf('server');
    turnOf(
      program.run(
        'for (const kind of [Array, Object, String, Map, Promise, Function]) {\n  for (const key of Reflect.ownKeys(kind.prototype)) {\n    try { kind.prototype[key] = () => { throw 1 } } catch {}\n  }\n}\nJSON.stringify = () => "{"; JSON.parse = () => null;',
      ),
    );
    connect(program, 'abc');
  });

  test('a syntax error is a fault with its place', async () => {
    const program = await programOf('server');
    expect(program.run("io.on('connection', (socket) => {\n  socket.on('a', }\n")).toMatchObject({
      fault: { line: 2, column: 18, message: 'Unexpected token' },
    });
  });

  test('what a project imports is there, and what it cannot have is told as the lab’s limit', async () => {
    const turn = turnOf(
      (await programOf('server')).run(
        "import { Server } from 'socket.io';\nconst io2 = new Server(3000, {\n  pingInterval: 2000,\n});\nconsole.log(io2 instanceof Server, io2.engine.opts.pingInterval);\nimport { createClient } from 'redis';",
      ),
    );
    expect(turn.ops).toMatchObject([
      { op: 'unbound', line: 2 },
      { op: 'listen', options: '{"pingInterval":2000}', line: 2 },
      { op: 'log', text: 'true 2000', line: 5 },
      { op: 'limit', text: "Cannot find package 'redis': a lab has one server, and no network to others." },
    ]);
  });

  test.each([
    ["socket.emit('a', 1n)", 'uncaught', 'TypeError: Do not know how to serialize a BigInt'],
    [
      "const a = {}; a.a = a; socket.emit('a', a)",
      'uncaught',
      'RangeError: Maximum call stack size exceeded',
    ],
    ["socket.emit('disconnect')", 'uncaught', 'Error: "disconnect" is a reserved event name'],
    ["socket.emmit('a')", 'uncaught', 'TypeError: socket.emmit is not a function'],
    ['document.title', 'limit', 'document is left out here: this program runs beside the page'],
    ["window.alert('a')", 'limit', 'window is left out here'],
    ["fetch('/')", 'limit', 'fetch is left out here: this program speaks Socket.IO and nothing else'],
    ["io('https://example.com')", 'uncaught', 'io() reaches this lab’s own server only, not example.com'],
    ["require('express')", 'limit', 'the server is written in the pane beside this one'],
    ["socket.on('a')", 'warn', "on('a') needs a function to call, but got undefined."],
  ])('%s is told as what it is', async (code, op, expected) => {
    const program = await programOf('client');
    turnOf(program.run(`const socket = io();\nsocket.on('connect', () => {\n${code};\n});`));
    expect(connectClient(program)[1]!.ops.at(-1)).toMatchObject({
      ...{ op, line: 3 },
      text: expect.stringContaining(expected),
    });
  });

  test('data leave as Socket.IO’s encoder makes them', async () => {
    const program = await programOf('client');
    turnOf(
      program.run(
        "const socket = io();\nsocket.emit('u', new Date(0), new Map([[1, 2]]), undefined, { a: new Uint8Array([1, 2]) })",
      ),
    );
    const turn = connectClient(program)[1]!;
    expect(turn.ops.at(-1)).toMatchObject({
      op: 'late',
      packets: [
        {
          ...{ kept: 1, engine: 1, parts: 1 },
          text: '51-["u","1970-01-01T00:00:00.000Z",{},null,{"a":{"_placeholder":true,"num":0}}]',
        },
      ],
    });
    expect([...new Uint8Array(turn.buffers[0]!)]).toEqual([1, 2]);
  });

  test('what cannot be sent later is told with the line that emitted it', async () => {
    const program = await programOf('client');
    expect(
      turnOf(program.run("const socket = io();\nsocket.emit('a', 1n);\nlet b;")).ops.at(-1),
    ).toMatchObject({
      ...{ op: 'emit', line: 2, isKept: true },
    });
    expect(connectClient(program)[1]!.ops.at(-1)).toMatchObject({
      ...{ op: 'uncaught', line: 2, text: 'TypeError: Do not know how to serialize a BigInt' },
    });
  });

  test('what clients owe is gone with them', async () => {
    const program = await programOf('server', { turnMs: 2000 });
    turnOf(
      program.run(`io.on('connection', (socket) => {
  socket.emit('a', new Uint8Array(1e6), ((big) => () => big)(new Uint8Array(3e6)));
});`),
    );
    for (let n = 0; n < 40; n++) {
      const turns = [
        ...connect(program, `c${n}`),
        tell(program, { kind: 'close', session: `c${n}`, reason: 'transport close', description: null }),
      ];
      for (const { stop, ops } of turns) {
        expect([stop, ops.filter(({ op }) => op === 'uncaught')]).toEqual([null, []]);
      }
    }
  });
});
