import { describe, expect, it } from 'vitest';
import { FakeCapture } from './fake-capture';
import type { Speed } from './playback';
import { type Cable, MAX_CAPSULES, sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

/** Text frames of the server, one every `everyMicros`. */
function flood(frames: number, everyMicros: number): FakeCapture {
  const capture = new FakeCapture().connect(1, 1_000);
  for (let i = 0; i < frames; i++) {
    capture.unit({ kind: 'text', sender: 'server', at: 1_000_000 + i * everyMicros, label: `text ${i}` });
  }
  return capture;
}

/** The cable at every one of `steps` instants of the whole story. */
function watched(capture: FakeCapture, speed: Speed, most = MAX_CAPSULES, steps = 400): Cable[] {
  const timetable = timetableOf(capture);
  const warp = createWarp(speed, timetable);
  const [from, to] = [warp.toStage(990_000), warp.toStage(timetable.endAt) + 1_000];
  return Array.from(
    { length: steps },
    (_, i) => sceneAt(timetable, warp, warp.toCapture(from + ((to - from) * i) / steps), most).cables[0]!,
  );
}

const countOf = ({ capsules, more }: Cable) =>
  capsules.reduce((sum, { count }) => sum + count, 0) + more.server + more.client;

describe('a burst', () => {
  it.each<[Speed, number]>([
    ['real', 7],
    ['real', 2],
    ['half', 4],
    ['tenth', 7],
    ['explain', 7],
    ['explain', 2],
  ])('at speed %s, with room for %d, shows hardly more, and each unit once and in order', (speed, most) => {
    for (const cable of watched(flood(1_500, 1_000), speed, most)) {
      expect(cable.capsules.length).toBeLessThanOrEqual(most + 2);
      const flights = cable.capsules.map(({ flight }) => flight);
      expect(flights).toEqual(flights.toSorted((a, b) => a - b));
      cable.capsules.forEach(({ flight, count }, i) => {
        const next = cable.capsules[i + 1]?.flight ?? cable.frames;
        expect(flight + count).toBe(next);
      });
      expect(countOf(cable)).toBeLessThanOrEqual(cable.frames);
    }
  });

  it('keeps together what travels together, for as long as it is seen', () => {
    const before = new Map<number, number>();
    const firsts = new Set<number>();
    for (const { capsules } of watched(flood(1_500, 1_000), 'explain')) {
      for (const { flight, count } of capsules) {
        expect(count).toBeGreaterThanOrEqual(before.get(flight) ?? 0);
        before.set(flight, count);
        firsts.add(flight);
      }
    }
    // Every unit is in one capsule, the same one at every instant.
    expect([...firsts].reduce((sum, flight) => sum + before.get(flight)!, 0)).toBe(1_500);
  });
});

it.each<Speed>(['real', 'explain'])(
  'lets a few units stand apart, however close they follow (%s)',
  (speed) => {
    for (const { capsules } of watched(flood(5, 200), speed)) {
      expect(capsules.every(({ count }) => count === 1)).toBe(true);
    }
  },
);

it('does not let frames travel with the HTTP messages before them', () => {
  const capture = new FakeCapture()
    .connect(1, 1_000)
    .unit({ kind: 'request', sender: 'client', at: 10_000 })
    .unit({ kind: 'response', sender: 'server', at: 10_100, switches: true });
  for (let i = 0; i < 300; i++) capture.unit({ kind: 'text', sender: 'server', at: 10_200 + i * 100 });
  const seen = watched(capture, 'real').flatMap(({ capsules }) => capsules);
  expect(seen.find(({ unit }) => unit.layer === 'http' && unit.sender === 'server')?.count).toBe(1);
});
