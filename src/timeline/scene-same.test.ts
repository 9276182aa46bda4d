import { expect, it } from 'vitest';
import { FakeCapture } from './fake-capture';
import { sceneAt } from './scene';
import { keepSame } from './scene-same';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

it('keeps the scene while only positions differ, and the cables on which nothing happened', () => {
  const capture = new FakeCapture().connect(1, 0).connect(2, 0);
  for (const connection of [1, 2]) capture.unit({ connection, kind: 'text', sender: 'server', at: 1_000 });
  capture.unit({ connection: 2, kind: 'text', sender: 'client', at: 2_000 });
  const timetable = timetableOf(capture);
  const at = (now: number) => sceneAt(timetable, createWarp('real', timetable), now);
  const before = at(1_100);
  expect(keepSame(before, at(1_200))).toBe(before);
  const after = keepSame(before, at(2_000));
  expect(after).not.toBe(before);
  expect(after.cables[0]).toBe(before.cables[0]);
  expect(after.cables[1]).not.toBe(before.cables[1]);
});
