import type { CapturedConnection } from '../capture/capture';
import type { Peer, Unit } from '../protocol/unit';

/** One direction of one connection. All indices are into `Timetable.flights`, in sending order. */
export interface Lane {
  readonly flights: number[];
  /** How many of them are HTTP messages: they come first, since nothing returns to HTTP after 101. */
  http: number;
  /** Data messages begun so far: the ordinal that joins frames with the page's calls. */
  messages: number;
  /** Reads (from the client) or writes (of the server), for exact byte counts at any instant. */
  readonly transfers: Unit[];
}

/** One connection over time. */
export interface ConnectionTimeline {
  connection: CapturedConnection;
  readonly lanes: Readonly<Record<Peer, Lane>>;
  /** The 101 response that ended HTTP, once it is complete. */
  switchedBy: number | null;
  /** Interim responses, 100 and 103 (RFC 9110 §15.2): each is about a request, none is its answer. */
  readonly interims: Set<number>;
  /** The Engine.IO sessions that it carried, each with the flight that first names it. */
  readonly sessions: { readonly by: number; readonly sid: string }[];
  /** The close frames, in order. */
  readonly closes: Unit[];
  /** Whether the first request says where it comes from; null until it is complete. */
  hasOrigin: boolean | null;
  /** How many entries of `connection.ends` have their moment. */
  endsTaken: number;
  /** The same of the changes of what the lab does to it. */
  impairmentsTaken: number;
}

export function createConnectionTimeline(connection: CapturedConnection): ConnectionTimeline {
  return {
    connection,
    lanes: { client: createLane(), server: createLane() },
    switchedBy: null,
    interims: new Set(),
    sessions: [],
    closes: [],
    hasOrigin: null,
    endsTaken: 0,
    impairmentsTaken: 0,
  };
}

function createLane(): Lane {
  return { flights: [], http: 0, messages: 0, transfers: [] };
}
