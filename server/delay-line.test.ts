import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nowMicros } from './clock';
import { DelayLine } from './delay-line';

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
    }),
);
afterEach(() => void vi.useRealTimers());

const budget = (maxBytes = 1e6) => ({ maxBytes, usedBytes: 0 });
const inMs = (ms: number) => nowMicros() + ms * 1000;

describe('a delay line', () => {
  test('lets nothing out before it is due, nor before what went in first', () => {
    const schedule = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 50 })));
    const run = fc.property(schedule, (things) => {
      const out: { thing: number; atMicros: number }[] = [];
      const line = new DelayLine<number>(1e9, budget(1e9), (thing) => {
        out.push({ thing, atMicros: nowMicros() });
        return true;
      });
      const dues = things.map(([pauseMs, delayMs], thing) => {
        vi.advanceTimersByTime(pauseMs);
        const due = inMs(delayMs);
        line.add(thing, 1, due);
        return due;
      });
      vi.runAllTimers();
      expect(out.map(({ thing }) => thing)).toEqual(things.map((_, thing) => thing));
      let earliest = 0;
      for (const [thing, { atMicros }] of out.entries()) {
        earliest = Math.max(earliest, dues[thing]!);
        expect(atMicros).toBeGreaterThanOrEqual(earliest);
        // A timer's resolution is a millisecond, and this test's clock advances by one for each thing.
        expect(atMicros - earliest).toBeLessThanOrEqual(1000 * (thing + 1));
      }
      expect(vi.getTimerCount()).toBe(0);
    });
    fc.assert(run);
  });

  test('stops when its receiver wants no more, and continues when asked, even from within', () => {
    const out: string[] = [];
    const line = new DelayLine<string>(1e6, budget(), (thing) => {
      out.push(thing);
      if (thing === 'b') line.resume();
      return false;
    });
    for (const thing of ['a', 'b', 'c', 'd']) line.add(thing, 1, inMs(5));
    vi.advanceTimersByTime(100);
    expect(out).toEqual(['a']);
    line.resume();
    vi.runAllTimers();
    expect(out).toEqual(['a', 'b', 'c']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is full at its own bound and at that of all lines, but never when it is empty', () => {
    const all = budget(5000);
    const [one, two] = [1, 2].map(() => new DelayLine<string>(3000, all, () => true));
    one!.add('x', 3000, inMs(5));
    expect([one!.isFull, two!.isFull]).toEqual([true, false]);
    two!.add('y', 2000, inMs(5));
    expect([one!.isFull, two!.isFull]).toEqual([true, true]);
    vi.runAllTimers();
    expect([one!.isFull, two!.isFull]).toEqual([false, false]);
    expect(all.usedBytes).toBe(0);
  });

  test('leaves no timer and no bytes behind when it is cleared, and takes nothing more', () => {
    const all = budget();
    const out: string[] = [];
    const line = new DelayLine<string>(1e6, all, (thing) => out.push(thing) > 0);
    line.add('x', 100, inMs(5));
    line.clear();
    line.add('y', 100, inMs(5));
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
    expect(all.usedBytes).toBe(0);
    expect(out).toEqual([]);
  });
});
