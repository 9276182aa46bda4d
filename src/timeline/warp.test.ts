import { describe, expect, it } from 'vitest';
import { FakeCapture } from './fake-capture';
import { timetableOf } from './timetable';
import { createWarp, FOLD_MS, READING_MS } from './warp';

function capture(...sentAt: number[]): FakeCapture {
  const made = new FakeCapture().connect(1, 0);
  for (const at of sentAt) made.unit({ kind: 'text', sender: 'server', at });
  return made;
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
    expect(warp.landOf(999) - warp.leaveOf(0)).toBeLessThan(20_000);
  });

  it.each([1_000, 5_000])('keeps up with thousands of units that follow each other after %d µs', (gap) => {
    const timetable = timetableOf(capture(...Array.from({ length: 4000 }, (_, i) => 1_000 + i * gap)));
    const warp = createWarp('explain', timetable);
    expect(warp.landOf(3_999) - warp.leaveOf(0)).toBeLessThan(4 * gap + 45_000);
  });

  it('gives the same map whether the capture came at once or bit by bit', () => {
    const sentAt = Array.from({ length: 300 }, (_, i) => i * 40_000 + (i % 7) * 11_000);
    const slow = new FakeCapture().connect(1, 0);
    const warp = createWarp('explain', timetableOf(slow));
    for (const at of sentAt) {
      slow.unit({ kind: 'text', sender: 'server', at });
      timetableOf(slow);
      warp.toStage(at);
    }
    const whole = createWarp('explain', timetableOf(capture(...sentAt)));
    for (let i = 0; i < sentAt.length; i++) expect(warp.landOf(i)).toBe(whole.landOf(i));
  });
});
