import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout';
import { happeningsOf, labelOf, lostText, modelTime, tallyOf } from './say';
import { simulate } from './simulate';

const still = { loss: 0, reorder: 0, seed: 1 };
const run = simulate({ ...still, segments: ['AB', 'CD', 'EF', 'GH'], lost: [2] });

describe('a run as text', () => {
  it('reports every event, instant by instant', () => {
    const happenings = happeningsOf(run);
    expect(happenings.flatMap(({ sentences }) => sentences)).toHaveLength(run.events.length);
    expect(happenings[0]!.sentences).toEqual(['The sender sends segment 1: seq 1, 2 bytes, AB.']);
    const all = happenings.flatMap(({ sentences }) => sentences).join('\n');
    expect(all).toContain('Segment 2 is lost on the way; nobody is told.');
    expect(all).toContain('the receive buffer holds EF.');
    expect(all).toContain('ack 3 arrives again: duplicate 2 in a row.');
    expect(all).toContain('Nothing new was acknowledged for 1 s');
    expect(all).toContain('The application reads CDEFGH.');
    expect(happenings.at(-1)!.state.read).toBe('ABCDEFGH');
  });

  it('labels segments by sequence number and size, acknowledgements by what is expected', () => {
    const packets = run.events.flatMap((event) => (event.kind === 'sent' ? [labelOf(event.packet)] : []));
    expect(packets).toContain('seq 3, 2 B');
    expect(packets).toContain('seq 3, 2 B, again');
    expect(packets.at(-1)).toBe('ack 9');
    expect([40, 1000, 1080, 1160].map(modelTime)).toEqual(['40 ms', '1 s', '1.08 s', '1.16 s']);
  });

  it('counts what was lost, overtaken and sent again', () => {
    expect(tallyOf(run)).toEqual({ lostSegments: 1, lostAcks: 0, overtaken: 0, again: 1 });
    const late = simulate({ ...still, segments: ['AB', 'CD', 'EF'], late: [1] });
    expect(tallyOf(late)).toEqual({ lostSegments: 0, lostAcks: 0, overtaken: 1, again: 0 });
    expect(lostText({ lostSegments: 2, lostAcks: 1 })).toBe('two segments and one acknowledgement');
    expect(lostText({ lostSegments: 0, lostAcks: 0 })).toBe('nothing');
  });
});

describe('the ladder of a run', () => {
  it('folds the silence before the timeout, and says how long it was', () => {
    const { folds, moments, toY, toTime } = layoutOf(run);
    // From the last acknowledgement before the silence, at 110 ms, to the timer.
    expect(folds.map(({ ms }) => ms)).toEqual([970]);
    for (const at of moments) expect(toTime(toY(at))).toBeCloseTo(at);
    expect(moments.map(toY)).toEqual([...moments.map(toY)].sort((a, b) => a - b));
  });
});
