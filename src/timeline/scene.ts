import type { CapturedConnection } from '../capture/capture';
import { type Impairment, UNIMPAIRED } from '../protocol/feed';
import type { Peer, Unit } from '../protocol/unit';
import { bunchesAt, type Capsule } from './bunch';
import type { ClientKind } from './client-name';
import { nameOnRelay } from './client-name';
import { type ConnectionTimeline, clientOf, isForeign } from './connection-timeline';
import { countWhile } from './moments';
import type { Timetable } from './timetable';
import { type Turn, turnAt } from './turn';
import type { Warp } from './warp';

export { type Capsule, REST_MS } from './bunch';

/**
 * A unit's flight over the wire; the timetable has its times. The tap sees only the server's end; the browser's end is
 * `inferred` within its bounds.
 */
export interface Flight {
  readonly unit: Unit;
  readonly inferred: 'sent' | 'received';
  /** How long the lab held it at the server's end, microseconds. */
  readonly heldMicros: number;
  /** The lab swallows it: it reaches nobody, and lands when it would have. */
  readonly isSwallowed: boolean;
}

/** What is on the wire at an instant. */
export interface Scene {
  /** In the order of opening, including ended ones. */
  readonly cables: readonly Cable[];
}

/** A TCP connection at an instant. */
export interface Cable {
  readonly connection: CapturedConnection;
  readonly client: ClientKind;
  /** The name that the client gives itself, or the nickname of a guest; empty for this page and the raw client. */
  readonly program: string;
  /** `plain`: bytes without protocol, both ways at any time. `turns`: HTTP. `duplex`: what HTTP was switched to. */
  readonly phase: 'opening' | 'plain' | 'turns' | 'duplex' | 'ended';
  /** The wire of what HTTP was switched to: WebSocket, or bytes that are not decoded. */
  readonly after: 'duplex' | 'bytes';
  /** Whose turn it is while it speaks HTTP; once ended, whose it was. */
  readonly turn: Turn | null;
  /** The side that has ended its direction (FIN) while the other is open. */
  readonly halfClosed: Peer | null;
  /** The lab's current impairment. */
  readonly impairment: Impairment;
  /** When bytes last passed, or it opened: microseconds. */
  readonly lastAt: number;
  /** When its client sent something last, or it opened: microseconds. */
  readonly lastSentAt: number;
  /** The session that it carries, once a unit has named it. */
  readonly sid: string | null;
  /** How it ended, once it has. */
  readonly ending: Ending | null;
  /** The 101 response, from when it leaves, and its flight in stage time: the seam moves with it. */
  readonly seam: { readonly unit: Unit; readonly leave: number; readonly land: number } | null;
  /** Its client sends requests without waiting for answers, so both sides may be under way at once (RFC 9112 §9.3.2). */
  readonly isPipelined: boolean;
  /** What has been sent so far. */
  readonly requests: number;
  readonly handshakes: number;
  readonly frames: number;
  /** Of a plain connection: the server's reads and writes. */
  readonly reads: number;
  readonly writes: number;
  readonly bytes: Readonly<Record<Peer, number>>;
  /** Oldest first, the client's before the server's. */
  readonly capsules: readonly Capsule[];
  /** Units that would also be visible but are only counted. */
  readonly more: Readonly<Record<Peer, number>>;
}

/** How a connection ended: how, by whom, and what its close frames said. */
export interface Ending {
  /** `idle`: a timeout with nothing owed. */
  readonly how: 'fin' | 'reset' | 'timeout' | 'idle' | 'closed';
  readonly by: Peer;
  readonly at: number;
  /** The close frames: one side may still answer after the other has ended its direction. */
  readonly closing: readonly Unit[];
}

/** Most capsules in one direction of a cable on a wide screen; beyond that, units travel together. */
export const MAX_CAPSULES = 7;

/**
 * What is visible at `nowMicros`, with room for `most` capsules in each direction of a cable. Behind the last moment
 * only the `stage` time goes on. The cost grows with what is visible, not with what has happened.
 */
export function sceneAt(
  timetable: Timetable,
  warp: Warp,
  nowMicros: number,
  most = MAX_CAPSULES,
  stage = warp.toStage(nowMicros),
): Scene {
  const cables: Cable[] = [];
  for (const timeline of timetable.timelines) {
    if (timeline.connection.openedAt <= nowMicros)
      cables.push(cableAt({ timetable, warp, most, stage }, timeline, nowMicros));
  }
  return { cables };
}

type Bunches = ReturnType<typeof bunchesAt>;

interface View {
  readonly timetable: Timetable;
  readonly warp: Warp;
  readonly most: number;
  readonly stage: number;
}

