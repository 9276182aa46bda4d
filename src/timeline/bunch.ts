import type { Unit } from '../protocol/unit';
import type { Lane } from './line';
import { countWhile } from './moments';
import type { Track } from './track';
import type { Warp } from './warp';

/** One unit in flight or lately arrived, or several of a burst that travel together. */
export interface Capsule {
  /** Of its first unit: an index into `Track.flights`. */
  readonly flight: number;
  readonly unit: Unit;
  /** Of the unit, which is completed in place: it tells that it has changed. */
  readonly revision: number;
  /** How many units it stands for, and where the last of them ends in the stream. */
  readonly count: number;
  readonly end: number;
  /** When the first of them leaves and lands, and when it has had its rest: stage time, milliseconds. */
  readonly leave: number;
  readonly land: number;
  readonly gone: number;
  /** How long the lab held it on purpose (microseconds, usually 0), and which share of its way that is, at the server's end. */
  readonly heldMicros: number;
  readonly heldShare: number;
  /** It reaches nobody. */
  readonly isSwallowed: boolean;
}

/** An arrived unit rests at its destination this long, in stage time, so that a flight of 0.2 ms can be seen at all. */
export const REST_MS = 1100;
/** One direction of one cable, as much of it as has left by an instant. */
export interface Traffic {
  readonly track: Track;
  readonly warp: Warp;
  readonly lane: Lane;
  /** How many of the lane's units have left. */
  readonly left: number;
  /** What the lab adds to their way, milliseconds. */
  readonly delayMs: number;
}

/** Units that stand together, by their positions in the lane. */
interface Bunch {
  readonly first: number;
  /** For how long units join it, in stage time; 0 for a unit that stands alone. */
  readonly lengthMs: number;
}

/**
 * The newest of those that are in flight or rest at their destination, at most about `most` capsules. Few units stand apart
 * from each other; when more than `most` would be seen at once, those that leave within an equal slice of stage time travel
 * together. Which ones does not depend on the playhead, so nothing joins or parts while it moves, or is scrubbed.
 */
export function bunchesAt(traffic: Traffic, stage: number, most: number) {
  const { track, warp, lane, left, delayMs } = traffic;
  const windowMs = REST_MS + warp.flightMs(delayMs * 1000);
  const sliceMs = windowMs / Math.max(1, most - 1);
  const bunchOf = createBunches(traffic, windowMs, most);
  const capsules: Capsule[] = [];
  let end = left;
  let landed = 0;
  for (; end > 0; ) {
    const { first, lengthMs } = bunchOf(end - 1);
    const flight = lane.flights[first]!;
    const land = warp.landOf(flight);
    const gone = land + REST_MS + lengthMs;
    if (land + REST_MS + sliceMs <= stage || capsules.length > 2 * most) {
      landed = countWhile(end, (i) => warp.landOf(lane.flights[i]!) + REST_MS <= stage);
      break;
    }
    if (gone > stage) {
      const { unit, isSwallowed } = track.flights[flight]!;
      const last = track.flights[lane.flights[end - 1]!]!.unit;
      const times = { leave: warp.leaveOf(flight), land, gone };
      const held = heldOn(track, warp, flight);
      const { revision } = unit;
      capsules.push({
        flight,
        unit,
        revision,
        end: last.end,
        count: end - first,
        ...times,
        ...held,
        isSwallowed,
      });
    }
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
  // What is dense stays so for one window more: a flood does not fall apart at its borders.
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
    if (!isDense(window)) return { first: i, lengthMs: 0 };
    const from = window * windowMs;
    const slice = Math.floor((leaveOf(i) - from) / sliceMs);
    const first = Math.min(i, leftBefore(from + slice * sliceMs));
    // Frames do not travel with the HTTP messages before them.
    return { first: i >= lane.http ? Math.max(first, lane.http) : first, lengthMs: sliceMs };
  };
}

/** What the lab held of its way: the end of a client's flight, the beginning of a server's. */
function heldOn(track: Track, warp: Warp, flight: number): Pick<Capsule, 'heldMicros' | 'heldShare'> {
  const { unit, sentAt, receivedAt } = track.flights[flight]!;
  const heldMicros = unit.sender === 'client' ? receivedAt - unit.until : unit.at - sentAt;
  if (heldMicros <= 0) return NOT_HELD;
  const [leave, land] = [warp.leaveOf(flight), warp.landOf(flight)];
  const held = unit.sender === 'client' ? land - warp.toStage(unit.until) : warp.toStage(unit.at) - leave;
  return { heldMicros, heldShare: Math.min(1, Math.max(0, held / Math.max(0.001, land - leave))) };
}

const NOT_HELD = { heldMicros: 0, heldShare: 0 } as const;
