import { describe, expect, it } from 'vitest';
import { type Experiment, taskIn } from '../define';
import { judged, ran } from '../parts/testing/ran';
import lesson from './lesson';

const judge = (task: string, traffic: ReturnType<typeof ran>) =>
  judged(taskIn(lesson, task) as Experiment, traffic);

const started = { end: 'client', kind: 'started', text: 'io();' } as const;
const bigInt = (line: number) =>
  ({
    end: 'client',
    kind: 'uncaught',
    line,
    text: 'TypeError: Do not know how to serialize a BigInt',
  }) as const;
const kept = (line: number) =>
  ({ end: 'client', kind: 'emit', line, text: 'early', unsent: 'kept' }) as const;

describe('what becomes of a Map', () => {
  it.each([
    ['{"map":{},"list":[1]}', 'empty', true],
    // Something else stood in its place: the wire says nothing about a Map.
    ['{"map":{"a":1}}', null, true],
    ['{"map":null}', null, true],
    ['{"map":"text"}', null, true],
    ['{"list":[1]}', null, true],
    ['"text"', null, false],
    ['[1,2]', null, false],
    ['null', null, false],
  ])('is told for %s: %s', (data, wire, isDone) => {
    expect(judge('data', ran({ packets: [`→ 42["data",${data}]`] }))).toMatchObject({ wire, isDone });
  });
});

describe('a BigInt in an emit', () => {
  it('throws at once where the event was not kept', () => {
    const traffic = ran({ lines: [started, bigInt(4)] });
    expect(judge('bigint', traffic)).toEqual({ wire: 'throws', isDone: true, waiting: expect.any(String) });
  });

  it('is not told of a number that stood in its place', () => {
    const traffic = ran({ packets: ['→ 42["data",{"map":1}]'], lines: [started] });
    expect(judge('bigint', traffic)).toEqual({
      wire: null,
      isDone: false,
      waiting: 'No line has thrown because of a BigInt yet: write map: 1n.',
    });
  });

  it('is sent back into connect where the event was kept', () => {
    const traffic = ran({ lines: [started, kept(2), bigInt(2)] });
    expect(judge('bigint', traffic)).toMatchObject({
      wire: null,
      isDone: false,
      waiting: expect.stringMatching(/inside the connect listener/),
    });
  });
});

describe('a BigInt before the connection', () => {
  it('fails later, at the line whose event was kept', () => {
    const traffic = ran({ lines: [started, kept(2), bigInt(2)] });
    expect(judge('bigint-early', traffic)).toMatchObject({ wire: 'later', isDone: true });
  });

  it('is not told by the error of another line', () => {
    const traffic = ran({ packets: ['→ 42["early",1]'], lines: [started, kept(2), bigInt(5)] });
    expect(judge('bigint-early', traffic)).toMatchObject({
      wire: null,
      isDone: false,
      waiting: expect.stringMatching(/no BigInt/),
    });
  });

  it('waits while the client is not connected', () => {
    const traffic = ran({ sessions: 0, lines: [started, kept(2)] });
    expect(judge('bigint-early', traffic)).toMatchObject({ waiting: expect.stringMatching(/kept until/) });
  });
});

describe('what emit returns', () => {
  it.each([
    [['a promise: false', 'the socket: true'], 'socket'],
    [['a promise: false', 'the socket: false'], null],
    [['something else'], null],
  ])('is told from what the client printed: %j', (said, wire) => {
    const lines = [started, ...said.map((text) => ({ end: 'client', kind: 'log', text }) as const)];
    expect(judge('returns', ran({ lines })).wire).toBe(wire);
  });

  it('ends with the third tick, and waits no longer than the ticks come', () => {
    const ticks = ['← 42["tick",1]', '← 42["tick",2]', '← 42["tick",3]'] as const;
    expect(judge('returns', ran({ packets: ticks.slice(0, 2) })).waiting).toMatch(/^Ticks so far/);
    expect(judge('returns', ran({ packets: ticks })).waiting).toBeNull();
  });
});

describe('an emit with bytes', () => {
  it.each([
    [['→ 451-["upload",{"_placeholder":true,"num":0}]'], null],
    [['→ 42["upload","AQID"]'], null],
  ] as const)('needs its attachment to be told: %j', (packets, wire) => {
    expect(judge('bytes', ran({ packets })).wire).toBe(wire);
  });
});

it('a reserved name is told by the error that names it', () => {
  const reserved = {
    end: 'client',
    kind: 'uncaught',
    text: 'Error: "disconnect" is a reserved event name',
  } as const;
  expect(judge('reserved', ran({ lines: [started, bigInt(3), reserved] }))).toMatchObject({
    wire: 'throws',
    isDone: true,
  });
  expect(judge('reserved', ran({ lines: [started, bigInt(3)] }))).toMatchObject({
    isDone: false,
    waiting: expect.stringMatching(/emit disconnect/),
  });
});
