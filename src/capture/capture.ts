import type { Decoder } from '../protocol/decoder';
import type { CodeKind, FeedRecord, Impairment, PacketRef } from '../protocol/feed';
import type { Peer } from '../protocol/unit';

/** A TCP connection as it happened: the single source for cables. */
export interface CapturedConnection {
  readonly id: number;
  readonly openedAt: number;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  readonly via: 'direct' | 'raw';
  /** It carries bytes and no protocol: each read and write is a unit of its own on the wire. */
  readonly isPlain: boolean;
  /** Bytes of this connection that belong to others (a reused connection), so never came here. */
  readonly withheldBytes: Readonly<Record<Peer, number>>;
  /** What the lab does to it on purpose, as it is set now. */
  readonly impairment: Impairment;
  /** Every change of that, oldest first; empty when nothing was ever done. */
  readonly impairments: readonly { readonly at: number; readonly impairment: Impairment }[];
  /** What the lab held on purpose, per sender in stream order; grows in place. `heldMicrosOf` finds in it. */
  readonly held: Readonly<Record<Peer, readonly Held[]>>;
  /** Each direction's end as the server saw it, and the end of all. */
  readonly ends: readonly {
    readonly at: number;
    readonly how: 'fin' | 'reset' | 'timeout' | 'closed';
    readonly by: Peer;
  }[];
  readonly closedAt: number | null;
  /** The page's own call that opened it, when it can be told by its number in the URL. */
  readonly openedBy: number | null;
}

/**
 * Bytes that the lab held on purpose: those of the client reached the server's application `heldMicros` after they were
 * read from the socket; those of the server had left it `heldMicros` before they were written to the socket.
 */
export interface Held {
  readonly sender: Peer;
  /** Stream offsets, half-open. */
  readonly start: number;
  readonly end: number;
  readonly heldMicros: number;
}

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
  /** The sizes, in bytes, of the writes that a raw client's bytes went in. */
  readonly writes?: readonly number[];
}

/** A line of a program that ran: the student's own, at either end of Socket.IO. Matched to packets by their place, never by content. */
export interface CodeEvent {
  /** Its place in `Capture.code`. */
  readonly id: number;
  /** On the capture's clock, microseconds; of the client's end converted from the page's clock, so inferred. */
  readonly at: number;
  readonly end: Peer;
  /** Which client's program, from 1; 0 for the server's. */
  readonly client: number;
  /** Which run of it, from 1. */
  readonly run: number;
  readonly kind: CodeKind;
  /** Of its text, from 1; 0 for none. */
  readonly line: number;
  /** The event's name, or what was said. */
  readonly text: string;
  readonly packets: readonly PacketRef[];
}

/**
 * What happened, to be read: the only thing the stage draws. Append-only; `revision` changes with every change, and
 * `subscribe` tells of it at most once per animation frame or batch. Only the lab writes to it, through `CaptureWriter`.
 */
export interface Capture {
  readonly revision: number;
  readonly decoder: Decoder;
  readonly connections: readonly CapturedConnection[];
  readonly calls: readonly Call[];
  /** What programs did, in the order in which it came to be known here. */
  readonly code: readonly CodeEvent[];
  /** What the feed could not give any more. */
  readonly missed: readonly { readonly atMicros: number; readonly bytes: number; readonly records: number }[];
  /** Set once the memory cap is reached: nothing after this instant is kept. */
  readonly fullAt: number | null;
  /** Newest instant in it, microseconds; 0 when empty. */
  readonly lastAt: number;
  connection(id: number): CapturedConnection | undefined;
  subscribe(listener: () => void): () => void;
}

/** How the lab writes down what happened. */
export interface CaptureWriter {
  /** Takes the feed's records. Records that the capture already has are ignored. */
  apply(records: readonly FeedRecord[]): void;
  /** @throws RangeError when a call with this id is already in the capture. */
  addCall(call: Omit<Call, 'id'> & { readonly id?: number }): Call;
  addCode(event: Omit<CodeEvent, 'id'>): CodeEvent;
  /** Adds packets that a line of code emitted after it had run. `code` is the event's id. */
  addPackets(code: number, packets: readonly PacketRef[]): void;
  /** This call opened the raw connection from this client port, whether the feed has told of it yet or not. */
  assignRaw(port: number, opener: number): void;
}
