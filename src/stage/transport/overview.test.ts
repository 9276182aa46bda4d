import { describe, expect, it } from 'vitest';
import type { Capture } from '../../capture/capture';
import { frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { axisOf } from './axis';
import { barsOf } from './bars';
import { Density, KINDS, SHOWN_LAYERS } from './density';
import { Stretches } from './stretches';

function stretchesOf(capture: Capture): Stretches {
  const stretches = new Stretches(timetableOf(capture));
  stretches.update();
  return stretches;
}

/** An echo every second, `count` times, and a chat without a pause at the end. */
function longCapture(count: number): Capture {
  const recording = new Recording().open(0).handshake(1_000);
  const text = frame('text', 'Hello');
  for (let i = 0; i < count; i++) recording.exchange(1_000_000 * (i + 1), text, text, 600);
  return recording.capture;
}

describe('the axis of the overview', () => {
  it('is to scale within what happens, and folds the silence between', () => {
    const axis = axisOf([0, 10_000_000], [4_000_000, 12_000_000]);
    expect(axis.folds).toHaveLength(1);
    expect(axis.folds[0]!.micros).toBe(6_000_000);
    const [first, second] = [axis.toShare(4_000_000), 1 - axis.toShare(10_000_000)];
    expect(first / second).toBeCloseTo(2);
    expect(axis.toShare(2_000_000)).toBeCloseTo(first / 2);
  });

  it('gives back the instant it was given a place for, and never goes backwards', () => {
    const axis = axisOf([0, 900_000, 61_000_000], [3_000, 901_000, 65_000_000]);
    let before = -1;
    for (const at of [0, 1_000, 3_000, 400_000, 900_500, 30_000_000, 61_000_000, 64_000_000, 65_000_000]) {
      const share = axis.toShare(at);
      expect(axis.toCapture(share)).toBeCloseTo(at, 3);
      expect(share).toBeGreaterThan(before);
      before = share;
    }
    expect([axis.toShare(-5), axis.toShare(99_000_000)]).toEqual([0, 1]);
  });

  it('keeps a handshake visible beside an hour of chat', () => {
    const axis = axisOf([0, 5_000_000], [3_000, 3_605_000_000]);
    expect(axis.toShare(3_000)).toBeGreaterThan(0.02);
  });

  it('folds only the longest when there are very many silences', () => {
    const starts = Array.from({ length: 5000 }, (_, i) => i * 300_000 + (i > 2500 ? 60_000_000 : 0));
    const axis = axisOf(
      starts,
      starts.map((at) => at + 1_000),
    );
    expect(axis.folds.map(({ micros }) => micros)).toEqual([60_299_000]);
  });
});

describe('stretches of activity', () => {
  it('are the same whether the capture came at once or bit by bit', () => {
    const recording = new Recording().open(0, 1, { isPlain: true });
    const { capture } = recording;
    const growing = new Stretches(timetableOf(capture));
    for (let i = 0; i < 300; i++) {
      recording[i % 3 ? 'client' : 'server'](i * (i % 2 ? 200_000 : 220_000), 'Hello');
      timetableOf(capture);
      growing.update();
    }
    const whole = stretchesOf(capture);
    expect(growing.starts).toEqual(whole.starts);
    expect(growing.ends).toEqual(whole.ends);
    expect(whole.starts.length).toBeGreaterThan(10);
  });
});

describe('the density of the overview', () => {
  const total = (capture: Capture) => {
    const density = new Density(capture.decoder, timetableOf(capture));
    let read = density.read();
    while (!read.isWhole) read = density.read();
    return read.bins;
  };

  it('counts every unit once, by layer and direction', () => {
    const { capture } = new Recording()
      .open(0)
      .handshake(1_000, { target: '/socket.io/?EIO=4&transport=websocket' })
      .client(900_000, frame('text', '42["hi"]'))
      .client(1_900_000, frame('text', '42["hi"]'));
    const sums = new Array<number>(KINDS).fill(0);
    total(capture).counts.forEach((count, i) => {
      sums[i % KINDS]! += count;
    });
    // Of each layer from the client and from the server.
    const expected = SHOWN_LAYERS.flatMap((layer) => {
      if (layer === 'http') return [1, 1];
      return layer === 'socket.io' ? [2, 0] : [0, 0];
    });
    expect(sums).toEqual(expected);
  });

  it('loses nothing when bins are joined, and stays small', () => {
    const capture = longCapture(6000);
    const bins = total(capture);
    expect(bins.counts.reduce((sum, count) => sum + count, 0)).toBe(12_002);
    expect(bins.index.length).toBeLessThan(4200);
  });

  it('draws client units upwards and server units downwards, in their layers', () => {
    const capture = longCapture(3);
    const { starts, ends } = stretchesOf(capture);
    const bars = barsOf(total(capture), axisOf(starts, ends), 300, 20);
    expect(bars.map(({ layer }) => layer)).toEqual(['http', 'websocket']);
    expect(bars[1]!.path.match(/M\S+ -1\.5h2v-/g)).toHaveLength(3);
    expect(bars[1]!.path.match(/M\S+ 1\.5h2v\d/g)).toHaveLength(3);
  });
});
