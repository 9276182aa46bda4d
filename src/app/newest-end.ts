import type { Capture } from '../capture/capture';
import { becauseText, endingText } from '../stage/ending';
import { endingAt, timetableOf } from '../timeline';

interface NewestEnd {
  readonly at: number;
  readonly sentence: string;
}

/** The newest end of a connection by `now`, as a sentence; null when none that was opened at `since` or later has ended. */
export function newestEnd(capture: Capture, now: number, since = 0): NewestEnd | null {
  const { decoder } = capture;
  let newest: NewestEnd | null = null;
  for (const timeline of timetableOf(capture).timelines) {
    const { connection } = timeline;
    const ending = connection.openedAt >= since ? endingAt(timeline, now) : null;
    if (!ending) continue;
    // One side may have ended its direction long before the other.
    const at = connection.ends.findLast((end) => end.at <= now)?.at ?? ending.at;
    if (newest && newest.at > at) continue;
    const how = endingText(ending, decoder) + becauseText(decoder, connection, ending);
    newest = { at, sentence: `Port ${connection.client.port} ended: ${how}.` };
  }
  return newest;
}
