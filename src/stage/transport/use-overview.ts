import { useEffect, useMemo, useReducer } from 'react';
import type { Capture } from '../../capture/capture';
import { ROWS } from '../../capture/revision-store';
import { useRevision } from '../../capture/use-capture';
import { timetableOf } from '../../timeline';
import { faultsOf } from '../../timeline/faults';
import { axisOf } from './axis';
import { barsOf } from './bars';
import { Density } from './density';
import { HALF_PX } from './overview';
import { Stretches } from './stretches';

/** The overview of a capture at this width; updated a few times a second while it grows. */
export function useOverview(capture: Capture, width: number) {
  const timetable = timetableOf(capture);
  const stretches = useMemo(() => new Stretches(timetable), [timetable]);
  const density = useMemo(() => new Density(capture.decoder, timetable), [capture, timetable]);
  useRevision(capture, { of: () => [capture.revision, timetableOf(capture).flights.length], pace: ROWS });
  const [counted, countMore] = useReducer((times: number) => times + 1, 0);
  const revision = timetable.revision;
  // The timetable and the counts grow in place; their revision and `counted` show the change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const axis = useMemo(() => {
    stretches.update();
    return axisOf(stretches.starts, stretches.ends);
  }, [stretches, revision]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  const { bars, isWhole } = useMemo(() => {
    const { bins, isWhole } = density.read();
    return { bars: barsOf(bins, axis, width, HALF_PX), isWhole };
  }, [density, axis, width, counted]);
  useEffect(() => {
    if (isWhole) return;
    const timer = setTimeout(countMore);
    return () => clearTimeout(timer);
  });
  return { timetable, axis, bars, faults: faultsOf(capture, timetable), revision };
}
