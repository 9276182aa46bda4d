import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { isQuietIn } from './burst';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

const HELD_MICROS = 100_000;

/** The page's WebSocket, over which the server sends this many messages at once, each so long after the one before. */
function sent(
  count: number,
  apartMicros = 50,
  frameOf = (i: number) => frame('text', `message ${i}`),
): Recording {
  const recording = new Recording().open(-3_100).handshake(-3_000);
  for (let i = 0; i < count; i++) recording.server(200_000 + i * apartMicros, frameOf(i), HELD_MICROS);
  return recording;
}

function laidOut({ capture }: Recording, options: Parameters<typeof sourceOf>[1] = {}) {
  const layout = new LadderLayout(timetableOf(capture), sourceOf(capture, options)).update();
  const rows = layout.rows.slice(2);
  return { layout, rows, quiet: rows.map(({ burst, flight }) => isQuietIn(burst, flight)) };
}

const times = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);

describe('a burst', () => {
  it('has words at its first and at its last unit, and all of it stands close', () => {
    const { rows, quiet, layout } = laidOut(sent(10));
    expect(quiet).toEqual([false, ...times(8, true), false]);
    expect(rows[9]!.sentY - rows[0]!.sentY).toBeLessThan(110);
    const printed = new Set(layout.landings.map(({ flight }) => flight));
    expect(rows.map(({ flight }) => printed.has(flight))).toEqual([true, ...times(8, false), true]);
    for (const [i, { sentY, receivedY }] of rows.slice(1).entries()) {
      expect(sentY).toBeGreaterThan(rows[i]!.sentY);
      expect(receivedY).toBeGreaterThan(rows[i]!.receivedY);
    }
  });

  it.each([
    ['few', sent(5)],
    ['slow', sent(10, 12_000)],
    ['a flood', sent(200)],
    ['pings', sent(10, 50, () => frame('ping'))],
    ['a broken rule and what follows it', sent(10, 50, (i) => frame('text', 'Hello', { isMasked: i === 4 }))],
  ])('is none if they are %s', (_, recording) => {
    expect(laidOut(recording, { foldsHeartbeats: false }).quiet).not.toContain(true);
  });

  it('ends where something lands', () => {
    const recording = sent(7);
    for (let i = 0; i < 7; i++) recording.server(301_000 + i * 50, frame('text', 'more'), HELD_MICROS);
    const { quiet } = laidOut(recording);
    expect(quiet.filter((is) => is)).toHaveLength(10);
  });

  it('may be crossed by one of the other end, and each has its first and its last unit', () => {
    const recording = new Recording().open(-3_100).handshake(-3_000);
    for (let i = 0; i < 10; i++) recording.client(101_000 + i * 50, frame('text', 'mine'), HELD_MICROS);
    for (let i = 0; i < 10; i++) recording.server(200_620 + i * 50, frame('text', 'yours'), HELD_MICROS);
    const { layout, rows, quiet } = laidOut(recording);
    expect(rows).toHaveLength(20);
    expect(quiet.filter((is) => is)).toHaveLength(16);
    const senders = rows.map(({ flight }) => timetableOf(recording.capture).flights[flight]!.unit.sender);
    expect(senders.lastIndexOf('client')).toBeGreaterThan(senders.indexOf('server'));
    expect(senders.lastIndexOf('server')).toBeGreaterThan(senders.indexOf('client'));
    const sentYs = layout.rows.map(({ sentY }) => sentY);
    expect(sentYs).toEqual(sentYs.toSorted((a, b) => a - b));
  });

  it('has words at each unit while the ladder is searched', () => {
    expect(laidOut(sent(10), { foldsFans: false }).quiet).toEqual(times(10, false));
  });

  it('is the same however it came', () => {
    const whole = sent(10);
    const bitByBit = new Recording().open(-3_100).handshake(-3_000);
    const layout = new LadderLayout(timetableOf(bitByBit.capture), sourceOf(bitByBit.capture));
    for (let i = 0; i < 10; i++) {
      bitByBit.server(200_000 + i * 50, frame('text', `message ${i}`), HELD_MICROS);
      timetableOf(bitByBit.capture);
      layout.update();
    }
    // Older than a second is laid out once: half of the burst is.
    for (const recording of [whole, bitByBit]) recording.client(1_100_225, frame('text', 'Hello'));
    timetableOf(bitByBit.capture);
    layout.update();
    for (const recording of [whole, bitByBit])
      for (let i = 0; i < 10; i++) recording.client(5_000_000 + i * 50, frame('text', 'later'));
    timetableOf(bitByBit.capture);
    layout.update();
    const expected = laidOut(whole).layout.rows.map(({ sentY, receivedY }) => [sentY, receivedY]);
    expect(layout.rows.map(({ sentY, receivedY }) => [sentY, receivedY])).toEqual(expected);
  });
});
