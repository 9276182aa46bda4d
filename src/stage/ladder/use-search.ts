import { useEffect, useMemo, useReducer } from 'react';
import type { Decoder } from '../../protocol/decoder';
import type { Timetable } from '../../timeline';
import { LadderSearch } from './search';

/** Work a piece at a time takes this long, so that the page still answers. */
const PIECE_MS = 8;

/** The search for this text over everything so far, going on piece by piece; null without a text. */
export function useSearch(query: string, timetable: Timetable, decoder: Decoder): LadderSearch | null {
  const wanted = query.trim();
  const [, render] = useReducer((renders: number) => renders + 1, 0);
  const search = useMemo(
    () => (wanted === '' ? null : new LadderSearch(wanted, timetable, decoder)),
    [wanted, timetable, decoder],
  );
  const count = timetable.flights.length;
  const revision = timetable.revision;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come since is searched, too.
  useEffect(() => {
    if (!search) return;
    let timer: ReturnType<typeof setTimeout>;
    const goOn = () => {
      const until = performance.now() + PIECE_MS;
      const hasNews = search.advance(() => performance.now() < until);
      if (search.left > 0) timer = setTimeout(goOn);
      if (hasNews || search.left === 0) render();
    };
    timer = setTimeout(goOn);
    return () => clearTimeout(timer);
  }, [search, count, revision]);
  return search;
}
