import { expect, test } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { litLines, problemOf } from './lines';

const ms = 1_000;

test('the lines of the last moment before the playhead are lit, and go out', () => {
  const { capture } = new Recording()
    .code(0, { end: 'server', kind: 'started', line: 0, text: 'code' })
    .code(100 * ms, { end: 'server', kind: 'log', line: 1 })
    .code(200 * ms, { end: 'server', kind: 'listener', line: 2 })
    .code(210 * ms, { end: 'server', kind: 'emit', line: 3 })
    .code(210 * ms, { end: 'client', kind: 'log', line: 9 })
    .code(300 * ms, { end: 'server', kind: 'log', line: 4 });
  const lit = (at: number) => litLines(capture, 0, 1, at, null);
  expect(lit(150 * ms)).toEqual([{ line: 1, how: 'ran' }]);
  expect(lit(250 * ms)).toEqual([
    { line: 2, how: 'received' },
    { line: 3, how: 'ran' },
  ]);
  expect(lit(1_799 * ms)).toEqual([{ line: 4, how: 'ran' }]);
  expect(lit(1_800 * ms)).toEqual([]);
  expect(litLines(capture, 0, 2, 250 * ms, null)).toEqual([]);
});

test('what has no line neither lights one nor puts one out', () => {
  const { capture } = new Recording()
    .code(100 * ms, { end: 'server', kind: 'log', line: 1 })
    .code(200 * ms, { end: 'server', kind: 'warn', line: 0 });
  expect(litLines(capture, 0, 1, 210 * ms, null)).toEqual([{ line: 1, how: 'ran' }]);
});

test('the newest problem of a run is the one that is marked', () => {
  const { capture } = new Recording()
    .code(1, { end: 'client', kind: 'uncaught', line: 3, text: 'first' })
    .code(2, { end: 'client', kind: 'uncaught', line: 4, text: 'second' })
    .code(3, { end: 'client', kind: 'log', line: 5 });
  expect(problemOf(capture.programs.run(1, 1))).toEqual({ line: 4, message: 'second' });
  expect(problemOf(capture.programs.run(1, 2))).toBeNull();
});
