import type { Decoder } from '../../protocol/decoder';
import type { ConnectionTimeline, Timetable } from '../../timeline';
import { isControl } from '../innermost';
import { isHeartbeat } from './heartbeats';

/** A stretch of the lab's time with a name, such as a step of a lesson; it ends where the next one begins. */
export interface Chapter {
  readonly name: string;
  /** When it begins, microseconds of the lab's clock. */
  readonly at: number;
}

/** The index of the chapter that this instant belongs to; what is before the first belongs to the first. */
export function chapterAt(chapters: readonly Chapter[], at: number): number {
  return Math.max(
    0,
    chapters.findLastIndex((chapter) => chapter.at <= at),
  );
}

/**
 * Connections of earlier chapters that only say goodbye, or that they are still there, in the last one: that is the
 * earlier chapter's traffic.
 */
export function leftBehind(
  timetable: Timetable,
  decoder: Decoder,
  chapters: readonly Chapter[],
): ReadonlySet<number> {
  const since = chapters.at(-1)?.at;
  if (since === undefined || chapters.length < 2) return new Set();
  return new Set(
    timetable.timelines
      .filter(
        (timeline) => timeline.connection.openedAt < since && !speaks(timetable, decoder, timeline, since),
      )
      .map(({ connection }) => connection.id),
  );
}

/** Whether either side has sent anything of an application's since then. */
function speaks(
  timetable: Timetable,
  decoder: Decoder,
  { lanes }: ConnectionTimeline,
  since: number,
): boolean {
  return [lanes.client, lanes.server].some(({ flights }) => {
    for (let i = flights.length - 1; i >= 0 && timetable.leaveAt[flights[i]!]! >= since; i--) {
      const { unit } = timetable.flights[flights[i]!]!;
      if (!isControl(unit) && !isHeartbeat(decoder, unit)) return true;
    }
    return false;
  });
}
