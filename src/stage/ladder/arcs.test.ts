import { describe, expect, it } from 'vitest';
import type { Unit } from '../../protocol/unit';
import { timetableOf } from '../../timeline';
import { FakeCapture } from '../../timeline/fake-capture';
import { arcsOf } from './arcs';
import { LadderLayout } from './layout';

const packet = (kind: 'event' | 'ack') =>
  [
    { layer: 'message', kind: 'text', label: 'text' },
    { layer: 'socket.io', kind, label: kind },
  ] as const;

/** Two events and their acknowledgements, the first answered last; then a ping and its pong. */
function emits() {
  const capture = new FakeCapture().connect(1, 0);
  capture
    .unit({ kind: 'text', sender: 'client', at: 1_000, carries: packet('event') })
    .unit({ kind: 'text', sender: 'client', at: 2_000, carries: packet('event') })
    .unit({ kind: 'text', sender: 'server', at: 5_000, carries: packet('ack') })
    .unit({ kind: 'text', sender: 'server', at: 9_000, carries: packet('ack') })
    .unit({ kind: 'ping', sender: 'server', at: 20_000 })
    .unit({ kind: 'pong', sender: 'client', at: 22_000 });
  const [first, second, third, fourth] = capture.units.filter(({ layer }) => layer === 'socket.io');
  const partners = new Map<Unit, Unit>([
    [first!, fourth!],
    [fourth!, first!],
    [second!, third!],
    [third!, second!],
  ]);
  const { partnerOf } = capture.decoder;
  capture.decoder.partnerOf = (unit) => partners.get(unit) ?? partnerOf(unit);
  const timetable = timetableOf(capture);
  const layout = new LadderLayout(timetable, () => true).update();
  return (lit: number[] = [], rows = layout.rows) =>
    arcsOf(rows, layout, timetable, capture.decoder, new Set(lit)).map((arc) => ({
      pair: [arc.question, arc.answer],
      end: arc.end,
      offset: arc.offset,
      isRight:
        arc.top === layout.row(arc.question)!.sentY && arc.bottom === layout.row(arc.answer)!.receivedY,
      ms: Math.round(arc.micros / 1000),
    }));
}

describe('arcs', () => {
  it('lead from every emit to its acknowledgement, beside each other where they overlap', () => {
    expect(emits()()).toEqual([
      { pair: [0, 3], end: 'client', offset: 0, isRight: true, ms: 9 },
      { pair: [1, 2], end: 'client', offset: 1, isRight: true, ms: 4 },
    ]);
  });

  it('of a ping are shown when it is lit', () => {
    expect(emits()([4]).at(-1)).toMatchObject({ pair: [4, 5], end: 'server', offset: 0, ms: 2 });
  });

  it('are whole although only one end is in view', () => {
    const arcs = emits();
    expect(arcs([], [{ flight: 3, lane: 0, sentY: 0, receivedY: 0 }])).toMatchObject([
      { pair: [0, 3], isRight: true },
    ]);
  });
});
