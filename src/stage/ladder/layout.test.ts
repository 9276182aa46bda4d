import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeRequest, encodeResponse } from '../../protocol/encode';
import { timetableOf } from '../../timeline';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

function layoutOf({ capture }: Recording, isShown: (flight: number) => boolean = () => true): LadderLayout {
  return new LadderLayout(timetableOf(capture), { ...sourceOf(capture), isShown }).update();
}

/** What happens at one end of a connection, from top to bottom, as "sent 0" or "got 1". */
function downTheEnd(layout: LadderLayout, { capture }: Recording, end: 'client' | 'server'): string[] {
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

const TEXT = frame('text', 'Hello');
const plain = () => new Recording().open(0, 1, { isPlain: true });

/** The page's WebSocket, whose handshake is flights 0 and 1, and a message that it sends. */
const sending = () =>
  new Recording()
    .call(-3_250, 'new WebSocket')
    .open(-3_100)
    .handshake(-3_000, { call: 1 })
    .call(1_000, 'send');

const crossing = () => sending().server(40_000, TEXT).call(90_000, 'message').client(80_000, TEXT);

describe('the ladder’s layout', () => {
  it('keeps the true order down each end, also where arrows cross', () => {
    const recording = crossing();
    const layout = layoutOf(recording);
    expect(downTheEnd(layout, recording, 'client')).toEqual(['sent 0', 'got 1', 'sent 3', 'got 2']);
    expect(downTheEnd(layout, recording, 'server')).toEqual(['got 0', 'sent 1', 'sent 2', 'got 3']);
    const [first, second] = layout.rows.slice(2);
    expect(first!.receivedY).toBeGreaterThan(second!.sentY);
  });

  it('lets every arrow run down', () => {
    const recording = crossing();
    for (let i = 0; i < 100; i++) recording[i % 3 ? 'client' : 'server'](100_000 + i * 70, TEXT);
    for (const { sentY, receivedY } of layoutOf(recording).rows) expect(receivedY).toBeGreaterThan(sentY);
  });

  it('folds silence and names its true length', () => {
    const { folds, rows } = layoutOf(plain().client(1_000, 'Hello').client(5_001_250, 'Hello'));
    expect(folds).toMatchObject([{ kind: 'silence', micros: 5_000_000 }]);
    expect(folds[0]!.y).toBeGreaterThan(rows[0]!.receivedY);
    expect(rows[1]!.sentY - rows[0]!.sentY).toBeLessThan(120);
  });

  it('does not fold while something is in flight', () => {
    const recording = sending().client(5_000_000, TEXT).server(5_000_100, TEXT);
    expect(layoutOf(recording).folds).toEqual([]);
  });

  it('gives connections that live at the same time lanes of their own, and uses a lane again', () => {
    const request = encodeRequest('GET /page');
    const recording = new Recording();
    for (const id of [1, 2]) recording.open(id * 100, id).client(id * 1_000, request);
    recording.end(3_000, 'server', 'fin').end(3_100, 'client', 'closed');
    recording.open(4_000, 3).client(5_000, request);
    const layout = layoutOf(recording);
    expect(layout.rows.map(({ lifeline }) => lifeline.lane)).toEqual([0, 1, 0]);
    expect(layout.programs.map(({ program, lanes }) => [program.name, lanes])).toEqual([
      ['another program', 2],
    ]);
    const [first, , third] = layout.lifelines;
    expect(first!.bottom).toBeLessThan(third!.top);
  });

  it('ends a client’s end of a connection below the last thing that lands there', () => {
    const ended = () =>
      new Recording()
        .open(0)
        .client(1_000, encodeRequest('GET /page'))
        .end(1_100, 'client', 'fin')
        .server(2_000, encodeResponse('200 OK', 'x'))
        .end(2_001, 'server', 'fin')
        .end(2_002, 'client', 'closed');
    const { rows, lifelines } = layoutOf(ended());
    expect(lifelines[0]!.bottom).toBeLessThan(rows[1]!.receivedY);
    expect(lifelines[0]!.clientBottom).toBeGreaterThan(rows[1]!.receivedY);
    const both = layoutOf(
      new Recording()
        .open(0)
        .client(1_000, encodeRequest('GET /page'))
        .server(2_000, encodeResponse('200 OK', 'x'))
        .end(2_001, 'server', 'fin')
        .end(2_101, 'client', 'fin')
        .end(2_102, 'client', 'closed'),
    );
    const [first] = both.lifelines;
    expect(first!.halfEnds.map(({ end }) => end)).toEqual(['server', 'client']);
    expect(first!.halfEnds[1]!.y).toBeGreaterThan(both.rows[1]!.receivedY);
  });

  it('prints no landing beside the note of a connection that ended meanwhile', () => {
    const recording = sending();
    recording.open(0, 2, { isPlain: true }).client(2_000, 'Hello');
    recording.on(1).server(40_000, TEXT).call(90_000, 'message');
    recording.on(2).end(89_000, 'server', 'fin').end(89_100, 'client', 'closed');
    const layout = layoutOf(recording);
    const ended = layout.lifelines.find(({ timeline }) => timeline.connection.id === 2)!;
    expect(layout.landings).toMatchObject([{ flight: 3 }]);
    // Half of a printed time, and the gap and the line of a note.
    expect(layout.landings[0]!.y - 8).toBeGreaterThanOrEqual(ended.bottom! + 2 + 18);
  });

  it('shows one connection alone when asked to', () => {
    const recording = plain();
    recording.open(0, 2, { isPlain: true });
    for (const id of [1, 2, 1]) recording.on(id).server(id, 'Hello');
    const timetable = timetableOf(recording.capture);
    const layout = layoutOf(recording, (flight) => timetable.flights[flight]!.unit.connection === 2);
    expect(layout.rows.map(({ flight }) => flight)).toEqual([1]);
  });

  it('is the same whether the capture came at once or bit by bit', () => {
    const slow = plain();
    const growing = layoutOf(slow);
    for (let i = 0; i < 400; i++) {
      slow[i % 3 ? 'client' : 'server'](10_000 + i * 30_000 + (i % 5) * 90_000, 'Hello');
      timetableOf(slow.capture);
      growing.update();
    }
    const whole = new LadderLayout(timetableOf(slow.capture), sourceOf(slow.capture)).update();
    expect(growing.rows).toEqual(whole.rows);
    expect(growing.folds).toEqual(whole.folds);
  });

  it('changes colour at 101: at the server when it leaves, at the browser when it arrives', () => {
    const recording = new Recording().open(0).handshake(1_000);
    timetableOf(recording.capture);
    const { rows, lifelines } = layoutOf(recording.server(3_000, frame('ping')));
    expect(lifelines[0]!.switchedY).toEqual({ server: rows[1]!.sentY, client: rows[1]!.receivedY });
  });

  it('counts what the filter leaves out, whatever else happens', () => {
    const recording = plain();
    for (let i = 0; i < 10; i++) recording.client(i * 1_000, 'Hello');
    const layout = layoutOf(recording, (flight) => flight % 5 === 0);
    expect([layout.rows.length, layout.hidden]).toEqual([2, 8]);
  });

  it('names what the viewer missed at its place in time', () => {
    const recording = plain();
    for (const at of [1_000, 20_000, 60_000]) recording.client(at, 'Hello');
    const missed = [{ atMicros: 30_000, bytes: 1_200_000, records: 4 }];
    const { folds, rows } = new LadderLayout(timetableOf(recording.capture), {
      ...sourceOf(recording.capture),
      missed: () => missed,
    }).update();
    expect(folds).toMatchObject([{ kind: 'missed', bytes: 1_200_000 }]);
    expect(folds[0]!.y).toBeGreaterThan(rows[1]!.sentY);
    expect(folds[0]!.y).toBeLessThan(rows[2]!.sentY);
  });

  it('finds an arrow that begins far above and still reaches into view', () => {
    const recording = sending();
    for (let i = 0; i < 20; i++) recording.server(2_000 + i * 1_000, TEXT);
    recording.client(80_000, TEXT);
    const layout = layoutOf(recording);
    const long = layout.rows.findIndex(({ flight }) => flight === 22);
    const { sentY, receivedY } = layout.rows[long]!;
    expect(
      layout.rows.filter((row) => row.sentY > sentY && row.sentY < receivedY - 48).length,
    ).toBeGreaterThan(10);
    expect(layout.firstReaching(receivedY)).toBe(long);
    expect(layout.firstReaching(receivedY + 1)).toBe(layout.countAbove(receivedY + 1));
  });

  it('lays out much a piece at a time, and then only what came', () => {
    const recording = plain();
    for (let i = 0; i < 22_000; i++) recording.server(i * 1_000, 'Hello');
    let asked = 0;
    const layout = new LadderLayout(timetableOf(recording.capture), {
      ...sourceOf(recording.capture, { foldsHeartbeats: false }),
      isShown() {
        asked++;
        return true;
      },
    });
    layout.update();
    expect(layout.isComplete).toBe(false);
    expect(asked).toBeLessThanOrEqual(40_000);
    while (!layout.isComplete) layout.update();
    expect(layout.rows.length).toBe(22_000);
    asked = 0;
    recording.server(22_000_000, 'Hello');
    timetableOf(recording.capture);
    layout.update();
    // The last second may still move, the rest is settled.
    expect(asked).toBeLessThan(1_100);
    expect(layout.rows.length).toBe(22_001);
  }, 30_000);
});