function cableAt({ timetable, warp, most, stage }: View, timeline: ConnectionTimeline, now: number): Cable {
  const { connection, lanes, switchedBy } = timeline;
  const { isPlain } = connection;
  const impairment = connection.impairments.findLast(({ at }) => at <= now)?.impairment ?? UNIMPAIRED;
  const { delayMs } = impairment;
  const left = {
    client: leftBy(timetable, timeline, 'client', now),
    server: leftBy(timetable, timeline, 'server', now),
  };
  const isSwitching = switchedBy !== null && timetable.leaveAt[switchedBy]! <= now;
  const handshakes = isSwitching ? 1 : 0;
  const [client, server] = (['client', 'server'] as const).map((sender) => {
    const traffic = { timetable, warp, lane: lanes[sender], left: left[sender], delayMs };
    return bunchesAt(traffic, stage, most);
  }) as [Bunches, Bunches];
  const ending = endingAt(timeline, now);
  const who = clientOf(timeline);
  const turn = isSwitching ? null : turnAt(timetable, timeline, left, now);
  return {
    connection,
    client: who,
    program: who === 'guest' ? timeline.client!.guest!.name : who === 'another' ? nameOf(timeline) : '',
    phase: ending ? 'ended' : isSwitching ? 'duplex' : phaseBy(connection, left.client + left.server),
    after: timeline.after,
    ending,
    turn,
    halfClosed: ending
      ? null
      : (connection.ends.find(({ at, how }) => how === 'fin' && at <= now)?.by ?? null),
    impairment,
    lastAt: Math.max(connection.openedAt, lastBy(timeline, 'client', now), lastBy(timeline, 'server', now)),
    lastSentAt: Math.max(connection.openedAt, lastBy(timeline, 'client', now)),
    sid: timeline.sessions.findLast(({ by }) => timetable.leaveAt[by]! <= now)?.sid ?? null,
    seam: isSwitching
      ? {
          unit: timetable.flights[switchedBy]!.unit,
          leave: warp.leaveOf(switchedBy),
          land: warp.landOf(switchedBy),
        }
      : null,
    isPipelined: timeline.isPipelined,
    requests: Math.max(0, requestsBy(timetable, timeline, left.client) - handshakes),
    handshakes,
    frames: isPlain
      ? 0
      : Math.max(0, left.client - lanes.client.http) + Math.max(0, left.server - lanes.server.http),
    reads: isPlain ? left.client : 0,
    writes: isPlain ? left.server : 0,
    bytes: { client: bytesBy(timeline, 'client', now), server: bytesBy(timeline, 'server', now) },
    capsules: [...client.capsules, ...server.capsules],
    more: { client: client.more, server: server.more },
  };
}

/** How many requests the client has sent by now. What comes last may be another protocol's, which is not decoded. */
function requestsBy({ flights }: Timetable, { lanes }: ConnectionTimeline, left: number): number {
  const sent = Math.min(left, lanes.client.http);
  const last = sent > 0 ? flights[lanes.client.flights[sent - 1]!] : undefined;
  return last?.unit.kind === 'undecoded' ? sent - 1 : sent;
}

/** Before any switch: nothing has left yet, or only one protocol is used. */
function phaseBy({ isPlain }: CapturedConnection, left: number): Cable['phase'] {
  if (left === 0) return 'opening';
  return isPlain ? 'plain' : 'turns';
}

/** How many units this side has sent by now. */
function leftBy(timetable: Timetable, timeline: ConnectionTimeline, sender: Peer, now: number): number {
  const { flights } = timeline.lanes[sender];
  return countWhile(flights.length, (i) => timetable.leaveAt[flights[i]!]! <= now);
}

function bytesBy(timeline: ConnectionTimeline, sender: Peer, now: number): number {
  return transferBy(timeline, sender, now)?.end ?? 0;
}

function nameOf({ connection, client }: ConnectionTimeline): string {
  return isForeign(connection) ? nameOnRelay(client) : (client?.name ?? '');
}

function lastBy(timeline: ConnectionTimeline, sender: Peer, now: number): number {
  return transferBy(timeline, sender, now)?.at ?? 0;
}

/** The newest read or write of this direction by now. */
function transferBy(timeline: ConnectionTimeline, sender: Peer, now: number): Unit | null {
  const { transfers } = timeline.lanes[sender];
  const passed = countWhile(transfers.length, (i) => transfers[i]!.at <= now);
  return passed === 0 ? null : transfers[passed - 1]!;
}

/** How a connection has ended by now; the first end counts. Null while it is open. */
export function endingAt(timeline: ConnectionTimeline, now: number): Ending | null {
  const { connection, closes } = timeline;
  const ends = connection.ends.filter(({ at }) => at <= now);
  const isOver =
    ends.some(({ how }) => how !== 'fin') || (connection.closedAt ?? Number.POSITIVE_INFINITY) <= now;
  const first = ends.find(({ how }) => how === 'reset' || how === 'timeout') ?? ends[0];
  if (!isOver || !first) return null;
  const how = first.how === 'timeout' && owesNothing(timeline) ? 'idle' : first.how;
  return { how, by: first.by, at: first.at, closing: closes.filter(({ until }) => until <= now) };
}

/** It speaks HTTP, and every request has an answer. */
function owesNothing({ lanes: { client, server }, switchedBy, interims }: ConnectionTimeline): boolean {
  return switchedBy === null && client.http === server.http - interims.size;
}
