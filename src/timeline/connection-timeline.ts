import type { CapturedConnection } from '../capture/capture';
import type { Peer, Unit } from '../protocol/unit';
import type { ClientKind, SelfDescription } from './client-name';

/** One direction of a connection. All indices are into `Timetable.flights`, in sending order. */
export interface Lane {
  readonly flights: number[];
  /** How many are HTTP messages. They come first, since nothing returns to HTTP after 101. */
  http: number;
  /** Data messages begun so far: the ordinal that matches frames with the page's calls. */
  messages: number;
  /** Reads (from the client) or writes (of the server), for exact byte counts at any time. */
  readonly transfers: Unit[];
}

/** One connection over time. */
export interface ConnectionTimeline {
  connection: CapturedConnection;
  readonly lanes: Readonly<Record<Peer, Lane>>;
  /** The 101 response that ended HTTP, once it is complete. */
  switchedBy: number | null;
  /** What HTTP was switched to: `duplex` for WebSocket, `bytes` for a protocol that is not decoded. */
  after: 'duplex' | 'bytes';
  /** Some request came before the one before it was answered. */
  isPipelined: boolean;
  /** Interim responses, 100 and 103 (RFC 9110 §15.2), which do not answer their request. */
  readonly interims: Set<number>;
  /** The Engine.IO sessions on it, each with the flight that first names it. */
  readonly sessions: { readonly by: number; readonly sid: string }[];
  /** The close frames, in order. */
  readonly closes: Unit[];
  /** What the client's first request says of it; null until that is complete. */
  client: SelfDescription | null;
  /** How many of `connection.ends` have a moment. */
  endsTaken: number;
  /** The same for `connection.impairments`. */
  impairmentsTaken: number;
}

export function createConnectionTimeline(connection: CapturedConnection): ConnectionTimeline {
  return {
    connection,
    lanes: { client: createLane(), server: createLane() },
    switchedBy: null,
    after: 'duplex',
    isPipelined: false,
    interims: new Set(),
    sessions: [],
    closes: [],
    client: null,
    endsTaken: 0,
    impairmentsTaken: 0,
  };
}

function createLane(): Lane {
  return { flights: [], http: 0, messages: 0, transfers: [] };
}

/** Who is at the client's end. The page's own connections are known by its calls; so long as a client has said nothing, it is taken for the page. */
export function clientOf({ connection, client }: ConnectionTimeline): ClientKind {
  if (connection.via === 'raw') return 'raw';
  if (isForeign(connection)) return 'another';
  if (client?.guest) return 'guest';
  if (connection.openedBy !== null || client === null) return 'page';
  // Only a page sends an Origin, and only a browser has pages.
  return client.isBrowser && client.hasOrigin ? 'page' : 'another';
}

/** Its client is no program of this page: it used a relay, or was recorded elsewhere. */
export const isForeign = ({ via }: Pick<CapturedConnection, 'via'>): boolean =>
  via === 'relay' || via === 'recorded';
