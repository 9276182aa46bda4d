import { expect, it } from 'vitest';
import { Recording } from '../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../protocol/encode';
import { sceneAt } from './scene';
import { timetableOf } from './timetable';
import { createWarp } from './warp';

const REQUEST = encodeRequest('GET /page');
const RESPONSE = encodeResponse('200 OK', 'ok');

function cableAt({ capture }: Recording, now: number) {
  const timetable = timetableOf(capture);
  return sceneAt(timetable, createWarp('real', timetable), now).cables[0]!;
}

const exchanges = () =>
  new Recording()
    .open(1_000)
    .client(10_000, REQUEST.slice(0, 9))
    .client(20_000, REQUEST.slice(9))
    .server(5_000_000, RESPONSE.slice(0, 9))
    .server(5_010_000, RESPONSE.slice(9))
    .client(9_000_000, REQUEST)
    .client(9_001_000, REQUEST)
    .client(9_002_000, REQUEST)
    .server(9_500_000, RESPONSE);

it.each([
  [1_500, undefined, undefined, undefined],
  [15_000, 'request', 0, 0],
  [20_000, 'waiting', 0, 0],
  [4_999_999, 'waiting', 0, 0],
  [5_005_000, 'answer', 0, 1],
  [6_000_000, 'idle', 0, 1],
  [9_100_000, 'waiting', 2, 1],
  [9_500_100, 'answer', 2, 2],
  [9_600_000, 'waiting', 1, 2],
])('at %d µs: %s, %s requests wait behind it, %s answers', (now, state, queued, answers) => {
  const { turn } = cableAt(exchanges(), now);
  expect([turn?.state, turn?.queued, turn?.answers]).toEqual([state, queued, answers]);
});

it('says since when the server has held its answer', () => {
  expect(cableAt(exchanges(), 4_000_000).turn?.since).toBe(20_000);
});

it('has an answer under way for as long as its end has not come', () => {
  const begun = new Recording().open(0).client(1_000, REQUEST).server(2_000, RESPONSE.slice(0, -1));
  expect(cableAt(begun, 60_000_000).turn?.state).toBe('answer');
});

it.each([
  [2_500, 'waiting', 0],
  [60_000, 'waiting', 0],
  [70_100, 'answer', 1],
  [80_000, 'idle', 1],
])(
  'does not take an interim response for the answer (RFC 9110 §15.2): at %d µs %s',
  (now, state, answers) => {
    const recording = new Recording()
      .open(0)
      .client(1_000, REQUEST)
      .server(2_000, encodeResponse('103 Early Hints'))
      .server(3_000, encodeResponse('100 Continue'))
      .server(70_000, RESPONSE);
    const { turn } = cableAt(recording, now);
    expect([turn?.state, turn?.answers, turn?.queued]).toEqual([state, answers, 0]);
  },
);

it('knows the side that has ended its direction, until the other has too', () => {
  const recording = exchanges().end(9_700_000, 'client', 'fin').end(9_900_000, 'server', 'closed');
  const seen = [9_699_999, 9_700_000, 9_900_000].map((now) => cableAt(recording, now));
  expect(seen.map(({ halfClosed }) => halfClosed)).toEqual([null, 'client', null]);
  expect(seen.map(({ phase }) => phase)).toEqual(['turns', 'turns', 'ended']);
});

it('makes a flight longer by what the lab held, at the end of a client’s and the beginning of a server’s', () => {
  const recording = new Recording()
    .open(0, 1, { isPlain: true })
    .impair(500, { delayMs: 80 })
    .client(1_000_000, 'Hello', 80_000)
    .server(2_000_000, 'Hello', 80_000);
  const { landAt, leaveAt } = timetableOf(recording.capture);
  expect(landAt[0]).toBe(1_080_000);
  expect(leaveAt[1]).toBe(1_920_000);
  const before = cableAt(recording, 1_050_000);
  expect(before.impairment.delayMs).toBe(80);
  expect(before.capsules[0]?.heldMicros).toBe(80_000);
  expect(before.capsules[0]?.heldShare).toBeCloseTo(80_000 / 80_250, 3);
  expect(cableAt(recording, 1_950_000).capsules.at(-1)?.unit.sender).toBe('server');
});
