import { describe, expect, it } from 'vitest';
import { timetableOf } from '../../timeline';
import { FakeCapture } from '../../timeline/fake-capture';
import { LadderLayout } from './layout';

function layoutOf(capture: FakeCapture, isShown: (flight: number) => boolean = () => true): LadderLayout {
  return new LadderLayout(timetableOf(capture), isShown).update();
}

/** What happens at one end of a connection, from top to bottom, as "sent 0" or "got 1". */
function downTheEnd(layout: LadderLayout, capture: FakeCapture, end: 'client' | 'server'): string[] {
  const { flights } = timetableOf(capture);
  return layout.rows
    .map(({ flight, sentY, receivedY }) =>
      flights[flight]!.unit.sender === end
        ? { y: sentY, what: `sent ${flight}` }
        : { y: receivedY, what: `got ${flight}` },
    )
    .sort((a, b) => a.y - b.y)
    .map(({ what }) => what);
}

const crossing = () =>
  new FakeCapture()
    .call('new WebSocket', 1, 0)
    .connect(1, 100, { openedBy: 1 })
    .call('send', 1, 1_000)
    .unit({ kind: 'text', sender: 'server', at: 40_000 })
    .call('message', 1, 90_000)
    .unit({ kind: 'text', sender: 'client', at: 80_000 });

