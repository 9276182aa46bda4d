import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Slots } from './slots';

describe('slots', () => {
  test('what stays in view keeps its slot, what comes takes over that of what went', () => {
    const slots = new Slots();
    expect(slots.assign([10, 11, 12])).toEqual([0, 1, 2]);
    expect(slots.assign([11, 12, 13])).toEqual([1, 2, 0]);
    expect(slots.assign([50, 51])).toEqual([0, 1]);
    expect(slots.assign([50, 60, 61, 62])).toEqual([0, 1, 2, 3]);
  });

  test('no two have the same slot, and there are no more than were in view together', () => {
    const views = fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 12 }), { maxLength: 20 });
    fc.assert(
      fc.property(views, (all) => {
        const slots = new Slots();
        let most = 0;
        let before = new Map<number, number>();
        for (const view of all) {
          most = Math.max(most, view.length);
          const given = slots.assign(view);
          expect(new Set(given).size).toBe(view.length);
          expect(given.every((slot) => slot >= 0 && slot < most)).toBe(true);
          const now = new Map(view.map((thing, i) => [thing, given[i]!]));
          for (const [thing, slot] of now) if (before.has(thing)) expect(slot).toBe(before.get(thing));
          before = now;
        }
      }),
    );
  });
});
