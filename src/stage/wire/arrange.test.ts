import { expect, it } from 'vitest';
import { createWarp, sceneAt, timetableOf } from '../../timeline';
import { FakeCapture } from '../../timeline/fake-capture';
import { arrange, FULL, THIN } from './arrange';

function openCables(count: number, busy: readonly number[] = []) {
  const capture = new FakeCapture();
  for (let id = 1; id <= count; id++) capture.connect(id, id * 1_000);
  for (const connection of busy) capture.unit({ connection, kind: 'text', sender: 'client', at: 900_000 });
  const timetable = timetableOf(capture);
  return sceneAt(timetable, createWarp('real', timetable), 1_000_000).cables;
}

const full = (arrangement: ReturnType<typeof arrange>) =>
  arrangement.rows.filter(({ isThin }) => !isThin).map(({ cable }) => cable.connection.id);

it.each([
  [1, 1, 0, 0],
  [2, 2, 0, 0],
  [3, 3, 0, 0],
  [6, 3, 3, 0],
  [12, FULL, THIN, 4],
  [40, FULL, THIN, 32],
])('of %d open cables %d are in full, %d lines, %d only counted', (open, inFull, thin, hidden) => {
  const arranged = arrange(openCables(open), new Set(), null, false);
  expect([full(arranged).length, arranged.rows.length - full(arranged).length, arranged.hidden]).toEqual([
    inFull,
    thin,
    hidden,
  ]);
});

it('gives the room to the cables on which something happens, and to the selected one', () => {
  const cables = openCables(12, [2, 5]);
  expect(full(arrange(cables, new Set(), 7, false))).toEqual([2, 5, 7]);
});

it('leaves a busy cable where it is while others become busy, too', () => {
  const cables = openCables(12, [1, 2, 3, 10, 11, 12]);
  expect(full(arrange(cables, new Set([1, 2, 3]), null, false))).toEqual([1, 2, 3]);
});

it('shows every one of them when asked to', () => {
  const arranged = arrange(openCables(40), new Set(), null, true);
  expect([arranged.rows.length, arranged.hidden]).toEqual([40, 0]);
});
