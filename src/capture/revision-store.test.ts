import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Drawn, EVERY_CHANGE, type Pace, ROWS, revisionStore, SENTENCES } from './revision-store';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A count, and what a store at this pace reports of it. */
function counting(pace: Pace) {
  const listeners = new Set<() => void>();
  let count = 0;
  const source = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const store = revisionStore(() => [count], pace, [source]);
  const reported: (number | undefined)[] = [];
  const stop = store.subscribe(() => reported.push(store.get()[0]));
  const change = (by = 1) => {
    count += by;
    for (const listener of listeners) listener();
  };
  /** A change every 10 ms. */
  const flood = (changes: number) => {
    for (let nth = 0; nth < changes; nth++) {
      vi.advanceTimersByTime(10);
      change();
    }
  };
  return { store, reported, stop, change, flood, listeners };
}

describe('at the pace of sentences', () => {
  it('reports the first change at once, then two a second in a flood, and the last one too', () => {
    const { reported, stop, change, flood, listeners } = counting(SENTENCES);
    change();
    expect(reported).toEqual([1]);
    flood(100);
    expect(reported.length).toBeLessThanOrEqual(3);
    vi.advanceTimersByTime(1000);
    expect(reported.at(-1)).toBe(101);
    expect(vi.getTimerCount()).toBe(0);
    change();
    expect(reported.at(-1)).toBe(102);
    change();
    expect(vi.getTimerCount()).toBe(1);
    stop();
    expect([vi.getTimerCount(), listeners.size]).toEqual([0, 0]);
    change();
    expect(reported.at(-1)).toBe(102);
  });
});

describe('at the pace of rows', () => {
  it('reports each change at once while a reader can follow', () => {
    const { reported, change } = counting(ROWS);
    for (let nth = 1; nth <= 100; nth++) {
      vi.advanceTimersByTime(20);
      change();
      expect(reported.at(-1)).toBe(nth);
    }
  });

  it('reports a burst four times a second, and in the end all of it', () => {
    const { reported, change } = counting(ROWS);
    for (let nth = 0; nth < 200; nth++) {
      vi.advanceTimersByTime(10);
      change(100);
    }
    expect(reported.length).toBeGreaterThanOrEqual(7);
    expect(reported.length).toBeLessThanOrEqual(9);
    vi.advanceTimersByTime(250);
    expect(reported.at(-1)).toBe(20_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('without a pace', () => {
  it('reports every change at once, and nothing when nothing has changed', () => {
    const { reported, change, flood } = counting(EVERY_CHANGE);
    change(0);
    flood(5);
    change(1000);
    change(1);
    expect(reported).toEqual([1, 2, 3, 4, 5, 1005, 1006]);
  });

  it('reports what changed before anybody listened', () => {
    let drawn = 1;
    const store = revisionStore(() => [drawn], EVERY_CHANGE, []);
    drawn = 2;
    const reported: Drawn[] = [];
    expect(store.get()).toEqual([1]);
    store.subscribe(() => reported.push(store.get()))();
    expect(reported).toEqual([[2]]);
  });

  it('reports two numbers that change in opposite directions', () => {
    let drawn = [5, 5];
    let look = () => {};
    const store = revisionStore(() => drawn, EVERY_CHANGE, [
      (listener) => {
        look = listener;
        return () => {};
      },
    ]);
    const reported: Drawn[] = [];
    store.subscribe(() => reported.push(store.get()));
    drawn = [6, 4];
    look();
    expect(reported).toEqual([[6, 4]]);
  });
});

describe('a view that is drawn between two reports', () => {
  it('is drawn again when the second report finds what the first one did', () => {
    const { store, reported, stop, change } = counting(EVERY_CHANGE);
    change();
    // It falls to 0 and rises again before anybody is told, and the view is drawn in between.
    store.drew([0]);
    change(0);
    expect(reported).toEqual([1, 1]);
    stop();
  });

  it('is not drawn again for what it shows', () => {
    const { store, reported, stop, change } = counting(EVERY_CHANGE);
    change();
    store.drew([1]);
    change(0);
    expect(reported).toEqual([1]);
    stop();
  });
});
