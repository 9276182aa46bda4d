import { useLayoutEffect } from 'react';
import type { Decoder } from '../../protocol/decoder';
import { type Pointing, type Timetable, useSelected } from '../../timeline';
import { questionOf } from './arcs';
import type { SelectedRow } from './ladder-scroller';
import type { LadderLayout, Row } from './layout';

/** What a unit answers is shown with it when it is no further above. */
const CLOSE_PX = 110;

interface Options {
  readonly pointing: Pointing;
  readonly timetable: Timetable;
  readonly layout: LadderLayout;
  readonly decoder: Decoder;
  /** Of what is drawn. */
  readonly height: number;
  /** The newest row at the playhead. */
  readonly current: Row | null;
}

/** The row of the selected unit; null while it is in a fold, or the playhead has not reached it. */
export function useSelectedRow({ pointing, timetable, layout, decoder, height, current }: Options) {
  const askedY = ({ flight, sentY }: Row) => {
    const asked = questionOf(timetable, decoder, flight);
    const y = (asked === null ? undefined : layout.row(asked)?.sentY) ?? sentY;
    return sentY - y <= CLOSE_PX ? y : sentY;
  };
  const selected = useSelected(pointing);
  const flight = selected && timetable.indexOfUnit(selected.unit);
  const fold = flight === null ? null : layout.foldOf(flight);
  const row = flight === null ? undefined : layout.row(flight);
  // What the playhead has not reached is not drawn.
  const isDrawn = row !== undefined && row.sentY <= height;
  const shown: SelectedRow | null = isDrawn
    ? { y: row.sentY, fromY: askedY(row), isNewest: row === current }
    : null;
  return { flight, fold, shown };
}

interface InSight extends ReturnType<typeof useSelectedRow> {
  readonly find: (row: SelectedRow) => void;
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
    if (shown) find(shown);
  }, [flight, isFolded]);
}
