import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ModelEvent, type ModelSetting, readBeforeRepair, stateAt } from './model';
import { simulate } from './simulate';

const FOUR = ['AB', 'CD', 'EF', 'GH'];
const still = { loss: 0, reorder: 0, seed: 1 };
const only = <Kind extends ModelEvent['kind']>(events: readonly ModelEvent[], kind: Kind) =>
  events.filter((event): event is Extract<ModelEvent, { kind: Kind }> => event.kind === kind);
const again = (events: readonly ModelEvent[]) =>
  only(events, 'sent').flatMap(({ packet }) =>
    packet.kind === 'data' && packet.why !== 'first' ? [packet] : [],
  );

const anySetting: fc.Arbitrary<ModelSetting> = fc.record({
  segments: fc.array(fc.string({ minLength: 1, maxLength: 4, unit: 'grapheme-ascii' }), { maxLength: 10 }),
  loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
  reorder: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer(),
  lost: fc.subarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  late: fc.subarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
});

describe('whatever is lost or overtaken', () => {
  it('the application reads exactly the bytes that were sent, in order and without a hole', () => {
    fc.assert(
      fc.property(anySetting, (setting) => {
        const sent = setting.segments.join('');
        const run = simulate(setting);
        let before = '';
        for (const { read } of run.states) {
          expect(read.startsWith(before)).toBe(true);
          expect(sent.startsWith(read)).toBe(true);
          before = read;
        }
        expect(before).toBe(sent);
        expect(
          only(run.events, 'read')
            .map(({ text }) => text)
            .join(''),
        ).toBe(sent);
      }),
    );
  });

  it('acknowledgements never decrease, and none covers a byte that did not arrive', () => {
    fc.assert(
      fc.property(anySetting, (setting) => {
        const { events, states } = simulate(setting);
        const acks = only(events, 'sent').flatMap(({ packet }) =>
          packet.kind === 'ack' ? [packet.ack] : [],
        );
        expect(acks).toEqual([...acks].sort((a, b) => a - b));
        const una = states.map((state) => state.una);
        expect(una).toEqual([...una].sort((a, b) => a - b));
        for (const state of states) {
          expect(state.una).toBeLessThanOrEqual(state.expected);
          expect(state.expected).toBeLessThanOrEqual(state.next);
          expect(state.expected).toBeGreaterThan(state.read.length);
        }
      }),
    );
  });

  it('held bytes lie after a hole, and are those that were sent there', () => {
    fc.assert(
      fc.property(anySetting, (setting) => {
        const sent = setting.segments.join('');
        for (const { held, expected } of simulate(setting).states) {
          for (const { seq, text } of held) {
            expect(seq).toBeGreaterThan(expected);
            expect(sent.slice(seq - 1, seq - 1 + text.length)).toBe(text);
          }
        }
      }),
    );
  });

  it('the same seed gives the same run, and time never goes back', () => {
    fc.assert(
      fc.property(anySetting, (setting) => {
        const run = simulate(setting);
        expect(simulate({ ...setting })).toEqual(run);
        const times = run.events.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(stateAt(run, run.endsAt)).toEqual(run.states.at(-1) ?? stateAt(run, 0));
      }),
    );
  });

  it('all that was sent is acknowledged in the end', () => {
    fc.assert(
      fc.property(anySetting, (setting) => {
        const last = simulate(setting).states.at(-1);
        if (last) expect(last.una).toBe(last.next);
      }),
    );
  });
});

describe('a run without loss', () => {
  it('reads each segment as it arrives, and resends nothing', () => {
    const { events, states } = simulate({ ...still, segments: FOUR });
    expect(only(events, 'read').map(({ text }) => text)).toEqual(FOUR);
    expect(again(events)).toEqual([]);
    expect(states.at(-1)).toEqual({ una: 9, next: 9, expected: 9, held: [], read: 'ABCDEFGH' });
  });
});

describe('segment 2 of 4 lost', () => {
  const run = simulate({ ...still, segments: FOUR, lost: [2] });

  it('lets the application read only segment 1 until segment 2 is sent again', () => {
    const before = readBeforeRepair(run)!;
    expect(before.read).toBe('AB');
    expect(stateAt(run, before.at - 1)).toMatchObject({
      expected: 3,
      held: [
        { seq: 5, text: 'EF' },
        { seq: 7, text: 'GH' },
      ],
    });
  });

  it('is repaired by a timeout, since only two duplicate acknowledgements come', () => {
    const acks = only(run.events, 'ack arrived').filter(({ effect }) => effect === 'duplicate');
    expect(acks.map(({ packet, duplicates }) => [packet.ack, duplicates])).toEqual([
      [3, 1],
      [3, 2],
    ]);
    // The first acknowledgement, 80 ms after the start, restarted the timer (RFC 6298 §5.3).
    expect(only(run.events, 'timeout')).toMatchObject([{ at: 1080, number: 2, waitedMs: 1000 }]);
    expect(again(run.events)).toMatchObject([{ seq: 3, text: 'CD', why: 'timeout' }]);
  });

  it('holds what comes after the hole, and says so', () => {
    const effects = only(run.events, 'segment arrived').map(({ effect }) => effect);
    expect(effects).toEqual(['in order', 'held', 'held', 'in order']);
  });

  it('gives the application all the rest at once', () => {
    expect(only(run.events, 'read').map(({ text }) => text)).toEqual(['AB', 'CDEFGH']);
  });
});

describe('a loss with many segments after it', () => {
  it('is repaired after the third duplicate acknowledgement, long before the timeout', () => {
    const { events, endsAt } = simulate({ ...still, segments: [...FOUR, 'IJ', 'KL'], lost: [2] });
    expect(again(events)).toMatchObject([{ number: 2, why: 'fast' }]);
    expect(only(events, 'timeout')).toEqual([]);
    expect(endsAt).toBeLessThan(300);
  });

  it('repairs a second loss at the acknowledgement of the first repair', () => {
    const { events } = simulate({ ...still, segments: [...FOUR, 'IJ', 'KL', 'MN'], lost: [2, 4] });
    expect(again(events).map(({ number, why }) => [number, why])).toEqual([
      [2, 'fast'],
      [4, 'partial'],
    ]);
  });
});

describe('an overtaken segment', () => {
  it('makes the next ones wait, and nothing is resent', () => {
    const run = simulate({ ...still, segments: FOUR, late: [2] });
    expect(only(run.events, 'segment arrived').map(({ packet }) => packet.number)[1]).not.toBe(2);
    expect(again(run.events)).toEqual([]);
    expect(
      only(run.events, 'read')
        .map(({ text }) => text)
        .join(''),
    ).toBe('ABCDEFGH');
    expect(only(run.events, 'read').length).toBeLessThan(4);
  });
});

describe('a timeout', () => {
  it('doubles the time until the next one', () => {
    const runs = Array.from({ length: 200 }, (_, seed) =>
      simulate({ segments: ['A'], loss: 0.5, reorder: 0, seed }),
    );
    const waits = runs.map(({ events }) => only(events, 'timeout').map(({ waitedMs }) => waitedMs));
    const longest = waits.sort((a, b) => b.length - a.length)[0]!;
    expect(longest.slice(0, 3)).toEqual([1000, 2000, 4000]);
  });
});

it('rejects settings that it cannot simulate', () => {
  expect(() => simulate({ ...still, segments: Array(11).fill('A') })).toThrow(/at most 10/);
  expect(() => simulate({ ...still, segments: [''] })).toThrow(RangeError);
  expect(() => simulate({ ...still, segments: ['A'], loss: 0.9 })).toThrow(/0.9/);
});
