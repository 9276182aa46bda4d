import type { Decoder } from '../../protocol/decoder';
import { isHeartbeat } from '../../protocol/is-heartbeat';
import type { ConnectionTimeline, Timetable } from '../../timeline';
import { isControl } from '../innermost';

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
 * Connections of earlier chapters that only say goodbye, or that they are still there, in the last one: that is traffic of
 * the chapter in which an application last used them, whenever they were opened. Each with the instant of that last use.
 */
export function leftBehind(
  timetable: Timetable,
  decoder: Decoder,
  chapters: readonly Chapter[],
): ReadonlyMap<number, number> {
  const since = chapters.at(-1)?.at;
  const behind = new Map<number, number>();
  if (since === undefined || chapters.length < 2) return behind;
  for (const timeline of timetable.timelines) {
    const { openedAt, id } = timeline.connection;
    if (openedAt >= since) continue;
    const spokeAt = lastSpoke(timetable, decoder, timeline) ?? openedAt;
    if (spokeAt < since) behind.set(id, spokeAt);
  }
  return behind;
}

/** When either side last sent anything of an application's; null if neither has. */
function lastSpoke(timetable: Timetable, decoder: Decoder, { lanes }: ConnectionTimeline): number | null {
  const instants = [lanes.client, lanes.server].flatMap(({ flights }) => {
    const last = flights.findLast((flight) => {
      const { unit } = timetable.flights[flight]!;
      return !isControl(unit) && !isHeartbeat(decoder, unit);
    });
    return last === undefined ? [] : [timetable.leaveAt[last]!];
  });
  return instants.length > 0 ? Math.max(...instants) : null;
}
