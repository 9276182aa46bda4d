import { describe, expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../capture/recording/recording';
import { newsBetween } from './announce';
import { endingText } from './ending';
import { formatAge, formatBytes, formatClock, formatSpan } from './format';
import { innermostOf } from './innermost';
import { nextIndex } from './ladder/use-ladder-keys';
import { giveWay, placeAll, positionAt } from './wire/motion';

describe('numbers as the stage writes them', () => {
  it.each([
    [formatBytes(579), '579 B'],
    [formatBytes(1_234), '1.23 kB'],
    [formatBytes(45_600), '45.6 kB'],
    [formatBytes(3_400_000), '3.40 MB'],
    [formatSpan(400), '0.4 ms'],
    [formatSpan(810_000), '0.81 s'],
    [formatSpan(5_000_000), '5.0 s'],
    [formatSpan(125_000_000), '2 min 5 s'],
    [formatAge(42_900_000), '00:42'],
    [formatAge(3_642_000_000), '1:00:42'],
    [formatClock(9_205_400), '00:09.205'],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected);
  });
});

describe('a capsule’s way', () => {
  const way = { leave: 100, land: 1_000 };
  it.each([
    [0, 0],
    [100, 0],
    [550, 0.5],
    [1_000, 1],
    [9_000, 1],
  ])('at %d ms it has flown %d of it', (stage, flown) => {
    expect(positionAt(way, stage)).toBe(flown);
  });

  it('stands half way while it flies when less motion is asked for', () => {
    expect([100, 500, 999, 1_000].map((stage) => positionAt(way, stage, true))).toEqual([0.5, 0.5, 0.5, 1]);
  });

  it('is seen at once when its flight is too short to be seen, and fades after its rest', () => {
    const opacityAt = (stage: number) =>
      placeAll([{ leave: 100, land: 100.2, px: 50 }], stage, 500)[0]!.opacity;
    expect(opacityAt(100)).toBe(1);
    expect(opacityAt(500)).toBe(1);
    expect(opacityAt(900)).toBeLessThan(1);
    expect(opacityAt(1_300)).toBe(0);
  });
});

describe('capsules of one direction', () => {
  const burst = Array.from({ length: 12 }, (_, i) => {
    const leave = i * 90;
    return { leave, land: leave + 900, gone: leave + 2_000, px: 60 + (i % 4) * 40, count: 1 + i };
  });
  const instants = Array.from({ length: 400 }, (_, i) => i * 8);

  it.each([
    [900, false],
    [260, false],
    [900, true],
    [260, true],
  ])('never cover or overtake each other on %d px (stepped: %s)', (lanePx, isStepped) => {
    for (const stage of instants) {
      const left = burst.filter(({ leave, gone }) => leave <= stage && stage < gone);
      const seen = placeAll(left, stage, lanePx, isStepped).filter(({ opacity }) => opacity > 0);
      seen.forEach(({ x, px }, i) => {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + px).toBeLessThanOrEqual(seen[i - 1]?.x ?? lanePx);
      });
    }
  });

  it('only ever move on, so that nothing comes and goes', () => {
    const before = new Map<number, number>();
    for (const stage of instants) {
      const left = burst.filter(({ leave }) => leave <= stage);
      placeAll(left, stage, 400).forEach(({ x, opacity }, i) => {
        if (opacity === 0) return;
        expect(x).toBeGreaterThanOrEqual((before.get(left[i]!.leave) ?? Number.NEGATIVE_INFINITY) - 0.001);
        before.set(left[i]!.leave, x);
      });
    }
  });

  it('go from end to end, however close they follow each other', () => {
    for (const stage of burst.map(({ land }) => land)) {
      const left = burst.filter(({ leave }) => leave <= stage);
      const landed = left.findLastIndex(({ land }) => land <= stage);
      const { x, px, opacity } = placeAll(left, stage, 900)[landed]!;
      expect([x + px, opacity]).toEqual([900, 1]);
    }
  });
});

describe('the lane that requests and answers share', () => {
  const request = { leave: 0, land: 900, gone: 2_000, px: 80 };
  const opacityAt = (answer: { leave: number; land: number }, stage: number) =>
    placeAll(giveWay([request], [answer]), stage, 500)[0]!.opacity;

  it('is left by a request that has arrived when its answer is seen to leave', () => {
    const answer = { leave: 1_040, land: 1_940 };
    expect([opacityAt(answer, 900), opacityAt(answer, 1_040)]).toEqual([1, 0]);
  });

  it('keeps a request as long as ever when its answer is there at once', () => {
    expect(opacityAt({ leave: 1_040, land: 1_040.2 }, 1_240)).toBe(1);
  });
});

const opened = (target = '/ws') => new Recording().open(-20_000).handshake(-10_000, { target });

describe('how a connection ended', () => {
  const close = (sender: 'client' | 'server', at = 1) =>
    opened()
      [sender](at, closeFrame(1000))
      .capture.decoder.units.find(({ kind }) => kind === 'close')!;
  it.each([
    [endingText({ how: 'fin', by: 'server', at: 9, closing: [] }), 'closed by the server (FIN)'],
    [endingText({ how: 'reset', by: 'client', at: 9, closing: [] }), 'reset by the client (RST)'],
    [
      endingText({ how: 'timeout', by: 'server', at: 9, closing: [] }),
      'given up by the server after silence',
    ],
    [endingText({ how: 'idle', by: 'server', at: 9, closing: [] }), 'closed by the server after silence'],
    [
      endingText({ how: 'fin', by: 'server', at: 9, closing: [close('client'), close('server')] }),
      'closing handshake begun by the client, then closed by the server (FIN)',
    ],
    [
      endingText({ how: 'fin', by: 'server', at: 9, closing: [close('server'), close('client', 12)] }),
      'Close frame, then closed by the server (FIN) before the answer came',
    ],
    [
      endingText({ how: 'fin', by: 'client', at: 9, closing: [close('server')] }),
      'Close frame without an answer, then closed by the client (FIN)',
    ],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('keys in the ladder', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 0, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['PageUp', 5, 0],
    ['a', 5, null],
  ])('%s from row %d of 10 leads to %s', (key, current, next) => {
    expect(nextIndex(key, current, 10)).toBe(next);
  });
});

describe('what a unit is called', () => {
  it('by the innermost unit that it carries', () => {
    const { decoder } = opened('/socket.io/?EIO=4&transport=websocket').client(
      1,
      frame('text', '42["message"]'),
    ).capture;
    const carrier = decoder.units.find(({ layer }) => layer === 'websocket')!;
    expect(decoder.labelOf(innermostOf(decoder, carrier))).toBe('EVENT message');
  });
});

describe('the announcer', () => {
  it('says one sentence, and how many more', () => {
    const recording = opened();
    for (let i = 0; i < 13; i++) recording.server(1_000 + i, frame('text', `${i}`));
    const { capture } = recording;
    expect(newsBetween(capture, 0, 1_000)).toBe('The server sent a text message of 1 byte: “0”.');
    expect(newsBetween(capture, 0, 2_000)).toBe(
      'The server sent a text message of 1 byte: “0”. And 12 more.',
    );
    expect(newsBetween(capture, 2_000, 3_000)).toBeNull();
  });
});
