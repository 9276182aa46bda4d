import type { CapturedConnection } from '../capture/capture';
import type { Peer, Unit } from '../protocol/unit';
import type { Line } from './line';
import { countWhile } from './moments';
import type { Track } from './track';
import { type Turn, turnAt } from './turn';
import type { Warp } from './warp';

/**
 * One unit's way over the wire, in capture time (microseconds). The tap sees only the server's end; the browser's
 * end comes from the page's own call (clock offset estimated) or, without one, from the estimated one-way time: both
 * are marked `inferred`.
 */
export interface Flight {
  readonly unit: Unit;
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly inferred: 'sent' | 'received';
}

/** What is on the wire at one instant. */
export interface Scene {
  /** In the order in which they opened; ended ones among them. */
  readonly cables: readonly Cable[];
}

/** One TCP connection at one instant. */
export interface Cable {
  readonly connection: CapturedConnection;
  /** Who holds its other end: this page, the lab's raw client, or any other program. */
  readonly client: 'page' | 'raw' | 'another';
  readonly phase: 'opening' | 'http' | 'websocket' | 'ended';
  /** Whose turn it is while it speaks HTTP; before it ended, for one that has. */
  readonly turn: Turn | null;
  /** The side that has ended its direction (FIN) while the other is still open. */
  readonly halfClosed: Peer | null;
  /** What the lab adds to every byte's way now, in each direction: milliseconds, usually 0. */
  readonly delayMs: number;
  /** When bytes last passed, or it opened: microseconds. */
  readonly lastAt: number;
  /** The Engine.IO session that it carries, once something on it has named it. */
  readonly sid: string | null;
  /** How it ended, once it has. */
  readonly ending: Ending | null;
  /** The flight of the 101 response, in stage time, from the moment it leaves: the seam sweeps with it. */
  readonly seam: { readonly leave: number; readonly land: number } | null;
  /** What has left its sender by now. */
  readonly requests: number;
  readonly handshakes: number;
  readonly frames: number;
  readonly bytes: Readonly<Record<Peer, number>>;
  /** Oldest first; at most `CAPSULES` in each direction. */
  readonly capsules: readonly Capsule[];
  /** Units that would be visible beside them but are only counted. */
  readonly more: Readonly<Record<Peer, number>>;
}

/** How a connection ended: by what, by whom, and whether both sides had said goodbye in WebSocket's own words. */
export interface Ending {
  readonly how: 'fin' | 'reset' | 'timeout' | 'closed';
  readonly by: Peer;
  readonly closing: readonly Unit[];
}

/** One unit in flight or lately arrived, or several that left at practically the same time. */
export interface Capsule {
  /** Of its first unit: an index into `Track.flights`. */
  readonly flight: number;
  readonly unit: Unit;
  /** How many units it stands for. */
  readonly count: number;
  /** In stage time, milliseconds. */
  readonly leave: number;
  readonly land: number;
  /** How long the lab held it on purpose (microseconds, usually 0), and which share of its way that is, at the server's end. */
  readonly heldMicros: number;
  readonly heldShare: number;
}

/** An arrived unit rests at its destination this long, in stage time, so that a flight of 0.2 ms can be seen at all. */
export const REST_MS = 1100;
/** Units that leave within the same such slice of stage time travel as one capsule. */
const SLICE_MS = 100;
/** Capsules of one direction of one cable: more are counted, not drawn. */
export const CAPSULES = 7;

/** What is to be seen at `nowMicros`. Its cost grows with what is visible, not with what has happened. */
export function sceneAt(track: Track, warp: Warp, nowMicros: number): Scene {
  const cables: Cable[] = [];
  for (const line of track.lines) {
    if (line.connection.openedAt <= nowMicros) cables.push(cableAt(track, warp, line, nowMicros));
  }
  return { cables };
}

