import { describe, expect, it } from 'vitest';
import { type Experiment, taskIn } from '../define';
import { judged, ran } from '../parts/testing/ran';
import { missingOvertaking } from './goals';
import lesson from './lesson';

const judge = (task: string, traffic: ReturnType<typeof ran>) =>
  judged(taskIn(lesson, task) as Experiment, traffic);
const log = (end: 'client' | 'server', text: string) => ({ end, kind: 'log', text }) as const;

describe('a question and its answer', () => {
  it.each([
    [['→ 420["sum",2,3]', '← 430[5]'], 'number'],
    // The event may have another name; another event may have gone before.
    [['→ 42["hello"]', '→ 420["add",2,3]', '← 430[5]'], 'number'],
    [['→ 420["sum",2,3]'], null],
  ] as const)('%j: %s', (packets, wire) => {
    expect(judge('ask', ran({ packets })).wire).toBe(wire);
  });
});

it.each([
  [['quick: done', 'slow: done'], 'second'],
  [['slow: done', 'quick: done'], 'first'],
  [['a: done', 'b: done'], null],
])('the first callback is known by what it prints: %j', (said, wire) => {
  expect(judge('order', ran({ lines: said.map((text) => log('client', text)) })).wire).toBe(wire);
});

describe('a callback without a timeout', () => {
  const timedOut = log('client', 'two: operation has timed out');

  const heard = { end: 'server', kind: 'listener', text: 'store' } as const;
  const reply = { end: 'server', kind: 'reply' } as const;

  it.each([
    ['the server forgot', [heard, heard, timedOut], 'never'],
    // A slow machine: the answer may still come.
    ['the events have not arrived', [timedOut], null],
    ['the server has answered one', [heard, reply, heard, timedOut], null],
  ])('where %s', (_, lines, wire) => {
    expect(judge('forgotten', ran({ lines }))).toMatchObject({ wire, isDone: true });
  });
});

describe('an answer that the cut should lose', () => {
  const stored = log('server', 'stored: three');
  const reply = { end: 'server', kind: 'reply' } as const;

  it.each([
    ['three: operation has timed out', [stored, reply], 'stored'],
    // The client gave up before there was an answer that the cut could have stopped.
    ['three: operation has timed out', [stored], null],
    ['three: operation has timed out', [], 'not-stored'],
    ['three: socket has been disconnected', [stored], 'stored'],
    ['three: was answered', [stored], null],
  ])('“%s”: %j', (said, server, wire) => {
    expect(judge('cut', ran({ lines: [...server, log('client', said)] }))).toMatchObject({
      wire,
      isDone: true,
    });
  });
});

describe('an event with retries', () => {
  const stored = (times: number) => Array.from({ length: times }, () => log('server', 'stored: one'));
  const reply = { end: 'server', kind: 'reply' } as const;

  it.each([
    [2, 'one: ok', 'twice', [reply]],
    [4, 'one: operation has timed out', 'four', []],
    // A slow machine: the answers came too late.
    [4, 'one: ok', null, [reply, reply, reply]],
    // Answered at once, it was not repeated: that says nothing about repetitions.
    [1, 'one: ok', null, [reply]],
  ])('was stored %i times, “%s”: %s', (times, said, wire, replies) => {
    expect(judge('retried', ran({ lines: [...stored(times), ...replies, log('client', said)] })).wire).toBe(
      wire,
    );
  });
});

it('says that no question has been answered', () => {
  expect(missingOvertaking(ran({ packets: ['→ 420["ask"]', '→ 421["ask"]'] }))).toBe(
    '2 questions were asked, and none has been answered.',
  );
});
