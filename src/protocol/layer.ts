import type { Fetchable } from './fetched';
import type { Field, LayerUnit, Peer } from './layer-unit';
import type { Piece } from './origin';
import type { UnitLog, UnitRecord } from './records';

/**
 * One layer: everything that this program knows of it. Whoever shows units reads it from here, so that a new layer is
 * this object, its line in `layers.ts` and its colour in `ui/tokens.css`.
 */
export interface Layer<Id extends string = string, Kind extends string = string>
  extends LayerWords<Id, Kind>,
    LayerTraits<Id, Kind> {
  readonly id: Id;
  /** Without `undecoded`, which units of any layer may be. */
  readonly kinds: readonly Kind[];
  /** A token of `ui/tokens.css`; its tint is the same with `-tint` after it. */
  readonly colour: `--${string}`;
  /** Where the unit's own bytes come from, in order. */
  pieces(unit: LayerUnit<Id, Kind>): readonly Piece[];
  /** Where its content comes from; without this, content and bytes are the same. */
  content?(unit: LayerUnit<Id, Kind>): readonly Piece[];
  /** They tile the unit's own bytes. Reads no more of those than it must: a payload may be large. */
  fields(unit: LayerUnit<Id, Kind>): readonly Field[];
  /** The units of the layer below that carry it. */
  carriers(unit: LayerUnit<Id, Kind>): readonly LayerUnit[];
  /** How many bytes a unit on the wire will have, as its own header says; null while nothing says it. */
  expectedSize?(unit: LayerUnit<Id, Kind>): number | null;
  /** For a layer that reads what units of another one carry. */
  readonly reads?: {
    /** Whether it recognises its traffic. Asked once for each WebSocket connection, HTTP body or session. */
    accepts(carried: Carried): boolean;
    open(context: Context): PayloadReader;
  };
  /** Where a layer of `fetchedLayer` has its decoding from: none of its units are there before. */
  readonly source?: Fetchable;
}

/** What a field, layer or idea means. */
export interface Term {
  readonly name: string;
  /** One plain sentence. */
  readonly text: string;
  /** Where it is defined. */
  readonly spec: string;
}

/** What a layer, its units and its documents are called. */
interface LayerWords<Id extends string, Kind extends string> {
  /** The protocol: "WebSocket". */
  readonly name: string;
  /** What stands on a tab: "Frame". */
  readonly shortName: string;
  /** One of its units: "WebSocket frame". */
  readonly title: string;
  /** What one of its units is, in one plain sentence. */
  readonly about: string;
  /** What its units are counted in: "frame". */
  noun(sender: Peer): string;
  /** A narrower word, by which this unit is counted among its like: "ping". Null for the noun. */
  kindNoun?(unit: LayerUnit<Id, Kind>): string | null;
  /** Kinds of which a connection has so few that they have names of their own, instead of a number. */
  readonly named?: readonly Kind[];
  /** The name of such a unit: "The 101 response". `whose` is "Your" or "The server’s". */
  properName?(unit: LayerUnit<Id, Kind>, whose: string): string;
  /** Short, for a capsule or an arrow. */
  label(unit: LayerUnit<Id, Kind>): string;
  /** One plain sentence, for the list and for screen readers. */
  sentence(unit: LayerUnit<Id, Kind>): string;
  /** The line of JavaScript that sends such a unit or gets it; null where there is none. */
  code?(unit: LayerUnit<Id, Kind>): string | null;
  /** Why no line of code stands behind units of these kinds. */
  readonly withoutCode?: Readonly<Partial<Record<Kind, string>>>;
  /**
   * The documents that define it, by how their names begin in `spec`, and where each is to be read. The address of an RFC
   * follows from its number: null.
   */
  readonly documents: Readonly<Record<string, string | null>>;
  /** What its fields mean, by their `term`, where no list of `terms.ts` says it; undefined before it has been fetched. */
  readonly terms?: Readonly<Record<string, Term>> | undefined;
}

/** What sets a layer's units apart where they are shown. */
interface LayerTraits<Id extends string, Kind extends string> {
  /**
   * For a layer whose units stand on the wire themselves, what a connection that speaks it is: `bytes` without a
   * protocol, one lane used in `turns`, or `duplex`, two lanes that are always open.
   */
  readonly wire?: 'bytes' | 'turns' | 'duplex';
  /** Where it stands that an endpoint reads nothing after a broken rule; for a layer with `wire`. */
  readonly failure?: string;
  /** It puts units of that layer together and is no protocol of its own: it is coloured, filtered and counted as that one. */
  readonly joins?: Layer;
  /** Whether a unit's own bytes read as text; else they are shown in hexadecimal. */
  isText(unit: LayerUnit<Id, Kind>): boolean;
  /** How its fields are best read, where a list is not enough: as `lines` of text, or as the `bits` of a header. */
  readonly detail?: 'lines' | 'bits';
  /** How many bytes of a unit's payload are scrambled on the wire. */
  maskedBytes?(unit: LayerUnit<Id, Kind>): number;
  /** Kinds that carry nothing of an application's, and that the other end answers by itself. */
  readonly control?: readonly Kind[];
  /** Kinds that only tell whether the other side is still there; longer units of these kinds do something else. */
  readonly heartbeats?: { readonly kinds: readonly Kind[]; readonly maxBytes?: number };
  /** Kinds by which an application says something or answers: the ladder pairs them, and can show them alone. */
  readonly events?: readonly Kind[];
  /** What a browser's developer tools leave out: whole units, and the fields of these terms. */
  readonly hiddenByTools?: {
    unit?(unit: LayerUnit<Id, Kind>): boolean;
    readonly terms?: ReadonlySet<string>;
  };
  /** For a layer with sessions that outlive a connection. */
  readonly session?: {
    /** The session that a request for this target goes on with; null when it names none. */
    inTarget(target: string): string | null;
    /** The session that this unit opens; null when it opens none. */
    inUnit(unit: LayerUnit<Id, Kind>): string | null;
    /** Whether the server holds its answer to such a request until there is news. */
    isPoll(method: string, target: string): boolean;
  };
  /** Programs of students speak it: each of their lines knows its packets by their place in the session. */
  readonly isOfPrograms?: true;
}

/** What is known of payloads before they are read. */
export interface Carried {
  /** Id of the layer whose units carry them. */
  readonly below: string;
  /** Target of the HTTP request (of the opening handshake, for WebSocket messages). */
  readonly target: string;
  /** As the opening handshake agreed on it; empty without one. */
  readonly subprotocol: string;
  /** Media type of the body, in lower case and without parameters; empty where there is none. */
  readonly contentType: string;
}

/** Where payloads come from, for the layers that may read them. */
export interface Context extends Carried {
  readonly log: UnitLog;
  /** State that outlives connections, one value for each key for the life of the decoder. */
  readonly shared: Map<string, unknown>;
  /** The reader of the layer above, if any recognises what `below` carries. */
  openAbove(below: string): PayloadReader | null;
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
