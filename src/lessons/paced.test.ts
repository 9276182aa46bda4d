import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that takes this long on a clock of its own. */
function working(takesMs: number) {
  let doneMs = 0;
  const work = vi.fn(() => {
    doneMs += takesMs;
  });
  return { work, nowMs: () => Date.now() + doneMs };
}

test('cheap work is done each time, at once', () => {
  const { work, nowMs } = working(1);
  const { run } = paced(work, nowMs);
  for (let n = 0; n < 5; n++) run();
  expect(work).toHaveBeenCalledTimes(5);
});

test('dear work rests, and what was asked for meanwhile is done once, afterwards', () => {
  const { work, nowMs } = working(20);
  const { run } = paced(work, nowMs);
  for (let n = 0; n < 5; n++) run();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(179);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(work).toHaveBeenCalledTimes(2);
});

test('once stopped, nothing follows', () => {
  const { work, nowMs } = working(20);
  const { run, stop } = paced(work, nowMs);
  run();
  run();
  stop();
  vi.advanceTimersByTime(10_000);
  expect(work).toHaveBeenCalledTimes(1);
});
