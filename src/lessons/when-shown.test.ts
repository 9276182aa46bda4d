import { expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { createPlayback } from '../timeline/create-playback';
import { allTraffic } from './traffic';
import { whenShown } from './when-shown';

/** A handshake, one frame each way, and the end of the connection; the stage stands before all of it. */
function stopped() {
  const recording = new Recording();
  const playback = createPlayback(recording.capture, () => 0, { frames: { start() {}, stop() {} } });
  recording.open(1_000).handshake(2_000);
  recording.client(10_000, frame('text', 'Hello')).server(12_000, frame('text', 'Hello'));
  playback.pause();
  playback.seek(0);
  const { timetable } = playback;
  const landing = () => Math.max(...timetable.landAt);
  return { recording, playback, landing };
}

/** Whether it has told. */
function waiting({ recording, playback }: ReturnType<typeof stopped>) {
  const state = { isTold: false };
  whenShown(playback, allTraffic(recording.capture), () => {
    state.isTold = true;
  });
  return state;
}

it('tells when the last unit has landed at the playhead and not before, paused or not', () => {
  const stage = stopped();
  const state = waiting(stage);
  expect(state.isTold).toBe(false);
  stage.playback.seek(stage.landing() - 1);
  expect(state.isTold).toBe(false);
  stage.playback.seek(stage.landing());
  expect(state.isTold).toBe(true);
});

it('waits for the end of a connection, too', () => {
  const stage = stopped();
  stage.recording.end(40_000, 'server', 'closed');
  const state = waiting(stage);
  stage.playback.seek(stage.landing());
  expect(state.isTold).toBe(false);
  stage.playback.seek(40_000);
  expect(state.isTold).toBe(true);
});

it('knows what was shown once, after the playhead has gone back', () => {
  const stage = stopped();
  waiting(stage);
  stage.playback.seek(stage.landing());
  stage.playback.seek(0);
  expect(waiting(stage).isTold).toBe(true);
});

it('waits only for what there is when it is asked', () => {
  const stage = stopped();
  const state = waiting(stage);
  const landing = stage.landing();
  stage.recording.server(500_000, frame('text', 'later'));
  stage.playback.seek(landing);
  expect(state.isTold).toBe(true);
});
