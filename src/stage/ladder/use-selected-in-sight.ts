import { useLayoutEffect } from 'react';
import { type Pointing, type Timetable, useSelected } from '../../timeline';
import type { LadderLayout } from './layout';

interface Options {
  readonly pointing: Pointing;
  readonly timetable: Timetable;
  readonly layout: LadderLayout;
  /** Of what is drawn. */
  readonly height: number;
  readonly find: (y: number) => void;
  /** Opens a fold by its key. */
  readonly open: (key: string) => void;
}

/** Brings the row of a unit into sight, out of its fold, that is selected elsewhere: on the wire, in a console, by a line of code or a link. */
export function useSelectedInSight({ pointing, timetable, layout, height, find, open }: Options): void {
  const selected = useSelected(pointing);
  const flight = selected && timetable.indexOfUnit(selected.unit);
  const fold = flight === null ? null : layout.foldOf(flight);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection opens its fold.
  useLayoutEffect(() => {
    if (fold !== null) open(fold);
  }, [flight]);
  const isFolded = fold !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls.
  useLayoutEffect(() => {
    const row = flight === null ? undefined : layout.row(flight);
    // What the playhead has not reached is not drawn.
    if (row && row.sentY <= height) find(row.sentY);
  }, [flight, isFolded]);
}
