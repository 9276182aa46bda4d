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
}

/** Brings the row of a unit into sight that is selected elsewhere: on the wire, in a console, by a line of code or a link. */
export function useSelectedInSight({ pointing, timetable, layout, height, find }: Options): void {
  const selected = useSelected(pointing);
  const flight = selected && timetable.indexOfUnit(selected.unit);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection scrolls.
  useLayoutEffect(() => {
    const row = flight === null ? undefined : layout.row(flight);
    // What the playhead has not reached is not drawn.
    if (row && row.sentY <= height) find(row.sentY);
  }, [flight]);
}
