import { expect, it } from 'vitest';
import { frame, Recording } from '../capture/recording/recording';
import { encodeEngineOpen } from '../protocol/encode';
import { clientProgramsOf } from './client-programs';
import { timetableOf } from './timetable';

const TARGET = '/lab/a1/socket.io/?EIO=4&transport=websocket';

function session(recording: Recording, at: number, id: number): Recording {
  return recording
    .call(at - 100, 'io', '', id)
    .open(at, id)
    .handshake(at + 500, { target: TARGET, call: id })
    .server(at + 4_000, frame('text', encodeEngineOpen(`session-${id}`)));
}

it('a connection is of the program whose packets it carries, and before that of the one that has just started', () => {
  const recording = new Recording();
  recording.code(1_000, { end: 'client', kind: 'started', client: 1 });
  session(recording, 10_000, 1);
  session(recording, 900_000, 2);
  const { timelines } = timetableOf(recording.capture);
  const numbers = () => timelines.map((timeline) => clientProgramsOf(recording.capture).numberOf(timeline));
  expect(numbers()).toEqual([1, null]);
  const packets = [{ sid: 'session-2', sender: 'server' as const, ordinal: 1 }];
  recording.code(910_000, { end: 'client', kind: 'listener', client: 4, packets });
  expect(numbers()).toEqual([1, 4]);
});

it('a connection that a page says it has opened is of that page, before any packet', () => {
  const recording = new Recording();
  recording.code(1_000, { end: 'client', kind: 'started', client: 1 });
  recording.capture.addCall({
    id: 1,
    opener: 1,
    at: 9_000,
    end: 'client',
    kind: 'io',
    detail: '',
    client: 3,
  });
  recording.open(10_000, 1).handshake(10_500, { target: TARGET, call: 1 });
  const { timelines } = timetableOf(recording.capture);
  expect(timelines.map((timeline) => clientProgramsOf(recording.capture).numberOf(timeline))).toEqual([3]);
});