function cableAt(track: Track, warp: Warp, line: Line, now: number): Cable {
  const { connection, lanes, switchedBy } = line;
  const left = { client: leftBy(track, line, 'client', now), server: leftBy(track, line, 'server', now) };
  const isSwitching = switchedBy !== null && track.leaveAt[switchedBy]! <= now;
  const handshakes = isSwitching ? 1 : 0;
  const client = visible(track, warp, lanes.client.flights, left.client, now);
  const server = visible(track, warp, lanes.server.flights, left.server, now);
  const ending = endingAt(line, now);
  const turn = isSwitching ? null : turnAt(track, line, left, now);
  return {
    connection,
    client: clientOf(line),
    phase: ending ? 'ended' : isSwitching ? 'websocket' : left.client + left.server > 0 ? 'http' : 'opening',
    ending,
    turn,
    halfClosed: ending
      ? null
      : (connection.ends.find(({ at, how }) => how === 'fin' && at <= now)?.by ?? null),
    delayMs: connection.delays.findLast(({ at }) => at <= now)?.delayMs ?? 0,
    lastAt: Math.max(connection.openedAt, lastBy(line, 'client', now), lastBy(line, 'server', now)),
    sid: line.sessions.findLast(({ by }) => track.leaveAt[by]! <= now)?.sid ?? null,
    seam: isSwitching ? { leave: warp.leaveOf(switchedBy), land: warp.landOf(switchedBy) } : null,
    requests: Math.max(0, Math.min(left.client, lanes.client.http) - handshakes),
    handshakes,
    frames: Math.max(0, left.client - lanes.client.http) + Math.max(0, left.server - lanes.server.http),
    bytes: { client: bytesBy(line, 'client', now), server: bytesBy(line, 'server', now) },
    capsules: [...client.capsules, ...server.capsules],
    more: { client: client.more, server: server.more },
  };
}

function clientOf({ connection, hasOrigin }: Line): Cable['client'] {
  if (connection.via === 'raw') return 'raw';
  return connection.openedBy === null && hasOrigin === false ? 'another' : 'page';
}

/** How many units this side has sent by now. */
function leftBy(track: Track, line: Line, sender: Peer, now: number): number {
  const { flights } = line.lanes[sender];
  return countWhile(flights.length, (i) => track.leaveAt[flights[i]!]! <= now);
}

function bytesBy(line: Line, sender: Peer, now: number): number {
  return transferBy(line, sender, now)?.end ?? 0;
}

function lastBy(line: Line, sender: Peer, now: number): number {
  return transferBy(line, sender, now)?.at ?? 0;
}

/** The newest read or write of this direction by now. */
function transferBy(line: Line, sender: Peer, now: number): Unit | null {
  const { transfers } = line.lanes[sender];
  const passed = countWhile(transfers.length, (i) => transfers[i]!.at <= now);
  return passed === 0 ? null : transfers[passed - 1]!;
}

/** The first word of an end that happened by now, and the close frames before it. */
function endingAt({ connection, closes }: Line, now: number): Ending | null {
  const ends = connection.ends.filter(({ at }) => at <= now);
  const isOver =
    ends.some(({ how }) => how !== 'fin') || (connection.closedAt ?? Number.POSITIVE_INFINITY) <= now;
  const first = ends.find(({ how }) => how === 'reset' || how === 'timeout') ?? ends[0];
  if (!isOver || !first) return null;
  return { how: first.how, by: first.by, closing: closes.filter(({ until }) => until <= first.at) };
}

/** The newest of those that are in flight or rest at their destination: `flights[0 … left)` have left. */
function visible(track: Track, warp: Warp, flights: readonly number[], left: number, now: number) {
  const stage = warp.toStage(now);
  const landed = countWhile(left, (i) => warp.landOf(flights[i]!) + REST_MS <= stage);
  const capsules: Capsule[] = [];
  let i = left - 1;
  let slice = Number.NaN;
  for (; i >= landed; i--) {
    const flight = flights[i]!;
    const leave = warp.leaveOf(flight);
    const isSameSlice = Math.floor(leave / SLICE_MS) === slice;
    if (!isSameSlice && capsules.length === CAPSULES) break;
    slice = Math.floor(leave / SLICE_MS);
    const { unit } = track.flights[flight]!;
    const land = warp.landOf(flight);
    const count = isSameSlice ? capsules.pop()!.count + 1 : 1;
    capsules.push({ flight, unit, count, leave, land, ...heldOn(track, warp, flight) });
  }
  return { capsules: capsules.reverse(), more: i + 1 - landed };
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
