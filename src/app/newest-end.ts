import type { Capture } from '../capture/capture';
import { becauseText, endingText } from '../stage/ending';
import { endingAt, timetableOf } from '../timeline';

interface NewestEnd {
  readonly at: number;
  readonly sentence: string;
}

/** The newest end of a connection by `now`, as a sentence; null when none that was used at `since` or later has ended. */
export function newestEnd(capture: Capture, now: number, since = 0): NewestEnd | null {
  const { decoder } = capture;
  const { timelines, flights } = timetableOf(capture);
  let newest: NewestEnd | null = null;
  for (const timeline of timelines) {
    const { connection, lanes } = timeline;
    const ending = endingAt(timeline, now);
    const usedAt = [lanes.client, lanes.server].map(
      (lane) => flights[lane.flights.at(-1) ?? -1]?.unit.at ?? 0,
    );
    if (!ending || Math.max(connection.openedAt, ...usedAt) < since) continue;
    // One side may have ended its direction long before the other.
    const at = connection.ends.findLast((end) => end.at <= now)?.at ?? ending.at;
    if (newest && newest.at > at) continue;
    const how = endingText(ending, decoder) + becauseText(decoder, connection, ending);
    newest = { at, sentence: `Port ${connection.client.port} ended: ${how}.` };
  }
  return newest;
}
