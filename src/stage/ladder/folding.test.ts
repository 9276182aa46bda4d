import { describe, expect, it } from 'vitest';
import { closeFrame, frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

type Options = Parameters<typeof sourceOf>[1];

function layoutOf({ capture }: Recording, options?: Options): LadderLayout {
  return new LadderLayout(timetableOf(capture), sourceOf(capture, options)).update();
}

/** The labels of the rows, from top to bottom. */
function labelsOf(layout: LadderLayout, { capture }: Recording): string[] {
  const { flights } = timetableOf(capture);
  return layout.rows.map(({ flight }) => capture.decoder.labelOf(flights[flight]!.unit));
}

const SECOND = 1_000_000;

function beat(recording: Recording, times: number): Recording {
  for (let i = 1; i <= times; i++) {
    recording.server(i * 25 * SECOND, frame('ping')).client(i * 25 * SECOND + 900, frame('pong'));
  }
  return recording;
}

describe('heartbeats', () => {
  it('are one line, but for the newest', () => {
    const recording = beat(new Recording().open(0).handshake(1_000), 6);
    const layout = layoutOf(recording);
    expect(labelsOf(layout, recording).slice(2)).toEqual(['ping', 'pong']);
    expect(layout.folds.filter(({ kind }) => kind === 'heartbeats')).toMatchObject([
      { count: 5, isOpen: false },
    ]);
  });

  it('are one line while they come, too', () => {
    const recording = new Recording().open(0).handshake(1_000);
    const { capture } = recording;
    const layout = layoutOf(recording);
    for (let i = 1; i <= 6; i++) {
      recording.server(i * 25 * SECOND, frame('ping')).client(i * 25 * SECOND + 900, frame('pong'));
      timetableOf(capture);
      layout.update();
    }
    expect(layout.rows).toEqual(layoutOf(recording).rows);
    expect(layout.folds).toEqual(layoutOf(recording).folds);
  });

  it('are shown where there are few, where they are the topic, and where the reader opens them', () => {
    const few = beat(new Recording().open(0).handshake(1_000), 3);
    expect(layoutOf(few).rows).toHaveLength(2 + 6);
    const many = beat(new Recording().open(0).handshake(1_000), 6);
    expect(layoutOf(many, { foldsHeartbeats: false }).rows).toHaveLength(2 + 12);
    const key = layoutOf(many).foldOf(4);
    const opened = new Set([key!]);
    expect(layoutOf(many, { opened }).rows).toHaveLength(2 + 12);
    expect(layoutOf(many, { opened }).foldOf(4)).toBeNull();
  });

  it('are interrupted by anything else', () => {
    const recording = beat(new Recording().open(0).handshake(1_000), 2);
    recording.client(60 * SECOND, frame('text', 'Hello'));
    for (const at of [75, 100])
      recording.server(at * SECOND, frame('ping')).client(at * SECOND + 900, frame('pong'));
    expect(layoutOf(recording).rows).toHaveLength(2 + 4 + 1 + 4);
  });
});

describe('chapters', () => {
  const chapters = [
    { name: 'Step 1', at: 0 },
    { name: 'Step 2', at: 10 * SECOND },
  ];

  it('fold what came before, and what an earlier one left behind says at its end', () => {
    const recording = new Recording().open(0).handshake(1_000).client(SECOND, frame('text', 'before'));
    recording.client(11 * SECOND, closeFrame(1000)).server(11 * SECOND + 900, closeFrame(1000));
    const later = recording.open(12 * SECOND, 2).handshake(12 * SECOND + 500);
    later.client(13 * SECOND, frame('text', 'now'));
    const layout = layoutOf(recording, { chapters });
    expect(labelsOf(layout, recording)).toEqual(['GET /lab/a1/ws', '101 Switching Protocols', 'text “now”']);
    expect(layout.folds.filter(({ kind }) => kind === 'chapter')).toMatchObject([{ chapter: 0 }]);
    expect(layout.chapterCount(0)).toEqual({ units: 5, connections: 1 });
    expect(layout.foldOf(2)).toBe('chapter 0');
    const whole = layoutOf(recording, { chapters, opened: new Set(['chapter 0']) });
    expect(whole.rows).toHaveLength(8);
  });

  it('have what was sent in them, also on a connection that was opened earlier', () => {
    const three = [...chapters, { name: 'Step 3', at: 20 * SECOND }];
    const recording = new Recording().open(0).handshake(1_000).client(SECOND, frame('text', 'first'));
    recording.client(11 * SECOND, frame('text', 'second')).server(12 * SECOND, frame('text', 'second'));
    recording.client(21 * SECOND, closeFrame(1000)).server(21 * SECOND + 900, closeFrame(1000));
    const layout = layoutOf(recording, { chapters: three });
    expect(layout.rows).toHaveLength(0);
    expect(layout.chapterCount(0)).toEqual({ units: 3, connections: 1 });
    expect(layout.chapterCount(1)).toEqual({ units: 4, connections: 1 });
  });

  it('show a connection that goes on, as WebSocket from the top', () => {
    const recording = new Recording()
      .open(0)
      .handshake(1_000)
      .client(11 * SECOND, frame('text', 'on'));
    const { rows, lifelines } = layoutOf(recording, { chapters });
    expect(rows).toHaveLength(1);
    expect(lifelines[0]!.switchedY).toEqual({ client: lifelines[0]!.top, server: lifelines[0]!.top });
  });
});

describe('ends of connections', () => {
  /** Three connections, of which the first ends like this and the others with a FIN each. */
  function ending(how: 'fin' | 'reset', between?: (recording: Recording) => void): LadderLayout {
    const recording = new Recording();
    for (const id of [1, 2, 3]) recording.socket(id * 10_000, id);
    recording.on(1).end(100_000, 'client', how).end(100_100, 'server', 'closed');
    between?.(recording);
    for (const id of [2, 3])
      recording
        .on(id)
        .end(id * 100_000, 'client', 'fin')
        .end(id * 100_000 + 100, 'server', 'closed');
    return layoutOf(recording);
  }
  const leadsOf = ({ lifelines }: LadderLayout) =>
    lifelines.map(({ endsWith }) => endsWith?.timeline.connection.id ?? null);

  it('that follow each other have one note', () => {
    const layout = ending('fin');
    expect(leadsOf(layout)).toEqual([null, 1, 1]);
    const [first, , last] = layout.lifelines;
    expect(layout.countEndingWith(first!, () => true)).toBe(2);
    expect(layout.countEndingWith(first!, ({ timeline }) => timeline.connection.closedAt! < 250_000)).toBe(1);
    expect(last!.bottom! - first!.bottom!).toBeLessThan(60);
  });

  it('have notes of their own when something happens between them', () => {
    const layout = ending('fin', (recording) => recording.on(2).server(150_000, frame('text', 'still here')));
    expect(leadsOf(layout)).toEqual([null, null, 2]);
  });

  it('have notes of their own when one is a reset', () => {
    expect(leadsOf(ending('reset'))).toEqual([null, null, 2]);
  });
});
