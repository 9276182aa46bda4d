import { expect, it } from 'vitest';
import { FakeCapture } from './fake-capture';
import { faultFrom, faultsOf } from './faults';
import { timetableOf } from './timetable';

const fault = {
  message: 'A client must mask every frame.',
  spec: 'RFC 6455 §5.1',
  range: { start: 1, end: 2 },
};

it('goes from fault to fault in both directions, and stops at the last', () => {
  const capture = new FakeCapture().connect(1, 0);
  for (let i = 1; i <= 6; i++) {
    capture.unit({ kind: 'text', sender: 'client', at: i * 1_000, ...(i % 3 === 0 && { fault }) });
  }
  const timetable = timetableOf(capture);
  const from = (now: number, direction: 1 | -1) =>
    faultFrom(capture, timetable, now, direction)?.unit.at ?? null;
  expect([from(0, 1), from(3_000, 1), from(6_000, 1)]).toEqual([3_000, 6_000, null]);
  expect([from(9_000, -1), from(6_000, -1), from(3_000, -1)]).toEqual([6_000, 3_000, null]);
});

it('finds a fault that shows only when the rest of its unit has come', () => {
  const capture = new FakeCapture().connect(1, 0);
  capture.unit({ kind: 'text', sender: 'client', at: 1_000, partial: true });
  expect(faultsOf(capture, timetableOf(capture))).toEqual([]);
  Object.assign(capture.units[1]!, { fault });
  capture.grow(1, { until: 2_000, partial: false });
  expect(faultsOf(capture, timetableOf(capture)).map(({ unit }) => unit.id)).toEqual([1]);
});
