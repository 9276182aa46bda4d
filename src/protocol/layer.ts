import type { Piece } from './origin';
import type { UnitLog, UnitRecord } from './records';
import type { Field, LayerId, Unit } from './unit';

/** A token of `ui/tokens.css` that holds this layer's colour. */
export type LayerColour = '--tcp' | '--http' | '--websocket' | '--engine-io' | '--socket-io';

/** One layer: what it is called, how its units are described, and (above the wire) how they are read. */
export interface Layer {
  readonly id: LayerId;
  /** For people, e.g. "WebSocket frame". */
  readonly title: string;
  /** What one of its units is, in one plain sentence. */
  readonly about: string;
  readonly colour: LayerColour;
  /** Where the unit's own bytes come from, in order. */
  pieces(unit: Unit): readonly Piece[];
  /** Where its content comes from; without this, content and bytes are the same. */
  content?(unit: Unit): readonly Piece[];
  /** They tile the unit's own bytes. Reads no more of those than it must: a payload may be large. */
  fields(unit: Unit): readonly Field[];
  label(unit: Unit): string;
  sentence(unit: Unit): string;
  /** The units of the layer below that carry it. */
  carriers(unit: Unit): readonly Unit[];
  /**
   * For a layer that reads what units of another one carry: a reader when it recognises its traffic, else null.
   * Asked once for each WebSocket connection, HTTP exchange or session.
   */
  open?(context: Context): PayloadReader | null;
}

/** Where payloads come from, for the layers that may read them. */
export interface Context {
  /** The layer whose units carry the payloads. */
  readonly below: LayerId;
  /** Target of the HTTP request (of the opening handshake, for WebSocket messages). */
  readonly target: string;
  readonly log: UnitLog;
  /** State that outlives connections, one value for each key for the life of the decoder. */
  readonly shared: Map<string, unknown>;
  /** The reader of the layer above, if any recognises what `below` carries. */
  openAbove(below: LayerId): PayloadReader | null;
  /** Told when a connection turns out to carry this session. */
  joined(sid: string): void;
}

/** A payload that has come whole: `bytes[start, end)`, valid only during the call. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly isText: boolean;
}

/** Makes units of one layer from what units of the layer below carry. */
export interface PayloadReader {
  read(carrier: UnitRecord, payload: Payload): void;
}