describe('the ladder’s layout', () => {
  it('keeps the true order down each end, also where arrows cross', () => {
    const capture = crossing();
    const layout = layoutOf(capture);
    expect(downTheEnd(layout, capture, 'client')).toEqual(['sent 1', 'got 0']);
    expect(downTheEnd(layout, capture, 'server')).toEqual(['sent 0', 'got 1']);
    const [first, second] = layout.rows;
    expect(first!.receivedY).toBeGreaterThan(second!.sentY);
  });

  it('lets every arrow run down', () => {
    const capture = crossing();
    for (let i = 0; i < 100; i++) {
      capture.unit({ kind: 'text', sender: i % 3 ? 'client' : 'server', at: 100_000 + i * 70 });
    }
    for (const { sentY, receivedY } of layoutOf(capture).rows) expect(receivedY).toBeGreaterThan(sentY);
  });

  it('folds silence and names its true length', () => {
    const capture = new FakeCapture()
      .connect(1, 0)
      .unit({ kind: 'text', sender: 'client', at: 1_000 })
      .unit({ kind: 'text', sender: 'client', at: 5_001_250 });
    const { folds, rows } = layoutOf(capture);
    expect(folds.map(({ micros }) => micros)).toEqual([5_000_000]);
    expect(folds[0]!.y).toBeGreaterThan(rows[0]!.receivedY);
    expect(rows[1]!.sentY - rows[0]!.sentY).toBeLessThan(120);
  });

  it('does not fold while something is in flight', () => {
    const capture = new FakeCapture()
      .call('new WebSocket', 1, 0)
      .connect(1, 100, { openedBy: 1 })
      .call('send', 1, 1_000)
      .unit({ kind: 'text', sender: 'client', at: 5_000_000 })
      .unit({ kind: 'text', sender: 'server', at: 5_000_100 });
    expect(layoutOf(capture).folds).toEqual([]);
  });

  it('gives connections that live at the same time lanes of their own, and uses a lane again', () => {
    const capture = new FakeCapture();
    for (const id of [1, 2]) {
      capture.connect(id, id * 100);
      capture.unit({ connection: id, kind: 'request', sender: 'client', at: id * 1_000 });
    }
    capture.end(1, 3_000, 'fin', 'server').end(1, 3_100, 'closed', 'client');
    capture.connect(3, 4_000).unit({ connection: 3, kind: 'request', sender: 'client', at: 5_000 });
    const layout = layoutOf(capture);
    expect(layout.rows.map(({ lane }) => lane)).toEqual([0, 1, 0]);
    expect(layout.lanes).toBe(2);
    const [first, , third] = layout.lifelines;
    expect(first!.bottom).toBeLessThan(third!.top);
  });

  it('shows one connection alone when asked to', () => {
    const capture = new FakeCapture().connect(1, 0).connect(2, 0);
    for (const connection of [1, 2, 1])
      capture.unit({ connection, kind: 'text', sender: 'server', at: connection });
    const timetable = timetableOf(capture);
    const layout = layoutOf(capture, (flight) => timetable.flights[flight]!.unit.connection === 2);
    expect(layout.rows.map(({ flight }) => flight)).toEqual([1]);
  });

  it('is the same whether the capture came at once or bit by bit', () => {
    const slow = new FakeCapture().connect(1, 0);
    const growing = layoutOf(slow);
    for (let i = 0; i < 400; i++) {
      slow.unit({
        kind: 'text',
        sender: i % 3 ? 'client' : 'server',
        at: 10_000 + i * 30_000 + (i % 5) * 90_000,
      });
      timetableOf(slow);
      growing.update();
    }
    const whole = new LadderLayout(timetableOf(slow), () => true).update();
    expect(growing.rows).toEqual(whole.rows);
    expect(growing.folds).toEqual(whole.folds);
  });

  it('changes colour at 101: at the server when it leaves, at the browser when it arrives', () => {
    const capture = new FakeCapture()
      .connect(1, 0)
      .unit({ kind: 'request', sender: 'client', at: 1_000 })
      .unit({ kind: 'response', sender: 'server', at: 2_000, switches: true });
    timetableOf(capture);
    const { rows, lifelines } = layoutOf(capture.unit({ kind: 'ping', sender: 'server', at: 3_000 }));
    expect(lifelines[0]!.switchedY).toEqual({ server: rows[1]!.sentY, client: rows[1]!.receivedY });
  });

  it('counts what the filter leaves out, whatever else happens', () => {
    const capture = new FakeCapture().connect(1, 0);
    for (let i = 0; i < 10; i++) capture.unit({ kind: 'text', sender: 'client', at: i * 1_000 });
    const layout = layoutOf(capture, (flight) => flight % 5 === 0);
    expect([layout.rows.length, layout.hidden]).toEqual([2, 8]);
  });

  it('names what the viewer missed at its place in time', () => {
    const capture = new FakeCapture().connect(1, 0);
    for (const at of [1_000, 20_000, 60_000]) capture.unit({ kind: 'text', sender: 'client', at });
    const missed = [{ atMicros: 30_000, bytes: 1_200_000, records: 4 }];
    const { folds, rows } = new LadderLayout(
      timetableOf(capture),
      () => true,
      () => missed,
    ).update();
    expect(folds.map(({ missedBytes }) => missedBytes)).toEqual([1_200_000]);
    expect(folds[0]!.y).toBeGreaterThan(rows[1]!.sentY);
    expect(folds[0]!.y).toBeLessThan(rows[2]!.sentY);
  });

  it('finds an arrow that begins far above and still reaches into view', () => {
    const capture = new FakeCapture()
      .call('new WebSocket', 1, 0)
      .connect(1, 100, { openedBy: 1 })
      .call('send', 1, 1_000);
    for (let i = 0; i < 20; i++) capture.unit({ kind: 'text', sender: 'server', at: 2_000 + i * 1_000 });
    capture.unit({ kind: 'text', sender: 'client', at: 80_000 });
    const layout = layoutOf(capture);
    const long = layout.rows.findIndex(({ flight }) => flight === 20);
    const { sentY, receivedY } = layout.rows[long]!;
    expect(
      layout.rows.filter((row) => row.sentY > sentY && row.sentY < receivedY - 48).length,
    ).toBeGreaterThan(10);
    expect(layout.firstReaching(receivedY)).toBe(long);
    expect(layout.firstReaching(receivedY + 1)).toBe(layout.countAbove(receivedY + 1));
  });

  it('lays out much a piece at a time, and then only what came', () => {
    const capture = new FakeCapture().connect(1, 0);
    for (let i = 0; i < 22_000; i++) capture.unit({ kind: 'text', sender: 'server', at: i * 1_000 });
    let asked = 0;
    const layout = new LadderLayout(timetableOf(capture), () => {
      asked++;
      return true;
    });
    layout.update();
    expect(layout.isComplete).toBe(false);
    expect(asked).toBeLessThanOrEqual(40_000);
    while (!layout.isComplete) layout.update();
    expect(layout.rows.length).toBe(22_000);
    asked = 0;
    capture.unit({ kind: 'text', sender: 'server', at: 22_000_000 });
    timetableOf(capture);
    layout.update();
    // Those of the last second may still move, all others are settled.
    expect(asked).toBeLessThan(1_100);
    expect(layout.rows.length).toBe(22_001);
  }, 30_000);
});
