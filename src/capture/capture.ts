import type { Decoder } from '../protocol/decoder';
import type { FeedRecord, Impairment, OpenRecord, PacketRef, UpstreamRecord } from '../protocol/feed';
import type { Peer } from '../protocol/unit';
import type { CodeEvent } from './code-event';
import type { Programs } from './code-index';

export type { CodeEvent } from './code-event';

/** A TCP connection as it happened: cables are drawn from this alone. */
export interface CapturedConnection {
  readonly id: number;
  readonly openedAt: number;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  readonly via: OpenRecord['via'];
  /** Of a recorded one: how many of its first bytes are not part of the recording. */
  readonly added: Readonly<Record<Peer, number>>;
  /** It carries bytes and no protocol: each read and write is its own unit on the wire. */
  readonly isPlain: boolean;
  /** Bytes of this connection that belong to other labs (it is reused), so never came here. */
  readonly withheldBytes: Readonly<Record<Peer, number>>;
  /** What the lab does to it on purpose, as set now. */
  readonly impairment: Impairment;
  /** Every change to that, oldest first. */
  readonly impairments: readonly { readonly at: number; readonly impairment: Impairment }[];
  /** What the lab held on purpose, per sender in stream order; grows in place. `heldMicrosOf` searches it. */
  readonly held: Readonly<Record<Peer, readonly Held[]>>;
  /** Each direction's end as the server saw it, and the connection's. */
  readonly ends: readonly {
    readonly at: number;
    readonly how: 'fin' | 'reset' | 'timeout' | 'closed';
    readonly by: Peer;
  }[];
  readonly closedAt: number | null;
  /** What became of the relay's own connection to the server, where this one went to a relay; the newest. */
  readonly upstream: ({ readonly at: number } & Pick<UpstreamRecord, 'how' | 'text'>) | null;
  /** The page's own call that opened it, when the number in the URL identifies it. */
  readonly openedBy: number | null;
}

/**
 * Bytes that the lab held on purpose: the client's reached the server's application `heldMicros` after they were read
 * from the socket; the server's left the application `heldMicros` before they were written to the socket.
 */
export interface Held {
  readonly sender: Peer;
  /** Stream offsets, half-open. */
  readonly start: number;
  readonly end: number;
  readonly heldMicros: number;
}

/**
 * Where a capture comes from: live at the lab's own server, live at a relay before somebody's server ("localhost:3000"), or
 * recorded, from a file.
 */
export type CaptureSource =
  | { readonly kind: 'lab' }
  | { readonly kind: 'watched'; readonly server: string }
  | { readonly kind: 'file'; readonly name: string };

/** Something that code at either end did. Matched to units by connection and order, never by content. */
export interface Call {
  readonly id: number;
  /** On the capture's clock, microseconds; converted from the page's clock, so inferred. */
  readonly at: number;
  readonly end: Peer;
  /** The call that opened the connection it is about; its own id when it is that call. */
  readonly opener: number;
  readonly kind:
    | 'new WebSocket'
    | 'open'
    | 'send'
    | 'message'
    | 'close()'
    | 'close'
    | 'error'
    | 'fetch'
    | 'fetched'
    | 'EventSource'
    | 'io'
    | 'raw';
  /** Arguments or results as the code wrote or saw them, for people: `"Hello"`, `1000, "bye"`. */
  readonly detail: string;
  /** The sizes, in bytes, of the writes that carried a raw client's bytes. */
  readonly writes?: readonly number[];
  /** Which client's page made it, from 1, where that is known from the start. */
  readonly client?: number;
}

/**
 * A read-only record of what happened: the only thing the stage draws. Append-only, but for `code`; `revision` changes with every change, and
 * `subscribe` reports it at most once per animation frame or batch. Only the lab writes to it, through `CaptureWriter`.
 */
export interface Capture {
  readonly revision: number;
  readonly source: CaptureSource;
  readonly decoder: Decoder;
  readonly connections: readonly CapturedConnection[];
  readonly calls: readonly Call[];
  /** What programs did, in the order in which it was recorded here. Bounded: the oldest events leave. */
  readonly code: readonly CodeEvent[];
  /** The same by program, run and packet: ask it rather than go over `code`, which may be long. */
  readonly programs: Programs;
  /** What the feed could no longer give. */
  readonly missed: readonly { readonly atMicros: number; readonly bytes: number; readonly records: number }[];
  /** Set once the memory cap is reached: nothing after this instant is kept. */
  readonly fullAt: number | null;
  /** Newest instant in it, microseconds; 0 when empty. */
  readonly lastAt: number;
  connection(id: number): CapturedConnection | undefined;
  subscribe(listener: () => void): () => void;
}

/** How the lab records what happened. */
export interface CaptureWriter {
  /** Says where what it takes comes from; by default, from the lab's own server. */
  comesFrom(source: CaptureSource): void;
  /** Takes the feed's records. Records that the capture already has are ignored. */
  apply(records: readonly FeedRecord[]): void;
  /**
   * The clock has come to this instant, and all records before it were applied. Records move it on as well. Says what a
   * connection of somebody else's has waited for too long.
   */
  passTo(atMicros: number): void;
  /**
   * Numbers for calls that open something, which are recorded with them later: until then, a connection that carries one is
   * taken for opened by it.
   */
  reserveCalls(count: number): readonly number[];
  /** @throws RangeError when a call with this id is already in the capture. */
  addCall(call: Omit<Call, 'id'> & { readonly id?: number }): Call;
  addCode(event: Omit<CodeEvent, 'id'>): CodeEvent;
  /** Adds packets that a line of code emitted after it had run. `code` is the event's id. */
  addPackets(code: number, packets: readonly PacketRef[]): void;
  /** This call opened the raw connection from this client port, whether or not the feed has announced it. */
  assignRaw(port: number, opener: number): void;
}
