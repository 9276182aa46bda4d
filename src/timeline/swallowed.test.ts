import { expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { NEVER_MICROS } from '../protocol/feed';
import { sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const opened = () => new Recording().open(0, 1, { via: 'raw', isPlain: true });

it('what the lab swallows is on its way to nobody, for a time as if it had not been', () => {
  const { capture } = opened().client(20_000, 'AB', NEVER_MICROS).server(30_000, 'AB', NEVER_MICROS);
  const timetable = timetableOf(capture);
  expect(timetable.flights.map(({ isSwallowed }) => isSwallowed)).toEqual([true, true]);
  for (const [i, leave] of timetable.leaveAt.entries())
    expect(timetable.landAt[i]! - leave).toBeLessThan(1000);
  const { cables } = sceneAt(timetable, createWarp('real', timetable), 30_100);
  expect(cables[0]!.capsules.every(({ isSwallowed }) => isSwallowed)).toBe(true);
});

it('on a connection without a protocol each read and each write is a unit on the wire', () => {
  const { capture } = opened().client(20_000, 'AB').server(30_000, 'AB');
  const { units } = capture.decoder;
  expect(units.map(({ layer, kind, sender }) => [layer, kind, sender])).toEqual([
    ['tcp', 'bytes', 'client'],
    ['tcp', 'bytes', 'server'],
  ]);
  expect(units.map((unit) => capture.decoder.labelOf(unit))).toEqual(['read “AB”', 'write “AB”']);
  expect(timetableOf(capture).flights).toHaveLength(2);
  expect(capture.decoder.connection(1)?.protocol).toBe('plain');
  expect(capture.connection(1)?.isPlain).toBe(true);
});

it('what the lab does to a silent connection is a moment of its own, so that the stage comes to it', () => {
  const { capture } = opened().client(20_000, 'AB').impair(90_000, { cut: 'stall' });
  const timetable = timetableOf(capture);
  expect(timetable.endAt).toBe(90_000);
  const { cables } = sceneAt(timetable, createWarp('explain', timetable), timetable.endAt);
  expect(cables[0]!.impairment.cut).toBe('stall');
});
