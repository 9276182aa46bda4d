import type { HttpHead } from './http-head';
import type { ByteRange, Field, Peer, Unit, Wire, WireRange } from './unit';

/** A TCP connection as the decoders know it: two byte streams and what has been read from them. */
export interface Connection {
  readonly id: number;
  /** Which protocol the next byte of this connection is read as; `undecoded` once a fault ended the reading; `plain` when
   * it carries none. */
  readonly protocol: 'http' | 'websocket' | 'undecoded' | 'plain';
  /** Bytes so far, per direction. */
  readonly bytes: Readonly<Record<Peer, number>>;
  /** Where HTTP ends in each direction (first byte after the blank line of the request, of the 101), or null. */
  readonly switchedAt: Readonly<Record<Peer, number>> | null;
  /** Agreed in the opening handshake, or null while there is none. */
  readonly websocket: { readonly subprotocol: string; readonly extensions: string } | null;
  /** The Engine.IO session that this connection carries, if any. One session may use several connections. */
  readonly sid: string | null;
}

/** The units found in the chunks of any number of connections, and what can be asked of them. `DecoderWriter` takes the chunks. */
export interface Decoder {
  /** All units, in the order in which they began. Grows; its entries are completed in place. */
  readonly units: readonly Unit[];
  /** Grows by one with every change; a cheap key for memoising what is derived from units. */
  readonly revision: number;
  /**
   * Memory, in bytes, of what was made of the bytes on the wire (inflated, or from base64), and of what it is made again
   * with. What was made is let go beyond a bound, `MAX_KEPT_BYTES`, and is the same when it is asked for again.
   */
  readonly derivedBytes: number;
  /**
   * `fetching` while bytes wait to be decoded until what they need has been fetched (the inflater, the decoding of a
   * layer that is rarely met), `failed` since it could not be; else null.
   */
  readonly heldUp: 'fetching' | 'failed' | null;
  /** Fetches it again after that failed. */
  retry(): void;
  connection(id: number): Connection | undefined;

  // What can be asked of a unit. All are pure functions of the unit and the bytes so far.
  /** Its own bytes at its own layer: on the wire for tcp, http, websocket; unmasked, joined and inflated above. */
  /** With a range, only those of its bytes; nothing outside of it is unmasked or joined. */
  bytesOf(unit: Unit, range?: ByteRange): Uint8Array;
  /** How many bytes `bytesOf` gives, without making them. */
  sizeOf(unit: Unit): number;
  /** The content of an HTTP message without transfer coding, of a frame unmasked; `bytesOf` for all other units. */
  contentOf(unit: Unit): Uint8Array;
  fieldsOf(unit: Unit): readonly Field[];
  /** The parsed head of an HTTP message; null for other units, and until the head has come whole. */
  headOf(unit: Unit): HttpHead | null;
  /** Short, for a capsule or an arrow: "GET /lab/…/ws", "101 Switching Protocols", "text “Hello”", "EVENT message". */
  labelOf(unit: Unit): string;
  /** One plain sentence, for the list and for screen readers. */
  sentenceOf(unit: Unit): string;
  /** Which wire bytes a range of the unit's own bytes is (the whole unit without a range). */
  toWire(unit: Unit, range?: ByteRange): Wire;
  /** The way back: which of the unit's own bytes these wire bytes are, in order; all that a decompression lies before. */
  fromWire(unit: Unit, ranges: readonly WireRange[]): readonly ByteRange[];
  /** The units of the layer below that carry it (several fragments, attachments); reads and writes for wire layers. */
  carriersOf(unit: Unit): readonly Unit[];
  /** The units of the layer above that it carries, in order. */
  contentsOf(unit: Unit): readonly Unit[];
  /** The unit that answers it or that it answers: request and response, event and acknowledgement, ping and pong. */
  partnerOf(unit: Unit): Unit | null;
  /** The units whose own bytes on the wire hold this byte, outermost first: from any byte up to the event. */
  unitsAt(connection: number, sender: Peer, offset: number): readonly Unit[];
}

/** How a direction ends: in order (FIN), or by a reset, whoever sent it. */
export type StreamEnd = 'fin' | 'reset';

/**
 * Takes the chunks of any number of connections. Never throws on input; any split of the same bytes gives the same units
 * (except `tcp` units and times, which are what was split).
 */
export interface DecoderWriter {
  /** `atMicros` is kept, never interpreted. The bytes are kept as they are: the caller must not change them. */
  push(connection: number, sender: Peer, bytes: Uint8Array, atMicros: number): void;
  /** Before its first byte: this connection carries bytes and no protocol, so each read and write is a unit on the wire. */
  treatAsPlain(connection: number): void;
  /**
   * `sender` will send no more: completes what the end of the stream completes, and leaves the rest partial, with a fault
   * that says what is missing. A `reset` completes nothing: bytes may have been lost (RFC 9293 §3.5.2).
   */
  end(connection: number, sender: Peer, how?: StreamEnd): void;
  /** Bytes of this direction are missing from here on (the viewer lost them): nothing after this is decoded. */
  lose(connection: number, sender: Peer, bytes: number): void;
}

/** A decoder with both sides: whoever feeds it also owns it. */
export interface WritableDecoder extends Decoder, DecoderWriter {}
