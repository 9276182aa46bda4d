import { describe, expect, it } from 'vitest';
import { measureHttp } from '../parts/http-measures';
import { recorded } from '../parts/testing/recorded';
import { fewestRoundTrips, missingFaster, missingOneConnection, mostSaved } from './goals';

/** A document and its objects, each on the connection that `on` gives it. */
const load = (objects: number, on: (n: number) => number, gapMs = 100) =>
  recorded(
    Array.from({ length: objects + 1 }, (_, n) => ({
      connection: on(n),
      path: n === 0 ? 'page' : `object/${n}`,
      askedMs: n * gapMs,
      answeredMs: n * gapMs + gapMs / 2,
    })),
  );

describe('the goal of one connection', () => {
  it('is met by six objects and their document on the same one', () => {
    expect(missingOneConnection(load(6, () => 1))).toBeNull();
  });

  it('is not met by fewer objects, or when one request went another way', () => {
    expect(missingOneConnection(recorded([]))).toBe('No object has been fetched yet.');
    expect(missingOneConnection(load(5, () => 1))).toBe('One connection, and five objects; the goal is six.');
    expect(missingOneConnection(load(6, (n) => (n === 0 ? 2 : 1)))).toMatch(
      /^This load took two connections, from ports 50002, 50001/,
    );
  });
});

describe('the goal of less time', () => {
  const slow = {
    objects: 6,
    delayMicros: 100_000,
    isNonPersistent: true,
    totalMicros: 2_800_000,
    roundTrips: 14,
  };
  const kept = { ...slow, isNonPersistent: false, roundTrips: 8 };

  it('is met by 40% less, and by nothing less than that', () => {
    expect(missingFaster([slow, { ...kept, totalMicros: 1_680_000 }])).toBeNull();
    expect(missingFaster([slow, { ...kept, totalMicros: 1_682_000 }])).toBe(
      'The time to beat is 2,800 ms; the goal is 1,680 ms or less. Your best took 1,682 ms, 39% less.',
    );
    expect(missingFaster([slow, { ...kept, totalMicros: 2_900_000 }])).toMatch(
      /Your best took 2,900 ms, no less than that\.$/,
    );
  });

  it('has as its record the round trips of a load that meets it', () => {
    const near = { ...kept, delayMicros: 0, totalMicros: 90_000, roundTrips: 3 };
    const few = { ...kept, objects: 1, totalMicros: 600_000, roundTrips: 3 };
    const met = { ...kept, totalMicros: 1_600_000 };
    expect(fewestRoundTrips([slow, near, few, met])).toBe(8);
  });

  it('needs a time to beat, of six objects and from far enough away', () => {
    expect(missingFaster([])).toMatch(/^First set the time to beat/);
    expect(missingFaster([{ ...kept, totalMicros: 600_000 }])).toMatch(/on a kept connection\. First/);
    expect(missingFaster([{ ...slow, delayMicros: 50_000 }])).toMatch(
      /^That was six objects at 50 ms each way\. First/,
    );
    expect(missingFaster([{ ...slow, objects: 5 }])).toMatch(/^That was five objects/);
  });

  it('is not met from nearer, or with other objects', () => {
    const fast = { ...kept, totalMicros: 300_000 };
    expect(missingFaster([slow, { ...fast, delayMicros: 0 }])).toMatch(/No other way has been tried/);
    expect(missingFaster([slow, { ...fast, objects: 3 }])).toMatch(/No other way has been tried/);
    expect(missingFaster([slow, { ...fast, delayMicros: 200_000 }])).toMatch(/No other way has been tried/);
  });
});

describe('what an open connection saves most', () => {
  it('is round trips, even when a busy machine hides it from the clock', () => {
    const each = measureHttp(load(6, (n) => n + 1, 400));
    const kept = measureHttp(load(6, () => 1, 400));
    expect(mostSaved(each, kept)).toBe('round-trips');
    expect(mostSaved(each, null)).toBeNull();
  });
});
