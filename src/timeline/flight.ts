import { NEVER_MICROS } from '../protocol/feed';
import type { Unit } from '../protocol/unit';
import type { Flight } from './scene';

/** The one-way time when nothing better is known: that of a loopback, microseconds. */
export const USUAL_ONE_WAY_MICROS = 250;

/** `heldMicros` is how long the lab held it at the server's end, `NEVER_MICROS` if it swallows it. */
export function flightOf(unit: Unit, heldMicros: number): Flight {
  const isSwallowed = heldMicros === NEVER_MICROS;
  return {
    unit,
    inferred: unit.sender === 'client' ? 'sent' : 'received',
    heldMicros: isSwallowed ? 0 : heldMicros,
    isSwallowed,
  };
}

/**
 * The share of a round trip with an unknown middle: just under half, so that the answer leaves after the question came.
 */
const ONE_WAY_SHARE = 0.49;

/** What the page's own clock may take of it, which also keeps the answer after the question. */
const CALL_SHARE = 0.98;

/** What is known of a browser's end of a flight, microseconds. */
interface Known {
  /** The page's own call; null without one. */
  readonly callAt: number | null;
  readonly oneWayMicros: number;
}

/**
 * When a unit of the server reached the browser: after the tap saw it leave, before `until`, when the tap saw what the
 * browser answered (infinite without an answer).
 */
export function landingOf({ unit }: Flight, until: number, { callAt, oneWayMicros }: Known): number {
  const roundTrip = Math.max(0, until - unit.until);
  if (callAt === null) return unit.until + Math.min(oneWayMicros, roundTrip * ONE_WAY_SHARE);
  return Math.min(Math.max(unit.until, callAt), unit.until + roundTrip * CALL_SHARE);
}

/**
 * When a unit left the browser: before the tap saw it come, after `since`, when the tap saw what the browser answers
 * with it leave (minus infinity without).
 */
export function leavingOf({ unit }: Flight, since: number, { callAt, oneWayMicros }: Known): number {
  if (callAt !== null) return Math.min(unit.at, callAt);
  return unit.at - Math.min(oneWayMicros, Math.max(0, unit.at - since) * ONE_WAY_SHARE);
}

/** Whether a unit is a row of the ladder and a capsule on the wire: an HTTP message, a frame, undecoded bytes. */
export function isOnWire(unit: Unit): boolean {
  return unit.inside === null && unit.kind !== 'read' && unit.kind !== 'write';
}
