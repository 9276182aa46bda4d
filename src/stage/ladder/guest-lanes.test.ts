import { describe, expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { timetableOf } from '../../timeline';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

type Options = Parameters<typeof sourceOf>[1];

const hex = (n: number, length: number) => n.toString(16).padStart(length, '0');

/** The address of the guest with this number. */
const target = (n: number, name: string) =>
  `/guest/${hex(0, 32)}/${hex(n, 16)}-${hex(n, 16)}-${hex(7, 32)}/socket.io/?${new URLSearchParams({ name })}&EIO=4&transport=websocket`;

/** A class of this size, each with a connection; the first ones last. */
function room(size: number, nameOf = (n: number) => `Student ${n}`): Recording {
  const recording = new Recording();
  for (let n = size; n >= 1; n--) {
    recording
      .open((size - n) * 10_000, n)
      .handshake((size - n) * 10_000 + 100, { target: target(n, nameOf(n)) });
  }
  return recording;
}

const layoutOf = ({ capture }: Recording, options?: Options) =>
  new LadderLayout(timetableOf(capture), sourceOf(capture, options)).update();

const columnsOf = (layout: LadderLayout) => layout.programs.map(({ program }) => program.name);

/** The server sends the same to all of them, one write after the other. */
function emit(recording: Recording, at: number, size: number, text: string): void {
  for (let n = 1; n <= size; n++) recording.on(n).server(at + n * 5, frame('text', `42["news","${text}"]`));
}

const SECOND = 1_000_000;

describe('a class on one wire', () => {
  it('has a column for each, by name, while they are few', () => {
    const layout = layoutOf(room(3, (n) => ['Ada', '<b>Ben</b>', ''][n - 1]!));
    expect(new Set(columnsOf(layout))).toEqual(new Set(['Ada', '<b>Ben</b>', 'Student 0000']));
  });

  it('says where their requests go without what only makes the address theirs', () => {
    const { capture } = room(1);
    expect(capture.decoder.labelOf(timetableOf(capture).flights[0]!.unit)).toBe('GET /guest/…/socket.io/');
  });

  it('has one line for all signs of life between what it says', () => {
    const recording = room(3);
    const beat = (at: number) => {
      for (let n = 1; n <= 3; n++)
        recording
          .on(n)
          .server(at + n * 2000, frame('text', '2'))
          .client(at + n * 2000 + 900, frame('text', '3'));
    };
    beat(25 * SECOND);
    beat(50 * SECOND);
    const { rows, folds } = layoutOf(recording);
    expect(rows).toHaveLength(6);
    expect(folds).toMatchObject([{ kind: 'heartbeats', count: 6 }]);
  });

  it('shows no characters that turn or hide what stands beside a name', () => {
    expect(columnsOf(layoutOf(room(1, () => 'A\u202eda\u0007\n')))).toEqual(['Ada']);
  });

  it('has columns for the few who sent something last, and one for all others, in which rows have names', () => {
    const recording = room(200);
    const layout = layoutOf(recording);
    expect(columnsOf(layout)).toHaveLength(6);
    expect(columnsOf(layout).at(-1)).toBe('and 195 more students');
    expect(layout.serverLanes).toBe(6);
    expect(columnsOf(layout)).toContain('Student 1');
    recording.on(150).client(20 * SECOND, frame('text', '42["say","Hello"]'));
    timetableOf(recording.capture);
    layout.update();
    expect(columnsOf(layout)).toHaveLength(6);
    expect(columnsOf(layout)).toContain('Student 150');
    expect(layout.rows).toHaveLength(401);
  });

  it('keeps columns where they are while one after the other sends something, and for signs of life', () => {
    const recording = room(20);
    const layout = layoutOf(recording);
    const before = columnsOf(layout);
    recording.on(15).client(200_000, frame('text', '42["say","Hello"]'));
    recording.on(16).client(20 * SECOND, frame('pong'));
    timetableOf(recording.capture);
    layout.update();
    expect(columnsOf(layout)).toContain('Student 15');
    expect(columnsOf(layout)).not.toContain('Student 16');
    const after = columnsOf(layout);
    expect(after).not.toEqual(before);
    recording.on(17).client(20 * SECOND + 300_000, frame('text', '42["say","Hello"]'));
    timetableOf(recording.capture);
    expect(columnsOf(layout.update())).toEqual(after);
  });

  it('names whom the selection is in', () => {
    const recording = room(20);
    let selected: number | null = null;
    const layout = layoutOf(recording, { selected: () => selected });
    expect(columnsOf(layout)).not.toContain('Student 18');
    selected = 18;
    expect(columnsOf(layout.update())).toContain('Student 18');
    expect(columnsOf(layout)).toHaveLength(6);
  });

  it('draws what goes to all of them as one row, and all of it when it is opened', () => {
    const recording = room(200);
    emit(recording, 10 * SECOND, 200, 'Hello');
    emit(recording, 12 * SECOND, 200, 'Again');
    const layout = layoutOf(recording);
    expect(layout.rows.slice(400).map(({ fan }) => 1 + (fan?.folded.size ?? 0))).toEqual([200, 200]);
    const [fold] = layout.folds.filter(({ kind }) => kind === 'fan');
    expect(fold).toMatchObject({ count: 199, isOpen: false });
    const key = layout.foldOf(450)!;
    expect(fold).toMatchObject({ key });
    const opened = layoutOf(recording, { opened: new Set([key]) });
    expect(opened.rows).toHaveLength(400 + 200 + 1);
    expect(opened.foldOf(450)).toBeNull();
    expect(layoutOf(recording, { foldsFans: false }).rows).toHaveLength(800);
  });

  it('draws it so while it comes, too', () => {
    const recording = room(30);
    const layout = layoutOf(recording);
    for (let n = 1; n <= 30; n++) {
      recording.on(n).server(10 * SECOND + n * 5, frame('text', '42["news","Hello"]'));
      timetableOf(recording.capture);
      layout.update();
    }
    expect(layout.rows).toEqual(layoutOf(recording).rows);
    expect(layout.folds).toEqual(layoutOf(recording).folds);
  });

  it('folds two emits that are written in turns, and neither other texts nor few clients', () => {
    const recording = room(20);
    for (let n = 1; n <= 20; n++) {
      recording.on(n).server(10 * SECOND + n * 10, frame('text', '42["a"]'));
      recording.on(n).server(10 * SECOND + n * 10 + 5, frame('text', '42["b"]'));
    }
    expect(
      layoutOf(recording)
        .rows.slice(40)
        .map(({ fan }) => 1 + (fan?.folded.size ?? 0)),
    ).toEqual([20, 20]);
    for (let n = 1; n <= 20; n++)
      recording.on(n).server(20 * SECOND + n * 5, frame('text', `42["to",${n + 9}]`));
    emit(recording, 30 * SECOND, 7, 'Few');
    expect(layoutOf(recording).rows).toHaveLength(40 + 2 + 20 + 7);
  });
});
