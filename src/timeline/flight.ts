import { NEVER_MICROS } from '../protocol/feed';
import type { Unit } from '../protocol/unit';
import type { Flight } from './scene';

/** What a way over the wire takes when nothing better is known: a loopback's worth, microseconds. */
export const USUAL_ONE_WAY_MICROS = 250;

/**
 * When a unit was sent and received. The tap stands at the server, so the server's end is its exact time; the browser's
 * end is the time of the page's own call, or the tap's time moved by the estimated one-way time. Never sent after received, nor answered (a ping by its pong) before
 * that. What the lab held on purpose (`heldMicros`) makes the way longer at the server's end: a client's bytes reach the
 * server's application that much later than the tap, and a server's had left it that much earlier.
 */
export function flightFrom(
  unit: Unit,
  callAt: number | null,
  oneWayMicros: number,
  partner: Unit | null = null,
  heldMicros = 0,
): Flight {
  const isSwallowed = heldMicros === NEVER_MICROS;
  const addedMicros = isSwallowed ? 0 : heldMicros;
  if (unit.sender === 'client') {
    const sentAt = Math.min(unit.at, callAt ?? unit.at - withinRoundTrip(partner, unit, oneWayMicros));
    return { unit, sentAt, receivedAt: unit.until + addedMicros, inferred: 'sent', isSwallowed };
  }
  const receivedAt = Math.max(
    unit.until,
    callAt ?? unit.until + withinRoundTrip(unit, partner, oneWayMicros),
  );
  return { unit, sentAt: unit.at - addedMicros, receivedAt, inferred: 'received', isSwallowed };
}

/** Of a round trip with nothing known about its middle: just under half, so that the answer leaves after the question came. */
const ONE_WAY_SHARE = 0.49;

/** A browser answers what it has received: both ways together take no longer than the tap saw between the two. */
function withinRoundTrip(question: Unit | null, answer: Unit | null, oneWayMicros: number): number {
  const isAnswered =
    question?.sender === 'server' && answer?.sender === 'client' && answer.at >= question.until;
  return isAnswered ? Math.min(oneWayMicros, (answer.at - question.until) * ONE_WAY_SHARE) : oneWayMicros;
}

/** Whether a unit is one row of the ladder and one capsule on the wire: an HTTP message, a frame, undecoded bytes. */
export function isOnWire(unit: Unit): boolean {
  return unit.inside === null && unit.kind !== 'read' && unit.kind !== 'write';
}
