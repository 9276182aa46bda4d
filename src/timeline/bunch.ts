import type { Unit } from '../protocol/unit';
import type { Lane } from './connection-timeline';
import { countWhile } from './moments';
import type { Timetable } from './timetable';
import type { Warp } from './warp';

/** A unit in flight or lately arrived, or several of a burst that travel together. */
export interface Capsule {
  /** Of its first unit: an index into `Timetable.flights`. */
  readonly flight: number;
  readonly unit: Unit;
  /** Of the unit, which is completed in place: it tells that it has changed. */
  readonly revision: number;
  /** How many units it stands for, and where the last of them ends in the stream. */
  readonly count: number;
  readonly end: number;
  /** When the first of them leaves and lands, and when its rest ends: stage time, milliseconds. */
  readonly leave: number;
  readonly land: number;
  readonly gone: number;
  /** How long the lab held it (microseconds, usually 0), and its share of the flight, at the server's end. */
  readonly heldMicros: number;
  readonly heldShare: number;
  /** It reaches nobody. */
  readonly isSwallowed: boolean;
}

/** How long an arrived unit rests at its destination, in stage time, so that even a flight of 0.2 ms is visible. */
export const REST_MS = 1100;
/** One direction of a cable: what has left by an instant. */
interface Traffic {
  readonly timetable: Timetable;
  readonly warp: Warp;
  readonly lane: Lane;
  /** How many of the lane's units have left. */
  readonly left: number;
  /** The lab's added delay, milliseconds. */
  readonly delayMs: number;
}

/** Units that travel together, by their positions in the lane. */
interface Bunch {
  readonly first: number;
  readonly last: number;
}

/**
 * The newest units in flight or at rest, as about `most` capsules at most. A few units each have a capsule; when more
 * than `most` would be visible at once, those that leave within an equal slice of stage time travel together. The
 * grouping does not depend on the playhead, so nothing joins or parts while it moves.
 */
export function bunchesAt(traffic: Traffic, stage: number, most: number) {
  const { timetable, warp, lane, left, delayMs } = traffic;
  const windowMs = REST_MS + warp.flightMs(delayMs * 1000);
  const bunchOf = createBunches(traffic, windowMs, most);
  const capsules: Capsule[] = [];
  let end = left;
  let landed = 0;
  for (; end > 0; ) {
    const { first, last } = bunchOf(end - 1);
    const flight = lane.flights[first]!;
    const land = warp.landOf(flight);
    const gone = warp.landOf(lane.flights[last]!) + REST_MS;
    if (gone <= stage || capsules.length > 2 * most) {
      landed = countWhile(end, (i) => warp.landOf(lane.flights[i]!) + REST_MS <= stage);
      break;
    }
    const { unit, isSwallowed } = timetable.flights[flight]!;
    const newest = timetable.flights[lane.flights[end - 1]!]!.unit;
    const times = { leave: warp.leaveOf(flight), land, gone };
    const held = heldOn(timetable, warp, flight);
    const ends = { end: newest.end, count: end - first };
    capsules.push({ flight, unit, revision: unit.revision, ...ends, ...times, ...held, isSwallowed });
    end = first;
  }
  return { capsules: capsules.reverse(), more: Math.max(0, end - landed) };
}

/** Finds the bunch of a unit by its position in the lane. */
function createBunches({ warp, lane }: Traffic, windowMs: number, most: number): (i: number) => Bunch {
  const { flights } = lane;
  const sliceMs = windowMs / Math.max(1, most - 1);
  const leaveOf = (i: number) => warp.leaveOf(flights[i]!);
  const leftBefore = (stage: number) => countWhile(flights.length, (i) => leaveOf(i) < stage);
  const dense = new Map<number, boolean>();
  // A dense window extends to the next one: a flood does not break up at its borders.
  const isDense = (window: number) => {
    let known = dense.get(window);
    if (known === undefined) {
      known = leftBefore((window + 1) * windowMs) - leftBefore((window - 1) * windowMs) > most;
      dense.set(window, known);
    }
    return known;
  };
  return (i) => {
    const window = Math.floor(leaveOf(i) / windowMs);
    if (!isDense(window)) return { first: i, last: i };
    const from = window * windowMs;
    const slice = Math.floor((leaveOf(i) - from) / sliceMs);
    const first = Math.min(i, leftBefore(from + slice * sliceMs));
    const last = Math.max(i, leftBefore(from + (slice + 1) * sliceMs) - 1);
    // Frames do not join the HTTP messages before them.
    if (i >= lane.http) return { first: Math.max(first, lane.http), last };
    return { first, last: Math.min(last, lane.http - 1) };
  };
}

/** The part that the lab added: the end of a client's flight, the start of a server's. */
function heldOn(timetable: Timetable, warp: Warp, flight: number): Pick<Capsule, 'heldMicros' | 'heldShare'> {
  const { unit, heldMicros } = timetable.flights[flight]!;
  if (heldMicros <= 0) return NOT_HELD;
  const [leave, land] = [warp.leaveOf(flight), warp.landOf(flight)];
  const held = unit.sender === 'client' ? land - warp.toStage(unit.until) : warp.toStage(unit.at) - leave;
  return { heldMicros, heldShare: Math.min(1, Math.max(0, held / Math.max(0.001, land - leave))) };
}

const NOT_HELD = { heldMicros: 0, heldShare: 0 } as const;
