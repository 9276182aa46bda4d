import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pacedRevision } from './paced-revision';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function changing() {
  const listeners = new Set<() => void>();
  return {
    revision: 0,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change() {
      this.revision++;
      for (const listener of listeners) listener();
    },
  };
}

it('tells the first change at once, and of a flood two a second, the last one too', () => {
  const capture = changing();
  const store = pacedRevision({
    get revision() {
      return capture.revision;
    },
    subscribe: (listener) => {
      const stop = capture.subscribe(listener);
      return () => void stop();
    },
  });
  const told: number[] = [];
  const stop = store.subscribe(() => told.push(store.get()));
  capture.change();
  expect(told).toEqual([1]);
  for (let nth = 0; nth < 100; nth++) {
    vi.advanceTimersByTime(10);
    capture.change();
  }
  expect(told.length).toBeLessThanOrEqual(3);
  vi.advanceTimersByTime(1000);
  expect(told.at(-1)).toBe(101);
  expect(vi.getTimerCount()).toBe(0);
  capture.change();
  expect(told.at(-1)).toBe(102);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  capture.change();
  expect(told.at(-1)).toBe(102);
});
