import { describe, expect, it } from 'vitest';
import type { Capture } from '../capture/capture';
import { Recording } from '../capture/recording/recording';
import { timetableOf } from './timetable';
import { createWarp, FOLD_MS, READING_MS, TOLD_MS } from './warp';

/** Writes of a server without a protocol. */
function capture(...sentAt: number[]): Capture {
  const recording = new Recording().open(0, 1, { isPlain: true });
  for (const at of sentAt) recording.server(at, 'Hello');
  return recording.capture;
}

describe('real time, half and tenth', () => {
  it.each([
    ['real', 5],
    ['half', 10],
    ['tenth', 50],
  ] as const)('%s: 5 ms of the wire take %d ms of watching', (speed, watched) => {
    const warp = createWarp(speed, timetableOf(capture(0)));
    expect(warp.toStage(5_000)).toBeCloseTo(watched);
    expect(warp.toCapture(warp.toStage(5_000))).toBeCloseTo(5_000);
  });
});

describe('explain', () => {
  it('gives every flight time to be read, also in a burst', () => {
    const timetable = timetableOf(capture(1_000, 5_000, 5_000, 5_000, 5_100, 900_000));
    const warp = createWarp('explain', timetable);
    for (let i = 0; i < timetable.flights.length; i++) {
      expect(warp.landOf(i) - warp.leaveOf(i)).toBeGreaterThanOrEqual(READING_MS);
    }
  });

  it.each([
    [1, 20],
    [10, 20],
    [10, 95_000],
  ])('shows %d frames each way pass each other, the server’s %d µs later', (messages, later) => {
    const recording = new Recording().open(0, 1, { isPlain: true }).impair(1, { delayMs: 100 });
    for (let n = 0; n < messages; n++) recording.client(100_000 + n, 'Hello', 100_000);
    for (let n = 0; n < messages; n++) recording.server(200_000 + later + n, 'Hello', 100_000);
    const timetable = timetableOf(recording.capture);
    const warp = createWarp('explain', timetable);
    const of = (sender: string) =>
      timetable.flights.flatMap(({ unit }, flight) => (unit.sender === sender ? [flight] : []));
    const [client, server] = [of('client'), of('server')];
    expect([client.length, server.length]).toEqual([messages, messages]);
    const isBetween = (flight: number, stage: number) => {
      const flown = (stage - warp.leaveOf(flight)) / (warp.landOf(flight) - warp.leaveOf(flight));
      return flown > 0.1 && flown < 0.9;
    };
    let togetherMs = 0;
    for (let stage = 0; stage < warp.toStage(timetable.endAt); stage += 10) {
      const isOnTheWay = (flight: number) => isBetween(flight, stage);
      if (client.some(isOnTheWay) && server.some(isOnTheWay)) togetherMs += 10;
    }
    expect(togetherMs).toBeGreaterThan(300);
  });

  it('folds silence', () => {
    const warp = createWarp('explain', timetableOf(capture(1_000, 3_600_000_000)));
    expect(warp.leaveOf(1) - warp.landOf(0)).toBeLessThanOrEqual(FOLD_MS);
  });

  it('is monotone, and back again is where one came from', () => {
    const timetable = timetableOf(capture(1_000, 5_000, 5_000, 5_000, 5_100, 900_000, 905_000));
    const warp = createWarp('explain', timetable);
    let before = Number.NEGATIVE_INFINITY;
    for (let at = -10_000; at < 1_000_000; at += 97) {
      const stage = warp.toStage(at);
      expect(stage).toBeGreaterThanOrEqual(before);
      expect(warp.toCapture(stage)).toBeCloseTo(at, 0);
      before = stage;
    }
  });

  it('shows a thousand units of one burst in seconds, in order', () => {
    const timetable = timetableOf(capture(...Array.from({ length: 1000 }, (_, i) => 1_000 + i)));
    const warp = createWarp('explain', timetable);
    for (let i = 1; i < 1000; i++) expect(warp.leaveOf(i)).toBeGreaterThan(warp.leaveOf(i - 1));
    expect(warp.landOf(999) - warp.leaveOf(0)).toBeLessThanOrEqual(TOLD_MS + 1);
  });

  it('tells what the wire did in an instant in a few seconds, one after the other, however much it was', () => {
    const timetable = timetableOf(capture(...Array.from({ length: 60 }, (_, i) => 1_000 + i * 2_000)));
    const warp = createWarp('explain', timetable);
    expect(warp.landOf(59) - warp.leaveOf(0)).toBeLessThanOrEqual(TOLD_MS + 1);
    for (let i = 1; i < 60; i++) expect(warp.leaveOf(i)).toBeGreaterThan(warp.landOf(i - 1));
  });

  it('does not fall behind what goes on and on', () => {
    const everyMicros = 400_000;
    const timetable = timetableOf(capture(...Array.from({ length: 200 }, (_, i) => 1_000 + i * everyMicros)));
    const warp = createWarp('explain', timetable);
    for (let i = 0; i < 200; i++) {
      expect(warp.landOf(i) - warp.leaveOf(0)).toBeLessThan((i * everyMicros) / 1000 + TOLD_MS);
    }
  });

  it('gives what comes after a rest its full time again', () => {
    const burst = Array.from({ length: 60 }, (_, i) => 1_000 + i * 2_000);
    const timetable = timetableOf(capture(...burst, 9_000_000));
    const warp = createWarp('explain', timetable);
    expect(warp.landOf(60) - warp.leaveOf(60)).toBeGreaterThanOrEqual(READING_MS);
  });

  it.each([1_000, 5_000])('keeps up with thousands of units that follow each other after %d µs', (gap) => {
    const timetable = timetableOf(capture(...Array.from({ length: 4000 }, (_, i) => 1_000 + i * gap)));
    const warp = createWarp('explain', timetable);
    expect(warp.landOf(3_999) - warp.leaveOf(0)).toBeLessThanOrEqual(Math.max(TOLD_MS, 4 * gap) + 1);
  });

  it('gives the same map whether the capture came at once or bit by bit', () => {
    const sentAt = Array.from({ length: 300 }, (_, i) => i * 40_000 + (i % 7) * 11_000);
    const slow = new Recording().open(0, 1, { isPlain: true });
    const warp = createWarp('explain', timetableOf(slow.capture));
    for (const at of sentAt) {
      slow.server(at, 'Hello');
      timetableOf(slow.capture);
      warp.toStage(at);
    }
    const whole = createWarp('explain', timetableOf(capture(...sentAt)));
    for (let i = 0; i < sentAt.length; i++) expect(warp.landOf(i)).toBe(whole.landOf(i));
  });
});
