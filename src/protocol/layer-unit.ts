/** Who sent a byte: the side that opened the TCP connection, or the side that accepted it. */
export type Peer = 'client' | 'server';

/** Half-open `[start, end)`, in bytes. Each use says where it counts from. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes of one connection, in the stream of one direction: half-open, from the first byte that was captured. */
export interface WireRange extends ByteRange {
  readonly connection: number;
  readonly sender: Peer;
}

/**
 * A broken rule, as a conforming endpoint would see it. The unit that carries it is shown, and what follows in
 * that direction may become one `undecoded` unit.
 */
export interface Fault {
  /** The rule in one plain sentence, with the numbers of this case. */
  readonly message: string;
  /** For instance "RFC 6455 §5.1". */
  readonly spec: string;
  /** Where, from the unit's own first byte. */
  readonly range: ByteRange;
  /** The close code a conforming endpoint would fail the connection with (RFC 6455 §7.4.1), where there is one. */
  readonly closeCode?: number;
  /**
   * What it is when no rule is broken. `limit`: more than this page takes; `closeCode` is then for a receiver with the
   * same limit. `notice`: endpoints take it, yet it does not do what its sender may expect. `cut`: the connection ended
   * before the last byte.
   */
  readonly kind?: 'limit' | 'notice' | 'cut';
  /** What an endpoint that meets it does, where that is known: "Chromium refuses this: …". */
  readonly effect?: string;
  /** A likely cause, with what speaks for it in these bytes. Never a certainty. */
  readonly hint?: string;
  /** Further rules that the same unit breaks, in the order of their bytes. These have no others. */
  readonly others?: readonly Fault[];
}

/** The kind of a unit, at any layer, whose bytes are not decoded: after a fault, or because no layer reads them. */
export type Undecoded = 'undecoded';

/**
 * One thing at one layer: a read or write of the server's socket, an HTTP message, a WebSocket frame, a packet.
 * Completed in place: the object stays the same while its bytes arrive. Its fields, bytes and label are computed when
 * asked for, never stored. Layers see their own units with their own kinds; everyone else sees `Unit` (`unit.ts`).
 */
export interface LayerUnit<Id extends string = string, Kind extends string = string> {
  /** Dense, in the order in which units began; the index into `Decoder.units`. */
  readonly id: number;
  readonly connection: number;
  readonly layer: Id;
  readonly sender: Peer;
  readonly kind: Kind | Undecoded;
  /** When the tap saw the first and the (so far) last byte: microseconds on the capture's clock. */
  readonly at: number;
  readonly until: number;
  /** Bounding range on the wire of its connection, in the sender's stream, from the first captured byte. */
  readonly start: number;
  readonly end: number;
  /** The unit of the layer below that carries its first byte; null for units that are on the wire themselves. */
  readonly inside: LayerUnit | null;
  /** True until its last byte has come. A connection that ends early leaves its last unit partial for good. */
  readonly partial: boolean;
  readonly fault: Fault | null;
  /**
   * It came after a fault for which a conforming endpoint fails the connection. Its borders are known, so it is decoded;
   * such an endpoint never reads it.
   */
  readonly isAfterFailure: boolean;
  /**
   * Changes with the unit: with its bytes, its kind, its fault, its partner and everything that it carries. It is the
   * decoder's revision of the last change, so that code that draws a unit need not compare its parts.
   */
  readonly revision: number;
}

/** One named part of a unit. The fields of a unit tile its bytes: no hole, no overlap. */
export interface Field {
  /** The specification's name, e.g. "Masking-key", or a header field's own name as on the wire. */
  readonly name: string;
  /** From the unit's own first byte (`bytesOf(unit)`). Fields that are bits share their byte with their neighbours. */
  readonly start: number;
  readonly end: number;
  /** Bit range inside `[start, end)`, 0 = most significant bit of the first byte; absent for whole bytes. */
  readonly bits?: ByteRange;
  /** Its value, for people: "0x1 text", "websocket", "11 (7 bits)". */
  readonly value: string;
  /** Key into `terms.ts`: the sentence that explains it. */
  readonly term: string;
  /** For instance "RFC 6455 §5.2". */
  readonly spec: string;
}

/**
 * The bytes on the wire of a part of a unit.
 * `exact`: byte for byte, one range. `piecewise`: byte for byte, several ranges (fragments, chunks, attachments).
 * `whole`: only the carrying bytes as a whole, since a decompression or base64 lies between.
 */
export interface Wire {
  readonly precision: 'exact' | 'piecewise' | 'whole';
  readonly ranges: readonly WireRange[];
}
