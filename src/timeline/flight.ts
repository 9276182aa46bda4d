import { NEVER_MICROS } from '../protocol/feed';
import type { Unit } from '../protocol/unit';
import type { Flight } from './scene';

/** The one-way time when nothing better is known: that of a loopback, microseconds. */
export const USUAL_ONE_WAY_MICROS = 250;

/**
 * When a unit was sent and received. The tap is at the server, so its times are exact there; the browser's time is that
 * of the page's own call, or the tap's time moved by the estimated one-way time. A unit is never sent after it is
 * received, nor answered (a ping by its pong) before. What the lab held (`heldMicros`) lengthens the server's end: a
 * client's bytes reach the application that much later than the tap, and the server's left it that much earlier.
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

/**
 * The share of a round trip with an unknown middle: just under half, so that the answer leaves after the question came.
 */
const ONE_WAY_SHARE = 0.49;

/** A browser answers what it has received: both ways take no longer than the time between the two at the tap. */
function withinRoundTrip(question: Unit | null, answer: Unit | null, oneWayMicros: number): number {
  const isAnswered =
    question?.sender === 'server' && answer?.sender === 'client' && answer.at >= question.until;
  return isAnswered ? Math.min(oneWayMicros, (answer.at - question.until) * ONE_WAY_SHARE) : oneWayMicros;
}

/** Whether a unit is a row of the ladder and a capsule on the wire: an HTTP message, a frame, undecoded bytes. */
export function isOnWire(unit: Unit): boolean {
  return unit.inside === null && unit.kind !== 'read' && unit.kind !== 'write';
}
