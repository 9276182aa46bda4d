import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { encodeFrame, encodeRequest, encodeResponse } from '../../protocol/encode';
import { timetableOf } from '../../timeline';
import { columnsFor, strandX } from './geometry';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

function layoutOf({ capture }: Recording): LadderLayout {
  return new LadderLayout(timetableOf(capture), sourceOf(capture)).update();
}

describe('the ladder draws', () => {
  it('a frame that comes in eleven reads as one that leaves once and lands eleven times', () => {
    const recording = new Recording().open(0).handshake(1_000);
    const bytes = encodeFrame('text', 'Hello', { isMasked: true });
    bytes.forEach((byte, i) => {
      recording.client(10_000 + i * 50, Uint8Array.of(byte));
    });
    const row = layoutOf(recording).rows[2]!;
    expect(bytes).toHaveLength(11);
    expect(row.reads.map(({ at }) => at)).toEqual(Array.from({ length: 10 }, (_, i) => 10_000 + i * 50));
    const landings = [...row.reads.map(({ y }) => y), row.receivedY];
    expect(landings).toEqual(landings.toSorted((a, b) => a - b));
    expect(new Set(landings).size).toBe(11);
  });

  it('plain bytes of one write as leaving together, and those of another write alone', () => {
    const recording = new Recording();
    recording.open(0, 1, { via: 'raw', isPlain: true });
    const { capture } = recording;
    capture.addCall({ id: 1, opener: 1, at: 0, end: 'client', kind: 'raw', detail: '', writes: [4, 2] });
    capture.assignRaw(50_001, 1);
    recording.client(1_000, 'AB').client(1_100, 'CD').client(9_000, 'EF');
    const { rows, landings } = layoutOf(recording);
    expect(rows[1]!.fromY).toBe(rows[0]!.sentY);
    expect(rows[1]!.leftAt).toBe(rows[0]!.leftAt);
    expect(rows[2]!.fromY).toBe(rows[2]!.sentY);
    expect(landings.map(({ flight }) => flight)).toEqual([1]);
  });

  it('the pieces of a response as they come, each where it left', () => {
    const recording = new Recording().open(0).client(1_000, encodeRequest('GET /lab/a1/news'));
    const response = encodeResponse('200 OK', 'x'.repeat(30));
    const head = response.length - 30;
    recording.server(2_000, response.slice(0, head));
    for (let i = 0; i < 3; i++) {
      recording.server(500_000 * (i + 1), response.slice(head + i * 10, head + i * 10 + 10));
    }
    const { pieces, rows } = layoutOf(recording);
    expect(pieces.map(({ at, bytes }) => [at, bytes])).toEqual([
      [500_000, 10],
      [1_000_000, 10],
      [1_500_000, 10],
    ]);
    expect(rows[1]!.firstLandY).toBeLessThan(pieces[0]!.y);
    expect(rows[1]!.receivedY).toBeGreaterThan(pieces[2]!.y);
  });

  it('a connection as open at the end that has not been told, until it is told', () => {
    const dead = () =>
      new Recording()
        .call(100, 'new WebSocket')
        .open(500)
        .handshake(1_000, { call: 1 })
        .impair(50_000, { cut: 'black hole' })
        .end(9_000_000, 'server', 'timeout')
        .end(9_000_000, 'server', 'closed');
    expect(layoutOf(dead()).lifelines[0]!.believer).toEqual({ end: 'client', until: null });
    const told = layoutOf(dead().call(12_000_000, 'close')).lifelines[0]!;
    expect(told.believer!.until).toBeGreaterThan(told.bottom!);
  });
});

describe('columns', () => {
  const client = (number: number) => ({
    program: { key: `client ${number}`, name: `client ${number}`, client: number, rank: number },
    lanes: number === 3 ? 2 : 1,
  });
  const programs = [1, 2, 3, 4, 5, 6].map(client);

  it.each([340, 500, 900])('leave labels room and keep their order on %d px', (width) => {
    const columns = columnsFor({ width, programs, serverLanes: 7, hasArcs: true, durations: 62 });
    const places = columns.clients.flatMap(({ x, step }, i) =>
      Array.from({ length: programs[i]!.lanes }, (_, lane) => x + lane * step),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(columns.clients[0]!.x).toBeGreaterThan(columns.times);
    expect(columns.middle.left).toBeGreaterThan(places.at(-1)!);
    expect(columns.middle.right - columns.middle.left).toBeGreaterThan(width < 430 ? 40 : 140);
    expect(columns.server.x + 6 * columns.server.step).toBeLessThan(width - 62);
  });

  it('put two programs in columns of their own, and two connections of one side by side', () => {
    const recording = new Recording();
    for (const id of [1, 2]) recording.socket(id * 10_000, id);
    recording.open(50_000, 3, { via: 'raw' }).client(51_000, frame('text', 'Hello'));
    const layout = layoutOf(recording);
    const { programs: found, serverLanes, lifelines } = layout;
    expect(found.map(({ program, lanes }) => [program.name, lanes])).toEqual([
      ['this page', 2],
      ['raw client', 1],
    ]);
    const columns = columnsFor({ width: 600, programs: found, serverLanes, hasArcs: false, durations: 0 });
    const xs = lifelines.map((lifeline) => strandX(columns, lifeline, 'client'));
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  });
});
