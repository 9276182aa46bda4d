import type { Unit } from '../protocol/unit';
import type { Flight } from './scene';

/** What a way over the wire takes when nothing better is known: a loopback's worth, microseconds. */
export const USUAL_ONE_WAY_MICROS = 250;

/**
 * When a unit was sent and received. The tap stands at the server, so the server's end is its exact time; the browser's
 * end is the time of the page's own call, or the tap's time moved by the estimated one-way time. Never sent after received.
 */
export function flightFrom(unit: Unit, callAt: number | null, oneWayMicros: number): Flight {
  if (unit.sender === 'client') {
    const sentAt = Math.min(unit.at, callAt ?? unit.at - oneWayMicros);
    return { unit, sentAt, receivedAt: unit.until, inferred: 'sent' };
  }
  const receivedAt = Math.max(unit.until, callAt ?? unit.until + oneWayMicros);
  return { unit, sentAt: unit.at, receivedAt, inferred: 'received' };
}

/** Whether a unit is one row of the ladder and one capsule on the wire: an HTTP message, a frame, undecoded bytes. */
export function isOnWire(unit: Unit): boolean {
  return unit.inside === null && unit.kind !== 'read' && unit.kind !== 'write';
}
