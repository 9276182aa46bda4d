import { expect, test } from 'vitest';
import { retryDelayMs } from './backoff';

test('a class that loses its server all at once reconnects over seconds', () => {
  const class400 = Array.from({ length: 400 }, (_, page) => retryDelayMs(1, () => page / 400));
  expect(Math.max(...class400) - Math.min(...class400)).toBeGreaterThan(1500);
  const busiest = Math.max(
    ...Array.from({ length: 20 }, (_, slot) => class400.filter((ms) => Math.floor(ms / 100) === slot).length),
  );
  expect(busiest).toBeLessThan(25);
});

test('each attempt waits up to twice as long, up to a bound', () => {
  expect([1, 2, 3, 50].map((attempt) => retryDelayMs(attempt, () => 0))).toEqual([2000, 4000, 5000, 5000]);
});
