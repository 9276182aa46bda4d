import type { Unit } from '../protocol/unit';
import type { ConnectionTimeline } from './connection-timeline';
import type { Timetable } from './timetable';

/**
 * Whose turn it is on a connection that speaks HTTP (RFC 9112 §9.3): requests and answers alternate on one lane, and
 * answers come in the order of their requests.
 */
export interface Turn {
  readonly state: 'request' | 'waiting' | 'answer' | 'idle';
  /** The request of this turn. */
  readonly request: Unit;
  /** Its start, microseconds of capture time. */
  readonly since: number;
  /** Pipelined requests that wait behind it (RFC 9112 §9.3.2). */
  readonly queued: number;
  /** Answers that have begun. */
  readonly answers: number;
}

/** The turn at `now`, with this many HTTP messages of each side sent; null before the first request, and where something else than HTTP/1.1 is spoken. */
export function turnAt(
  timetable: Timetable,
  { lanes, interims }: ConnectionTimeline,
  left: { readonly client: number; readonly server: number },
  now: number,
): Turn | null {
  const requests = Math.min(left.client, lanes.client.http);
  if (requests === 0) return null;
  // Another protocol, which is not decoded, has begun on it: whose turn that means is not known.
  if (timetable.flights[lanes.client.flights[requests - 1]!]!.unit.kind === 'undecoded') return null;
  const { answers, newest } = answersOf(lanes.server.flights, interims, {
    responses: Math.min(left.server, lanes.server.http),
    requests,
  });
  const requestOf = (turn: number) => lanes.client.flights[turn]!;
  if (newest !== null && isUnderWay(timetable, newest, now)) {
    const request = timetable.flights[requestOf(answers - 1)]!.unit;
    const since = timetable.leaveAt[newest]!;
    return { state: 'answer', request, since, queued: requests - answers, answers };
  }
  if (answers === requests) {
    const request = timetable.flights[requestOf(answers - 1)]!.unit;
    return { state: 'idle', request, since: timetable.landAt[newest!]!, queued: 0, answers };
  }
  const first = requestOf(answers);
  const isSending = isUnderWay(timetable, first, now);
  return {
    state: isSending ? 'request' : 'waiting',
    request: timetable.flights[first]!.unit,
    since: isSending ? timetable.leaveAt[first]! : timetable.landAt[first]!,
    queued: requests - answers - 1,
    answers,
  };
}

/** How many requests have an answer, and the newest answer; interim responses do not count. */
function answersOf(
  flights: readonly number[],
  interims: ReadonlySet<number>,
  { responses, requests }: { readonly responses: number; readonly requests: number },
): { readonly answers: number; readonly newest: number | null } {
  let interim = 0;
  for (const flight of interims) if (flight <= (flights[responses - 1] ?? -1)) interim++;
  let answers = responses - interim;
  let last = responses - 1;
  for (; last >= 0 && (answers > requests || interims.has(flights[last]!)); last--) {
    if (!interims.has(flights[last]!)) answers--;
  }
  return { answers, newest: flights[last] ?? null };
}

export function sameTurn(a: Turn | null, b: Turn | null): boolean {
  return (
    a?.state === b?.state &&
    a?.request === b?.request &&
    a?.since === b?.since &&
    a?.queued === b?.queued &&
    a?.answers === b?.answers
  );
}

function isUnderWay(timetable: Timetable, flight: number, now: number): boolean {
  return timetable.flights[flight]!.unit.partial || timetable.landAt[flight]! > now;
}
