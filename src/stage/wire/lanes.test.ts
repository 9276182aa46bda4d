import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { createWarp, type Playback, sceneAt, timetableOf } from '../../timeline';
import { innermostOf } from '../innermost';
import { type CapsuleScale, capsuleText, capsuleWidth, SCALES } from './capsule-text';
import { type LaneCapsule, lanesOf } from './lanes';
import { placeSides } from './motion';

/** What may happen next, after a pause: both sides send when they like, or take turns. */
const event = fc.record({
  pauseMicros: fc.constantFrom(0, 3, 60, 900, 40_000, 700_000),
  sender: fc.constantFrom('client' as const, 'server' as const),
  kind: fc.constantFrom('text' as const, 'ping' as const, 'binary' as const),
  bytes: fc.integer({ min: 0, max: 60 }),
  heldMicros: fc.constantFrom(0, 0, 0, 250_000),
  times: fc.constantFrom(1, 1, 1, 3, 20),
});
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

/** Requests and answers, perhaps without waiting, and then frames both ways. */
function traffic(exchanges: readonly number[], isPipelined: boolean, events: readonly Event[]): Recording {
  const recording = new Recording().open(0, 1, isPipelined ? { via: 'raw' } : {});
  const answer = encodeResponse('200 OK', 'Hello');
  let at = 1_000;
  for (const tookMicros of exchanges) {
    recording.client(at, encodeRequest('GET /'));
    at += tookMicros;
    if (!isPipelined) recording.server(at, answer);
    at += tookMicros;
  }
  if (isPipelined) for (const i of exchanges.keys()) recording.server(at + 200 * i, answer);
  recording.handshake(at + 5_000);
  at += 7_000;
  for (const { pauseMicros, sender, kind, bytes, heldMicros, times } of events) {
    at += pauseMicros;
    for (let i = 0; i < times; i++) {
      at += 2;
      recording[sender](at, frame(kind, 'x'.repeat(bytes)), heldMicros);
    }
  }
  return recording;
}

/** The boxes that are seen on each lane of the only cable at this stage time. */
function boxesAt(
  { capture }: Recording,
  warp: Playback['warp'],
  stage: number,
  lanePx: number,
  isStepped: boolean,
  scale: CapsuleScale,
) {
  const { cables } = sceneAt(timetableOf(capture), warp, warp.toCapture(stage));
  if (!cables[0]) return [];
  const { turns, client, server } = lanesOf(cables[0]);
  const drawn = (capsules: readonly LaneCapsule[], sender: 'client' | 'server') =>
    capsules
      .filter(({ unit }) => unit.sender === sender)
      .map((capsule) => {
        const text = capsuleText(capture.decoder, capsule, innermostOf(capture.decoder, capsule.unit), scale);
        return { ...capsule, px: capsuleWidth(text, capsule.count, scale.bytes > 0) };
      });
  return [turns, client, server].map((lane) => {
    const sides = { client: drawn(lane, 'client'), server: drawn(lane, 'server') };
    const placed = placeSides(lane === turns, sides, stage, lanePx, isStepped);
    return [...placed.client, ...placed.server].filter(({ opacity }) => opacity > 0);
  });
}

describe('at every stage time, whatever the traffic', () => {
  it.each(['explain', 'real', 'tenth'] as const)(
    'all boxes of a lane are disjoint and inside it, at speed %s',
    (speed) => {
      fc.assert(
        fc.property(
          fc.array(fc.constantFrom(100, 20_000, 800_000), { maxLength: 4 }),
          fc.boolean(),
          fc.array(event, { maxLength: 8 }),
          fc.constantFrom(1_000, 420, 190),
          fc.boolean(),
          fc.constantFrom(SCALES.wide, SCALES.large),
          (exchanges, isPipelined, events, lanePx, isStepped, scale) => {
            const recording = traffic(exchanges, isPipelined, events);
            const timetable = timetableOf(recording.capture);
            const warp = createWarp(speed, timetable);
            const instants = timetable.moments.at.map((at, i) => warp.toStage(at) + [0.5, 70, 333][i % 3]!);
            for (const stage of instants) {
              for (const boxes of boxesAt(recording, warp, stage, lanePx, isStepped, scale)) {
                const inOrder = boxes.toSorted((a, b) => a.left - b.left);
                const edges = [
                  0,
                  ...inOrder.flatMap(({ left, px }) => [left + 0.001, left + px]),
                  lanePx + 0.001,
                ];
                if (edges.some((edge, i) => edge < (edges[i - 1] ?? 0))) expect.fail(`at ${stage}: ${edges}`);
              }
            }
          },
        ),
        { numRuns: 15, seed: inject('seed') },
      );
    },
    20_000,
  );
});
