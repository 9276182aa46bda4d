import type { Burst } from './burst';
import type { Fan } from './fan';
import type { HeartbeatRun } from './heartbeats';
import type { Program } from './program';

/** The first moment. */
export const TOP_PX = 36;

/** A unit that comes in several reads or writes, and how many of them are laid out. */
interface Stream {
  readonly flight: number;
  next: number;
}

/** The strands of a program: which connection has each now. */
interface Strands {
  readonly program: Program;
  readonly lanes: (number | null)[];
}

/** What is folded of a chapter. */
interface Count {
  units: number;
  readonly connections: Set<number>;
}

/** How far the layout has come; it continues from the settled part. */
export interface Place {
  count: number;
  /** Of the last moment. */
  y: number;
  /** Below all text of the middle so far, and below the last printed time. */
  floor: number;
  printed: number;
  sentAt: number;
  /** Since when nothing is in flight. */
  quietSince: number;
  flying: number;
  rows: number;
  pieces: number;
  landings: number;
  folds: number;
  lifelines: number;
  /** Hidden by the filter. */
  hidden: number;
  /** How many of the losses are laid out. */
  missed: number;
  /** By program, and at the server. */
  strands: Map<string, Strands>;
  serverLanes: (number | null)[];
  streams: Stream[];
  /** The connection whose end is the last text so far; null when that is something else. */
  ended: number | null;
  /** Connections that one end takes for open after the other has given up. */
  believed: number[];
  /** The heartbeats that are being passed over, and up to which moment there is no other run. */
  run: HeartbeatRun | null;
  /** The fans that may have flights to come. */
  fans: readonly Fan[];
  /** The bursts that may have flights to come. */
  bursts: readonly Burst[];
  chapters: Map<number, Count>;
}

/** Before anything has happened. */
export function start(): Place {
  return {
    count: 0,
    y: 0,
    floor: 0,
    printed: 0,
    sentAt: 0,
    quietSince: 0,
    flying: 0,
    rows: 0,
    pieces: 0,
    landings: 0,
    folds: 0,
    lifelines: 0,
    hidden: 0,
    missed: 0,
    strands: new Map(),
    serverLanes: [],
    streams: [],
    ended: null,
    believed: [],
    run: null,
    fans: [],
    bursts: [],
    chapters: new Map(),
  };
}

/** A place to go on from without changing this one. */
export function copyOf(place: Place): Place {
  return {
    ...place,
    strands: new Map(
      [...place.strands].map(([key, { program, lanes }]) => [key, { program, lanes: [...lanes] }]),
    ),
    serverLanes: [...place.serverLanes],
    streams: place.streams.map((stream) => ({ ...stream })),
    believed: [...place.believed],
    chapters: new Map(
      [...place.chapters].map(([index, { units, connections }]) => [
        index,
        { units, connections: new Set(connections) },
      ]),
    ),
  };
}

/** Takes the first free lane, or one more. */
export function takeLane(lanes: (number | null)[], connection: number): number {
  const free = lanes.indexOf(null);
  const lane = free === -1 ? lanes.length : free;
  lanes[lane] = connection;
  return lane;
}

/** The id that a strand has which several connections share. */
const SHARED = -1;

/** The lane of connections that share one. */
export function sharedLane(lanes: (number | null)[]): number {
  const lane = lanes.indexOf(SHARED);
  return lane === -1 ? takeLane(lanes, SHARED) : lane;
}

/** A connection's strand at the server. */
export function takeServerLane({ serverLanes }: Place, { isShared }: Program, connection: number): number {
  return isShared ? sharedLane(serverLanes) : takeLane(serverLanes, connection);
}
