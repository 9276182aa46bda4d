import type { HttpHead } from './http-head';
import type { ByteRange, Field, Peer, Unit, Wire, WireRange } from './unit';

/** A TCP connection as the decoders know it: two byte streams and what has been read from them. */
export interface Connection {
  readonly id: number;
  /** How the next byte of this connection is read; `undecoded` after a fault has ended decoding; `plain` when it carries
   * no protocol. */
  readonly protocol: 'http' | 'websocket' | 'undecoded' | 'plain';
  /** Bytes so far, per direction. */
  readonly bytes: Readonly<Record<Peer, number>>;
  /** Where HTTP ends in each direction (the byte after the blank line of the request and of the 101), or null. */
  readonly switchedAt: Readonly<Record<Peer, number>> | null;
  /** Agreed in the opening handshake, or null while there is none. */
  readonly websocket: { readonly subprotocol: string; readonly extensions: string } | null;
  /** The Engine.IO session that this connection carries, if any. One session may use several connections. */
  readonly sid: string | null;
}

/** Units found in the chunks of any number of connections, and queries on them. `DecoderWriter` takes the chunks. */
export interface Decoder {
  /** All units, in the order in which they began. Grows; its entries are completed in place. */
  readonly units: readonly Unit[];
  /**
   * The units with a fault or notice, in the order in which it was found, which may be long after a unit came whole. Grows;
   * a unit stands here again when its notice has become a fault.
   */
  readonly faulty: readonly Unit[];
  /** Grows by one with every change; a cheap key for memoising what is derived from units. */
  readonly revision: number;
  /**
   * Memory, in bytes, of data derived from the wire (inflated, or decoded from base64), and of what it takes to derive it
   * again. Beyond `MAX_KEPT_BYTES`, derived data is let go, and derived again when it is asked for.
   */
  readonly derivedBytes: number;
  /**
   * `fetching` while bytes wait for a part of the decoder to be fetched (the inflater, or the decoding of a rare layer),
   * `failed` when that failed, otherwise null.
   */
  readonly heldUp: 'fetching' | 'failed' | null;
  /** Retries a failed fetch. */
  retry(): void;
  connection(id: number): Connection | undefined;

  // Queries on a unit. All are pure functions of the unit and the bytes so far.
  /** Its bytes at its own layer: on the wire for tcp, http, websocket; unmasked, joined and inflated above.
   * With a range, only the bytes in it; nothing outside it is unmasked or joined. */
  bytesOf(unit: Unit, range?: ByteRange): Uint8Array;
  /** How many bytes `bytesOf` gives, without making them. */
  sizeOf(unit: Unit): number;
  /** An HTTP body without transfer coding, an unmasked payload; the unit's bytes for layers without `Layer.content`. */
  contentOf(unit: Unit): Uint8Array;
  fieldsOf(unit: Unit): readonly Field[];
  /** The parsed head of an HTTP message; null for other units, and until the head is complete. */
  headOf(unit: Unit): HttpHead | null;
  /** Short, for a capsule or an arrow: "GET /lab/…/ws", "101 Switching Protocols", "text “Hello”", "EVENT message". */
  labelOf(unit: Unit): string;
  /** One plain sentence, for the list and for screen readers. */
  sentenceOf(unit: Unit): string;
  /** The wire bytes of a range of the unit's own bytes (of the whole unit without a range). */
  toWire(unit: Unit, range?: ByteRange): Wire;
  /** The inverse: the unit's own bytes for these wire bytes, in order; of decompressed data, all that came out of it. */
  fromWire(unit: Unit, ranges: readonly WireRange[]): readonly ByteRange[];
  /** The units of the layer below that carry it (several fragments, attachments); reads and writes for wire layers. */
  carriersOf(unit: Unit): readonly Unit[];
  /** The units of the layer above that it carries, in order. */
  contentsOf(unit: Unit): readonly Unit[];
  /** The unit that answers it or that it answers: request and response, event and acknowledgement, ping and pong. */
  partnerOf(unit: Unit): Unit | null;
  /** The units whose wire bytes include this byte, outermost first: from the read up to the event. */
  unitsAt(connection: number, sender: Peer, offset: number): readonly Unit[];
}

/** How a direction ends: in order (FIN), or by a reset, whoever sent it. */
export type StreamEnd = 'fin' | 'reset';

/**
 * Takes the chunks of any number of connections. Never throws on input; any split of the same bytes gives the same units
 * (except `tcp` units and times, which follow the split, and the notice on a frame in one write with the 101).
 */
export interface DecoderWriter {
  /** `atMicros` is kept, never interpreted. The bytes are kept without a copy: the caller must not change them. */
  push(connection: number, sender: Peer, bytes: Uint8Array, atMicros: number): void;
  /** Before its first byte: this connection carries bytes and no protocol, so each read and write is a unit on the wire. */
  treatAsPlain(connection: number): void;
  /**
   * `sender` will send no more: completes what the end of the stream completes, and leaves the rest partial, with a fault
   * that says what is missing. A `reset` completes nothing: bytes may have been lost (RFC 9293 §3.5.2).
   */
  end(connection: number, sender: Peer, how?: StreamEnd): void;
  /**
   * The clock of the tap has come to this instant, and everything before it was pushed: what a side has owed for
   * `WAIT_SECONDS` is noted on the unit that waits, until it comes. Connections for which `isHeld` is true are left out:
   * somebody between holds their bytes on purpose.
   */
  passTo(atMicros: number, isHeld?: (connection: number) => boolean): void;
  /** Bytes of this direction are missing from here on (the viewer lost them): nothing after this is decoded. */
  lose(connection: number, sender: Peer, bytes: number): void;
}

/** A decoder with both sides, for the code that feeds it. */
export interface WritableDecoder extends Decoder, DecoderWriter {}
