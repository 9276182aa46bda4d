import { expect, it } from 'vitest';
import { UNIMPAIRED } from '../protocol/feed';
import { FakeCapture } from './fake-capture';
import { sceneAt } from './scene';
import { trackOf } from './track';
import { createWarp } from './warp';

function cableAt(capture: FakeCapture, now: number) {
  const track = trackOf(capture);
  return sceneAt(track, createWarp('real', track), now).cables[0]!;
}

const exchanges = () =>
  new FakeCapture()
    .connect(1, 1_000)
    .unit({ kind: 'request', sender: 'client', at: 10_000, until: 20_000 })
    .unit({ kind: 'response', sender: 'server', at: 5_000_000, until: 5_010_000 })
    .unit({ kind: 'request', sender: 'client', at: 9_000_000 })
    .unit({ kind: 'request', sender: 'client', at: 9_001_000 })
    .unit({ kind: 'request', sender: 'client', at: 9_002_000 })
    .unit({ kind: 'response', sender: 'server', at: 9_500_000 });

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
  const capture = new FakeCapture()
    .connect(1, 0)
    .unit({ kind: 'request', sender: 'client', at: 1_000 })
    .unit({ kind: 'response', sender: 'server', at: 2_000, partial: true });
  expect(cableAt(capture, 60_000_000).turn?.state).toBe('answer');
});

it.each([
  [2_500, 'waiting', 0],
  [60_000, 'waiting', 0],
  [70_100, 'answer', 1],
  [80_000, 'idle', 1],
])(
  'does not take an interim response for the answer (RFC 9110 §15.2): at %d µs %s',
  (now, state, answers) => {
    const capture = new FakeCapture()
      .connect(1, 0)
      .unit({ kind: 'request', sender: 'client', at: 1_000 })
      .unit({ kind: 'response', sender: 'server', at: 2_000, status: 103 })
      .unit({ kind: 'response', sender: 'server', at: 3_000, status: 100 })
      .unit({ kind: 'response', sender: 'server', at: 70_000 });
    const { turn } = cableAt(capture, now);
    expect([turn?.state, turn?.answers, turn?.queued]).toEqual([state, answers, 0]);
  },
);

it('knows the side that has ended its direction, until the other has too', () => {
  const capture = exchanges().end(1, 9_700_000, 'fin', 'client').end(1, 9_900_000, 'closed', 'server');
  const seen = [9_699_999, 9_700_000, 9_900_000].map((now) => cableAt(capture, now));
  expect(seen.map(({ halfClosed }) => halfClosed)).toEqual([null, 'client', null]);
  expect(seen.map(({ phase }) => phase)).toEqual(['turns', 'turns', 'ended']);
});

it('makes a flight longer by what the lab held, at the end of a client’s and the beginning of a server’s', () => {
  const held = (sender: 'client' | 'server') => [{ sender, start: 0, end: 10, heldMicros: 80_000 }];
  const capture = new FakeCapture()
    .connect(1, 0, {
      impairments: [{ at: 500, impairment: { ...UNIMPAIRED, delayMs: 80 } }],
      held: { client: held('client'), server: held('server') },
    })
    .unit({ kind: 'text', sender: 'client', at: 1_000_000 })
    .unit({ kind: 'text', sender: 'server', at: 2_000_000 });
  const [there, back] = trackOf(capture).flights;
  expect(there).toMatchObject({ receivedAt: 1_080_000 });
  expect(back).toMatchObject({ sentAt: 1_920_000 });
  const before = cableAt(capture, 1_050_000);
  expect(before.impairment.delayMs).toBe(80);
  expect(before.capsules[0]?.heldMicros).toBe(80_000);
  expect(before.capsules[0]?.heldShare).toBeCloseTo(80_000 / 80_250, 3);
  expect(cableAt(capture, 1_950_000).capsules.at(-1)?.unit.sender).toBe('server');
});
