import type { Capture } from '../../capture/capture';
import { type Pointing, timetableOf, useSelected } from '../../timeline';
import { selectionFor } from '../innermost';
import type { LadderLayout } from './layout';
import { type LadderSearch, nextHit } from './search';

interface Options {
  readonly capture: Capture;
  readonly pointing: Pointing;
  readonly layout: LadderLayout;
  readonly search: LadderSearch | null;
  readonly reveal: (y: number) => void;
}

/** Goes to the next visible hit of the search from the selected unit on: selects it and scrolls to it. */
export function useHits({ capture, pointing, layout, search, reveal }: Options) {
  const selected = useSelected(pointing);
  return (direction: 1 | -1) => {
    const timetable = timetableOf(capture);
    const from = selected && timetable.indexOfUnit(selected.unit);
    const shownHits = search?.hits.filter((flight) => layout.row(flight)) ?? [];
    const hit = nextHit(shownHits, from, direction);
    if (hit === null) return;
    pointing.select(selectionFor(capture.decoder, timetable.flights[hit]!.unit));
    reveal(layout.row(hit)!.sentY);
  };
}
