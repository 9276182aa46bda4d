import { expect, test } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { formatMs, zeroOf } from './printed-time';
import { timetableOf } from './timetable';

test('milliseconds have one decimal and groups of thousands, and a sign before the zero', () => {
  expect([0, 9_204_700, -12_500, -49].map(formatMs)).toEqual(['0.0', '9\u202f204.7', '\u221212.5', '0.0']);
});

test('time is counted from the first unit, which is the ladder’s first row', () => {
  const recording = new Recording();
  expect(zeroOf(timetableOf(recording.capture))).toBeNull();
  recording.open(500).handshake(900);
  expect(zeroOf(timetableOf(recording.capture))).toBe(650);
});
