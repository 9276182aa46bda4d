import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { arcsOf } from './arcs';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

/** After the handshake (flights 0 and 1): two events and their acknowledgements, the first answered last; a ping and its pong. */
function emits() {
  const { capture } = new Recording()
    .open(-20_000)
    .handshake(-10_000, { target: '/socket.io/?EIO=4&transport=websocket' })
    .client(1_000, frame('text', '421["first"]'))
    .client(2_000, frame('text', '422["second"]'))
    .server(5_000, frame('text', '432[]'))
    .server(9_000, frame('text', '431[]'))
    .server(20_000, frame('ping'))
    .client(22_000, frame('pong'));
  const timetable = timetableOf(capture);
  const layout = new LadderLayout(timetable, sourceOf(capture)).update();
  return (lit: number[] = [], only?: number) =>
    arcsOf(
      only === undefined ? layout.rows : [layout.row(only)!],
      layout,
      timetable,
      capture.decoder,
      new Set(lit),
    ).map((arc) => ({
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
      { pair: [2, 5], end: 'client', offset: 0, isRight: true, ms: 9 },
      { pair: [3, 4], end: 'client', offset: 1, isRight: true, ms: 4 },
    ]);
  });

  it('of a ping are shown when it is lit', () => {
    expect(emits()([6]).at(-1)).toMatchObject({ pair: [6, 7], end: 'server', offset: 0, ms: 2 });
  });

  it('are whole although only one end is in view', () => {
    const arcs = emits();
    expect(arcs([], 5)).toMatchObject([{ pair: [2, 5], isRight: true }]);
  });
});
