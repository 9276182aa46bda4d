import fc from 'fast-check';
import { expect, it } from 'vitest';
import { closeFrame, frame, Recording, type Said } from '../../capture/recording/recording';
import { encodeFrame, encodeRequest, encodeResponse } from '../../protocol/encode';
import { timetableOf } from '../../timeline';
import { LABEL_PX, LABEL_RISE_PX, LadderLayout, type Row } from './layout';
import { sourceOf } from './layout-source';

const NOTE_PX = 18;
const FOLD_PX = 22;
const PORT_PX = 14;
const TIME_PX = 14;

/** What a connection may say next, each with its share of the draw. */
const SAYINGS = ['text', 'text', 'ping', 'pong', 'both', 'in reads', 'held', 'close', 'end', 'poll'] as const;

interface Act {
  readonly connection: number;
  readonly saying: (typeof SAYINGS)[number];
  readonly gapMicros: number;
}

const acts = fc.array(
  fc.record({
    connection: fc.integer({ min: 1, max: 6 }),
    saying: fc.constantFrom(...SAYINGS),
    gapMicros: fc.constantFrom(1, 40, 300, 2_500, 30_000, 900_000),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Odd connections speak HTTP, even ones WebSocket. */
function recordingOf(all: readonly Act[]): Recording {
  const recording = new Recording();
  const open = new Set<number>();
  const over = new Set<number>();
  let at = 1_000;
  for (const { connection, saying, gapMicros } of all) {
    at += gapMicros;
    if (over.has(connection)) continue;
    const on = recording.on(connection);
    if (!open.has(connection)) {
      open.add(connection);
      on.open(at, connection, { via: connection === 5 ? 'raw' : 'direct' });
      if (connection % 2 === 0) on.handshake(at + 400);
      at += 3_000;
    }
    if (saying === 'end') {
      on.end(at, 'server', gapMicros === 1 ? 'reset' : 'fin').end(at + 300, 'client', 'closed');
      over.add(connection);
    } else if (connection % 2 === 1) stream(on, at, saying === 'in reads' ? 4 : 1);
    else say(on, at, saying);
    at += saying === 'in reads' || connection % 2 === 1 ? 30_000 : 0;
  }
  return recording;
}

/** A request, and a response that comes bit by bit. */
function stream(on: Recording, at: number, pieces: number): void {
  const response = encodeResponse('200 OK', 'x'.repeat(40));
  on.client(at, encodeRequest('GET /lab/a1/page'));
  for (let i = 0; i < pieces; i++) {
    const [from, to] = [i, i + 1].map((part) => Math.floor((response.length * part) / pieces));
    on.server(at + 900 + i * 6_000, response.slice(from, to));
  }
}

function say(on: Recording, at: number, saying: Act['saying']): void {
  const text: Said = frame('text', 'Hello');
  if (saying === 'ping') on.server(at, frame('ping'));
  else if (saying === 'pong') on.client(at, frame('pong'));
  else if (saying === 'both') on.server(at, text).client(at + 20, text);
  else if (saying === 'held') on.client(at, text, 200_000);
  else if (saying === 'close') on.client(at, closeFrame(1000));
  else if (saying === 'in reads') {
    const bytes = encodeFrame('text', 'eleven reads', { isMasked: true });
    bytes.forEach((byte, i) => {
      on.client(at + i * 30, Uint8Array.of(byte));
    });
  } else on.client(at, text);
}

/** Everything that is written in the middle, as heights. */
function textsOf(layout: LadderLayout, notes: (index: number) => number) {
  const labels = [...layout.rows.map(({ sentY }) => sentY), ...layout.pieces.map(({ y }) => y)];
  return [
    ...labels.map((y) => [y - LABEL_PX - LABEL_RISE_PX, y - LABEL_RISE_PX] as const),
    ...layout.folds.map(({ y }) => [y - FOLD_PX / 2, y + FOLD_PX / 2] as const),
    ...layout.lifelines.map(({ top }) => [top - 3 - PORT_PX, top - 3] as const),
    ...layout.lifelines.flatMap(({ bottom }, i) =>
      bottom === null ? [] : [[bottom + 2, bottom + 2 + notes(i) * NOTE_PX] as const],
    ),
  ].sort((a, b) => a[0] - b[0]);
}

it('no two texts share a height, and times never decrease on the way down', () => {
  fc.assert(
    fc.property(acts, fc.boolean(), (all, isOpened) => {
      const { capture } = recordingOf(all);
      const timetable = timetableOf(capture);
      const chapters = [
        { name: 'Step 1', at: 0 },
        { name: 'Step 2', at: capture.lastAt / 2 },
      ];
      const opened = new Set(isOpened ? ['chapter 0'] : []);
      const source = sourceOf(capture, { chapters, opened });
      const layout = new LadderLayout(timetable, source).update();

      const texts = textsOf(layout, (i) => source.noteLinesOf(layout.lifelines[i]!.timeline));
      texts.slice(1).forEach(([top], i) => {
        expect(top).toBeGreaterThanOrEqual(texts[i]![1]);
      });

      // A note is as wide as the ladder: it lies over any time beside it.
      layout.lifelines.forEach(({ bottom, timeline, endsWith }) => {
        if (bottom === null || endsWith !== null) return;
        const [top, end] = [bottom + 2, bottom + 2 + source.noteLinesOf(timeline) * NOTE_PX];
        const beside = layout.landings.filter(({ y }) => y + TIME_PX / 2 > top && y - TIME_PX / 2 < end);
        expect(beside).toEqual([]);
      });

      // A label begins at the end that sends, and leaves the heads of the arrows that came there before.
      for (const end of ['client', 'server'] as const) {
        const sentBy = (row: Row) => timetable.flights[row.flight]!.unit.sender;
        const heads = layout.rows.filter(
          (row) => sentBy(row) !== end && !timetable.flights[row.flight]!.isSwallowed,
        );
        for (const { sentY } of layout.rows.filter((row) => sentBy(row) === end)) {
          const covered = heads.filter(
            ({ receivedY }) => receivedY < sentY && receivedY > sentY - LABEL_PX - LABEL_RISE_PX,
          );
          expect(covered).toEqual([]);
        }
      }

      const together = layout.rows.filter(({ fromY, sentY }) => fromY < sentY);
      const landed = new Set(layout.landings.map(({ flight }) => flight));
      const printed = [
        ...layout.rows
          .filter((row) => !together.includes(row))
          .map(({ sentY, leftAt }) => ({ y: sentY, at: leftAt })),
        ...layout.pieces.map(({ y, at }) => ({ y, at })),
        ...layout.landings.map(({ y, flight }) => ({ y, at: timetable.landAt[flight]! })),
      ].sort((a, b) => a.y - b.y);
      printed.slice(1).forEach(({ y, at }, i) => {
        expect(at).toBeGreaterThanOrEqual(printed[i]!.at);
        expect(y - printed[i]!.y).toBeGreaterThanOrEqual(TIME_PX);
      });

      // Also what has no printed time: whatever lands before another leaves ends above it.
      const moments = [
        ...printed,
        ...layout.rows
          .filter(({ flight }) => !landed.has(flight))
          .map(({ flight, receivedY }) => ({ y: receivedY, at: timetable.landAt[flight]! })),
      ].sort((a, b) => a.y - b.y || a.at - b.at);
      moments.slice(1).forEach(({ at }, i) => {
        expect(at).toBeGreaterThanOrEqual(moments[i]!.at);
      });
    }),
    { numRuns: 60 },
  );
}, 30_000);
