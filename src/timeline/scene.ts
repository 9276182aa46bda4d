import type { CapturedConnection } from '../capture/capture';
import { type Impairment, UNIMPAIRED } from '../protocol/feed';
import type { Peer, Unit } from '../protocol/unit';
import { bunchesAt, type Capsule } from './bunch';
import type { Line } from './line';
import { countWhile } from './moments';
import type { Track } from './track';
import { type Turn, turnAt } from './turn';
import type { Warp } from './warp';

export { type Capsule, REST_MS } from './bunch';

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
  /** The lab swallows it on purpose: it reaches nobody, and `receivedAt` is when it would have. */
  readonly isSwallowed: boolean;
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
  /** `plain`: bytes of no protocol, both ways at any time. `turns`: HTTP. `duplex`: what HTTP was switched to. */
  readonly phase: 'opening' | 'plain' | 'turns' | 'duplex' | 'ended';
  /** Whose turn it is while it speaks HTTP; before it ended, for one that has. */
  readonly turn: Turn | null;
  /** The side that has ended its direction (FIN) while the other is still open. */
  readonly halfClosed: Peer | null;
  /** What the lab does to it on purpose now. */
  readonly impairment: Impairment;
  /** When bytes last passed, or it opened: microseconds. */
  readonly lastAt: number;
  /** The session that it carries, once something on it has named it. */
  readonly sid: string | null;
  /** How it ended, once it has. */
  readonly ending: Ending | null;
  /** The flight of the 101 response, in stage time, from the moment it leaves: the seam sweeps with it. */
  readonly seam: { readonly leave: number; readonly land: number } | null;
  /** What has left its sender by now. */
  readonly requests: number;
  readonly handshakes: number;
  readonly frames: number;
  /** Of a plain connection: what the server's socket has read and written. */
  readonly reads: number;
  readonly writes: number;
  readonly bytes: Readonly<Record<Peer, number>>;
  /** Oldest first, the client's before the server's. */
  readonly capsules: readonly Capsule[];
  /** Units that would be visible beside them but are only counted. */
  readonly more: Readonly<Record<Peer, number>>;
}

/** How a connection ended: by what, by whom, and what was said of it in WebSocket's own words. */
export interface Ending {
  /** `idle`: after silence, too, but nothing was owed. */
  readonly how: 'fin' | 'reset' | 'timeout' | 'idle' | 'closed';
  readonly by: Peer;
  readonly at: number;
  /** The close frames: one side may still answer when the other has ended its direction. */
  readonly closing: readonly Unit[];
}

/** Capsules of one direction of one cable that stand apart on a wide screen; of more units, several travel as one. */
export const CAPSULES = 7;

/**
 * What is to be seen at `nowMicros`, with room for `most` capsules in each direction of a cable. Its cost grows with what is
 * visible, not with what has happened.
 */
export function sceneAt(track: Track, warp: Warp, nowMicros: number, most = CAPSULES): Scene {
  const cables: Cable[] = [];
  for (const line of track.lines) {
    if (line.connection.openedAt <= nowMicros) cables.push(cableAt({ track, warp, most }, line, nowMicros));
  }
  return { cables };
}

type Bunches = ReturnType<typeof bunchesAt>;

interface View {
  readonly track: Track;
  readonly warp: Warp;
  readonly most: number;
}

function cableAt({ track, warp, most }: View, line: Line, now: number): Cable {
  const { connection, lanes, switchedBy } = line;
  const { isPlain } = connection;
  const impairment = connection.impairments.findLast(({ at }) => at <= now)?.impairment ?? UNIMPAIRED;
  const { delayMs } = impairment;
  const left = { client: leftBy(track, line, 'client', now), server: leftBy(track, line, 'server', now) };
  const isSwitching = switchedBy !== null && track.leaveAt[switchedBy]! <= now;
  const handshakes = isSwitching ? 1 : 0;
  const [client, server] = (['client', 'server'] as const).map((sender) => {
    const traffic = { track, warp, lane: lanes[sender], left: left[sender], delayMs };
    return bunchesAt(traffic, warp.toStage(now), most);
  }) as [Bunches, Bunches];
  const ending = endingAt(line, now);
  const turn = isSwitching ? null : turnAt(track, line, left, now);
  return {
    connection,
    client: clientOf(line),
    phase: ending ? 'ended' : isSwitching ? 'duplex' : phaseBy(connection, left.client + left.server),
    ending,
    turn,
    halfClosed: ending
      ? null
      : (connection.ends.find(({ at, how }) => how === 'fin' && at <= now)?.by ?? null),
    impairment,
    lastAt: Math.max(connection.openedAt, lastBy(line, 'client', now), lastBy(line, 'server', now)),
    sid: line.sessions.findLast(({ by }) => track.leaveAt[by]! <= now)?.sid ?? null,
    seam: isSwitching ? { leave: warp.leaveOf(switchedBy), land: warp.landOf(switchedBy) } : null,
    requests: Math.max(0, Math.min(left.client, lanes.client.http) - handshakes),
    handshakes,
    frames: isPlain
      ? 0
      : Math.max(0, left.client - lanes.client.http) + Math.max(0, left.server - lanes.server.http),
    reads: isPlain ? left.client : 0,
    writes: isPlain ? left.server : 0,
    bytes: { client: bytesBy(line, 'client', now), server: bytesBy(line, 'server', now) },
    capsules: [...client.capsules, ...server.capsules],
    more: { client: client.more, server: server.more },
  };
}

/** Before any switch: nothing has left yet, or what it carries from its first byte on. */
function phaseBy({ isPlain }: CapturedConnection, left: number): Cable['phase'] {
  if (left === 0) return 'opening';
  return isPlain ? 'plain' : 'turns';
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

/** How a connection has ended by now: the first word of its end counts. Null while it is open. */
export function endingAt(line: Line, now: number): Ending | null {
  const { connection, closes } = line;
  const ends = connection.ends.filter(({ at }) => at <= now);
  const isOver =
    ends.some(({ how }) => how !== 'fin') || (connection.closedAt ?? Number.POSITIVE_INFINITY) <= now;
  const first = ends.find(({ how }) => how === 'reset' || how === 'timeout') ?? ends[0];
  if (!isOver || !first) return null;
  const how = first.how === 'timeout' && owesNothing(line) ? 'idle' : first.how;
  return { how, by: first.by, at: first.at, closing: closes.filter(({ until }) => until <= now) };
}

/** It speaks HTTP, and every request has its answer. */
function owesNothing({ lanes: { client, server }, switchedBy, interims }: Line): boolean {
  return switchedBy === null && client.http === server.http - interims.size;
}
