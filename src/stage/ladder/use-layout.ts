import { useEffect, useMemo, useReducer } from 'react';
import type { Capture } from '../../capture/capture';
import { type Hidden, type Pointing, timetableOf } from '../../timeline';
import type { Chapter } from './chapters';
import type { LadderFilter } from './filter';
import { LadderLayout } from './layout';
import { sourceOf } from './layout-source';

interface Options {
  readonly filter: LadderFilter;
  readonly hidden: Hidden | null;
  readonly chapters: readonly Chapter[];
  readonly foldsHeartbeats: boolean;
  readonly foldsFans: boolean;
  readonly pointing: Pointing;
  /** The keys of the folds that are open. */
  readonly opened: ReadonlySet<string>;
}

/** The layout of what passes the filter. A large one is made in pieces, so that the page responds. */
export function useLayout(capture: Capture, options: Options): LadderLayout {
  const { filter, hidden, chapters, foldsHeartbeats, foldsFans, opened, pointing } = options;
  const timetable = timetableOf(capture);
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const layout = useMemo(
    () =>
      new LadderLayout(
        timetable,
        sourceOf(capture, {
          ...{ filter, hidden, chapters, foldsHeartbeats, foldsFans, opened },
          selected: () => pointing.selected?.unit.connection ?? null,
        }),
      ),
    [capture, timetable, filter, hidden, chapters, foldsHeartbeats, foldsFans, opened, pointing],
  ).update();
  useEffect(() => {
    if (layout.isComplete) return;
    const timer = setTimeout(render);
    return () => clearTimeout(timer);
  });
  return layout;
}
