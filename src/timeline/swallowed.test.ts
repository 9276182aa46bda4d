import { expect, it } from 'vitest';
import { createCapture } from '../capture/create-capture';
import { type FeedRecord, NEVER_MICROS, UNIMPAIRED } from '../protocol/feed';
import { sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const open = { type: 'open', seq: 1, connection: 1, atMicros: 0, via: 'raw', isPlain: true } as const;
const ends = { client: { address: '127.0.0.1', port: 5 }, server: { address: '127.0.0.1', port: 6 } };
const chunk = (seq: number, sender: 'client' | 'server', heldMicros: number): FeedRecord => ({
  type: 'chunk',
  seq,
  connection: 1,
  sender,
  atMicros: seq * 10_000,
  offset: 0,
  heldMicros,
  bytes: new TextEncoder().encode('AB'),
});

it('what the lab swallows is on its way to nobody, for a time as if it had not been', () => {
  const capture = createCapture();
  capture.apply([{ ...open, ...ends }, chunk(2, 'client', NEVER_MICROS), chunk(3, 'server', NEVER_MICROS)]);
  const timetable = timetableOf(capture);
  expect(timetable.flights.map(({ isSwallowed }) => isSwallowed)).toEqual([true, true]);
  for (const { sentAt, receivedAt } of timetable.flights) expect(receivedAt - sentAt).toBeLessThan(1000);
  const { cables } = sceneAt(timetable, createWarp('real', timetable), 30_100);
  expect(cables[0]!.capsules.every(({ isSwallowed }) => isSwallowed)).toBe(true);
});

it('on a connection without a protocol each read and each write is a unit on the wire', () => {
  const capture = createCapture();
  capture.apply([{ ...open, ...ends }, chunk(2, 'client', 0), chunk(3, 'server', 0)]);
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
  const capture = createCapture();
  capture.apply([{ ...open, ...ends }, chunk(2, 'client', 0)]);
  const impairment = { type: 'impairment', seq: 3, connection: 1, atMicros: 90_000 } as const;
  capture.apply([{ ...impairment, ...UNIMPAIRED, cut: 'stall' }]);
  const timetable = timetableOf(capture);
  expect(timetable.endAt).toBe(90_000);
  const { cables } = sceneAt(timetable, createWarp('explain', timetable), timetable.endAt);
  expect(cables[0]!.impairment.cut).toBe('stall');
});
