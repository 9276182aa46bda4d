import { ackIdOf, acksIn, eventsIn, sessionsIn } from '../parts/socket-io';
import type { Traffic } from '../traffic';

/** Null once two questions of the client were open at once and the second was answered first, otherwise what is missing. */
export function missingOvertaking(traffic: Traffic): string | null {
  const asked = eventsIn(traffic, 'client').filter((event) => ackIdOf(traffic, event) !== null);
  if (asked.length === 0) return 'No event has asked for an answer yet.';
  if (asked.length === 1) return 'One question has been asked; the goal needs two.';
  // Ids are counted per session: looking at one is enough.
  if (sessionsIn(traffic).length > 1) return 'Several sessions are open: ask both questions in one.';
  const answers = new Map(acksIn(traffic, 'server').map((ack) => [ackIdOf(traffic, ack), ack.unit.at]));
  if (answers.size === 0) return `${asked.length} questions were asked, and none has been answered.`;
  let wereOpen = false;
  for (const [at, first] of asked.entries()) {
    const firstAnswered = answers.get(ackIdOf(traffic, first)) ?? Number.POSITIVE_INFINITY;
    for (const second of asked.slice(at + 1)) {
      const secondAnswered = answers.get(ackIdOf(traffic, second)) ?? Number.POSITIVE_INFINITY;
      if (second.unit.at > firstAnswered) continue;
      wereOpen = true;
      if (secondAnswered < firstAnswered && Number.isFinite(firstAnswered)) return null;
    }
  }
  return wereOpen
    ? 'Two questions were open at once, but the first was answered first, or has no answer yet.'
    : 'The first was answered before the second was asked.';
}
