import { useEffect, useMemo, useReducer } from 'react';
import type { Capture } from '../../capture/capture';
import { timetableOf } from '../../timeline';
import { type LadderFilter, passesFilter } from './filter';
import { LadderLayout } from './layout';

/** The layout of what passes the filter. A large one is made in pieces, so that the page responds. */
export function useLayout(capture: Capture, filter: LadderFilter): LadderLayout {
  const timetable = timetableOf(capture);
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const layout = useMemo(() => {
    const isShown = (flight: number) =>
      passesFilter(capture.decoder, filter, timetable.flights[flight]!.unit);
    return new LadderLayout(timetable, isShown, () => capture.missed);
  }, [capture, timetable, filter]).update();
  useEffect(() => {
    if (layout.isComplete) return;
    const timer = setTimeout(render);
    return () => clearTimeout(timer);
  });
  return layout;
}
