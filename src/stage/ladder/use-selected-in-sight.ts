import { useLayoutEffect } from 'react';
import { type Pointing, type Timetable, useSelected } from '../../timeline';
import type { SelectedRow } from './ladder-scroller';
import type { LadderLayout, Row } from './layout';

interface Options {
  readonly pointing: Pointing;
  readonly timetable: Timetable;
  readonly layout: LadderLayout;
  /** Of what is drawn. */
  readonly height: number;
  /** The newest row at the playhead. */
  readonly current: Row | null;
}

/** The row of the selected unit; null while it is in a fold, or the playhead has not reached it. */
export function useSelectedRow({ pointing, timetable, layout, height, current }: Options) {
  const selected = useSelected(pointing);
  const flight = selected && timetable.indexOfUnit(selected.unit);
  const fold = flight === null ? null : layout.foldOf(flight);
  const row = flight === null ? undefined : layout.row(flight);
  // What the playhead has not reached is not drawn.
  const isDrawn = row !== undefined && row.sentY <= height;
  const shown: SelectedRow | null = isDrawn ? { y: row.sentY, isNewest: row === current } : null;
  return { flight, fold, shown };
}

interface InSight extends ReturnType<typeof useSelectedRow> {
  readonly find: (y: number) => void;
  /** Opens a fold by its key. */
  readonly open: (key: string) => void;
}

/** Brings the row of a unit into sight, out of its fold, that is selected elsewhere: on the wire, in a console, by a line of code or a link. */
export function useSelectedInSight({ flight, fold, shown, find, open }: InSight): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection opens its fold.
  useLayoutEffect(() => {
    if (fold !== null) open(fold);
  }, [flight]);
  const isFolded = fold !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls.
  useLayoutEffect(() => {
    if (shown) find(shown.y);
  }, [flight, isFolded]);
}
