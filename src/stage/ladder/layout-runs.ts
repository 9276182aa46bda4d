import type { Timetable } from '../../timeline';
import { burstFrom } from './burst';
import { fanFrom, LEAST_CLIENTS } from './fan';
import { heartbeatsFrom } from './heartbeats';
import { lineIn } from './layout-heights';
import type { Place } from './layout-place';
import type { Fold } from './layout-sheet';
import type { LayoutSource } from './layout-source';

/** What a layout gives to those who look for runs: units that are drawn as one, or close together. */
export interface Runs {
  readonly timetable: Timetable;
  readonly source: LayoutSource;
  /** Where the line of a run goes that is folded. */
  readonly folds: Fold[];
  /** Whether the flight is drawn, unless a run folds it. */
  isRow(flight: number): boolean;
}

/**
 * Notes the heartbeats, the fan or the burst that begins with the flight which leaves at the place's moment. False when one may
 * go on beyond what is settled: then it is not known how much of it there is.
 */
export function meetRuns(runs: Runs, place: Place, settledEnd: number | null): boolean {
  const isKnown = (run: { readonly isOver: boolean; readonly end: number }) =>
    settledEnd === null || (run.isOver && run.end <= settledEnd);
  const flight = runs.timetable.moments.ref[place.count]! / 2;
  return (
    meetHeartbeats(runs, place, flight, isKnown) &&
    meetFan(runs, place, flight, isKnown) &&
    meetBurst(runs, place, flight, isKnown)
  );
}

type IsKnown = (run: { readonly isOver: boolean; readonly end: number }) => boolean;

function meetHeartbeats(runs: Runs, place: Place, flight: number, isKnown: IsKnown): boolean {
  if (place.run !== null && place.count < place.run.end) return true;
  place.run = null;
  const { timetable, folds, isRow } = runs;
  const { decoder, foldsHeartbeats, isHeartbeat, isEnd, opened } = runs.source;
  if (!foldsHeartbeats || !isRow(flight) || !isHeartbeat(flight)) return true;
  const run = heartbeatsFrom({ timetable, decoder, isShown: isRow, isEnd }, place.count);
  if (!isKnown(run)) return false;
  place.run = run;
  if (run.count > 0) {
    const key = `heartbeats ${flight}`;
    const isOpen = opened.has(key);
    const y = lineIn(place);
    const { count, micros, folded: flights } = run;
    folds.push({ y, kind: 'heartbeats', key, count, micros, isOpen, flights });
    if (isOpen) place.run = { ...run, folded: new Set() };
    else place.quietSince = run.landedAt;
  }
  return true;
}

function meetFan(runs: Runs, place: Place, flight: number, isKnown: IsKnown): boolean {
  place.fans = place.fans.filter(({ end }) => end > place.count);
  const { timetable, source, isRow } = runs;
  const isCrowd = timetable.timelines.length >= LEAST_CLIENTS;
  if (!isCrowd || !source.foldsFans || !isRow(flight) || place.run?.folded.has(flight)) return true;
  if (place.fans.some(({ folded, first }) => first === flight || folded.has(flight))) return true;
  const fan = fanFrom({ timetable, decoder: source.decoder, isShown: isRow }, place.count);
  if (!isKnown(fan)) return false;
  if (fan.folded.size > 0) place.fans = [...place.fans, fan];
  return true;
}

function meetBurst(runs: Runs, place: Place, flight: number, isKnown: IsKnown): boolean {
  const { timetable, source, isRow } = runs;
  place.bursts = place.bursts.filter(({ end }) => end > place.count);
  if (!source.foldsFans || place.bursts.some(({ flights }) => flights.includes(flight))) return true;
  const isPlain = (one: number) =>
    isRow(one) && source.leavesWith(one) === null && source.piecesOf(one).length === 0;
  const burst = burstFrom({ timetable, decoder: source.decoder, isPlain }, place.count);
  if (!isKnown(burst)) return false;
  if (burst.flights.length > 0) place.bursts = [...place.bursts, burst];
  return true;
}
