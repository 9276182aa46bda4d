import { sessionsIn } from '../parts/socket-io';
import { outOf } from '../prose/say';
import type { Traffic } from '../traffic';

/** Null once one emit of the server made packets for exactly two of three sessions, otherwise what is missing. */
export function missingTwoOfThree(traffic: Traffic): string | null {
  const sessions = sessionsIn(traffic).length;
  if (sessions < 3)
    return sessions === 0 ? 'No client is connected yet.' : `Clients connected: ${outOf(sessions, 3)}.`;
  if (sessions > 3) return `${sessions} sessions were opened, and the goal needs three: run all again.`;
  const emits = traffic.code.filter(({ end, kind }) => end === 'server' && kind === 'emit');
  if (emits.length === 0) return 'Three are connected, and the server has emitted nothing.';
  const reached = emits.map(({ packets }) => new Set(packets.map(({ sid }) => sid)).size);
  if (reached.includes(2)) return null;
  return reached.at(-1) === 3
    ? 'The last emit reached all three.'
    : `The last emit reached ${outOf(reached.at(-1) ?? 0, 3)}.`;
}
