import { expect, it } from 'vitest';
import { frame, Recording } from '../../capture/recording/recording';
import { createWarp, sceneAt, timetableOf } from '../../timeline';
import { arrange, SHOWN } from './arrange';

function openCables(count: number, busy: readonly number[] = []) {
  const recording = new Recording();
  for (let id = 1; id <= count; id++) recording.open(id * 1_000, id, { isPlain: true });
  for (const id of busy) recording.on(id).client(900_000, 'Hello');
  const timetable = timetableOf(recording.capture);
  return sceneAt(timetable, createWarp('real', timetable), 1_000_000).cables;
}

const shown = ({ rows }: ReturnType<typeof arrange>) => rows.map(({ connection }) => connection.id);

it.each([
  [1, 1, 0],
  [6, 6, 0],
  [8, SHOWN, 0],
  [12, SHOWN, 4],
  [40, SHOWN, 32],
])('of %d open cables %d are drawn, and %d only counted', (open, drawn, hidden) => {
  const arranged = arrange(openCables(open), new Set(), null, false);
  expect([arranged.rows.length, arranged.hidden]).toEqual([drawn, hidden]);
});

it('gives the room to the cables on which something happens, and to the selected one', () => {
  const cables = openCables(12, [2, 4]);
  // The others are the newest.
  expect(shown(arrange(cables, new Set(), 1, false))).toEqual([1, 2, 4, 8, 9, 10, 11, 12]);
});

it('leaves a busy cable where it is while others become busy, too', () => {
  const all = Array.from({ length: 12 }, (_, i) => i + 1);
  const first = all.slice(0, SHOWN);
  expect(shown(arrange(openCables(12, all), new Set(first), null, false))).toEqual(first);
});

it('shows every one of them when asked to', () => {
  const arranged = arrange(openCables(40), new Set(), null, true);
  expect([arranged.rows.length, arranged.hidden]).toEqual([40, 0]);
});

it('gives the room to the members of a class who sent something last, since all get the same at once', () => {
  const recording = new Recording();
  for (let id = 1; id <= 20; id++) {
    const hex = id.toString(16).padStart(16, '0');
    const target = `/guest/${hex}${hex}/${hex}-${hex}-${hex}${hex}/socket.io/?name=S${id}`;
    recording.open(id * 1_000, id).handshake(id * 1_000 + 100, { target });
  }
  recording.on(3).client(500_000, frame('text', 'Hello'));
  for (let id = 1; id <= 20; id++) recording.on(id).server(600_000 + id, frame('text', 'Hello'));
  const timetable = timetableOf(recording.capture);
  const { cables } = sceneAt(timetable, createWarp('real', timetable), 10_000_000);
  const arranged = arrange(cables, new Set(), null, false);
  expect(shown(arranged)).toEqual([3, 14, 15, 16, 17, 18, 19, 20]);
  expect(arranged.hiddenGuests).toBe(12);
});
