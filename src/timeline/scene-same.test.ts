import { expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { sceneAt } from './scene';
import { keepSame } from './scene-same';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

it('keeps the scene while only positions differ, and the cables on which nothing happened', () => {
  const recording = new Recording();
  for (const connection of [1, 2]) recording.open(0, connection, { isPlain: true }).server(1_000, 'Hello');
  const { capture } = recording.on(2).client(2_000, 'Hello');
  const timetable = timetableOf(capture);
  const at = (now: number) => sceneAt(timetable, createWarp('real', timetable), now);
  const before = at(1_100);
  expect(keepSame(before, at(1_200))).toBe(before);
  const after = keepSame(before, at(2_000));
  expect(after).not.toBe(before);
  expect(after.cables[0]).toBe(before.cables[0]);
  expect(after.cables[1]).not.toBe(before.cables[1]);
});
