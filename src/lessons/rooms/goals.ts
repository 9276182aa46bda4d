import { sessionsIn } from '../parts/socket-io';
import type { Traffic } from '../traffic';

/** Null once one emit of the server made packets for exactly two of three sessions, otherwise what is missing. */
export function missingTwoOfThree(traffic: Traffic): string | null {
  const sessions = sessionsIn(traffic).length;
  if (sessions < 3)
    return sessions === 0 ? 'Nobody is connected yet.' : `${sessions} of three are connected.`;
  if (sessions > 3) return `${sessions} sessions were opened; three are wanted: run all again.`;
  const emits = traffic.code.filter(({ end, kind }) => end === 'server' && kind === 'emit');
  if (emits.length === 0) return 'Three are connected, and the server has emitted nothing.';
  const reached = emits.map(({ packets }) => new Set(packets.map(({ sid }) => sid)).size);
  if (reached.includes(2)) return null;
  return reached.at(-1) === 3
    ? 'That one reached all three.'
    : `That one reached ${reached.at(-1)} of three.`;
}
