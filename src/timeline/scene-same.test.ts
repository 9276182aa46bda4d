import { expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
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

it('draws a unit anew whose fault comes after it was drawn', () => {
  const recording = new Recording()
    .open(0)
    .handshake(0, { target: '/socket.io/?EIO=4&transport=websocket&sid=a' })
    // The packet is complete only with its attachment, in another frame: then its placeholder turns out to be wrong.
    .server(3_000, frame('text', '451-["a",{"_placeholder":true,"num":5}]'));
  const { capture } = recording;
  const timetable = timetableOf(capture);
  const at = (now: number) => sceneAt(timetable, createWarp('real', timetable), now);
  const before = at(3_500);
  expect(keepSame(before, at(3_500))).toBe(before);
  const fault = () => capture.decoder.units.find(({ layer }) => layer === 'socket.io')?.fault?.message;
  expect(fault()).toBeUndefined();
  recording.server(4_000, frame('binary', 'data'));
  timetableOf(capture);
  expect(fault()).toMatch(/does not exist/);
  const after = keepSame(before, at(3_500));
  expect(after.cables[0]).not.toBe(before.cables[0]);
});
