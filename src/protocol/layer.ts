import type { Fetchable } from './fetched';
import type { Field, LayerUnit, Peer } from './layer-unit';
import type { Piece } from './origin';
import type { UnitLog, UnitRecord } from './records';

/**
 * Everything that this program knows about one layer. Code that shows units reads it from here, so a new layer is
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
  /** They tile the unit's own bytes. Reads no more of them than it must: a payload may be large. */
  fields(unit: LayerUnit<Id, Kind>): readonly Field[];
  /** The units of the layer below that carry it. */
  carriers(unit: LayerUnit<Id, Kind>): readonly LayerUnit[];
  /** How many bytes a unit on the wire will have, according to its header; null before that is known. */
  expectedSize?(unit: LayerUnit<Id, Kind>): number | null;
  /** For a layer that reads what units of another one carry. */
  readonly reads?: {
    /** Whether it recognises its traffic. Asked once for each WebSocket connection, HTTP body or session. */
    accepts(carried: Carried): boolean;
    open(context: Context): PayloadReader;
    /** Told of each HTTP request as soon as its head has come; `shared` as for readers. */
    asked?(request: UnitRecord, method: string, target: string, shared: ReadonlyMap<string, unknown>): void;
  };
  /** Where a `fetchedLayer` gets its decoding from; it has no units before that. */
  readonly source?: Fetchable;
}

/** What a field, layer or idea means. */
export interface Term {
  readonly name: string;
  /** One plain sentence. */
  readonly text: string;
  /** Where it is defined. */
  readonly spec: string;
  /** What people type when they look for it. */
  readonly also?: readonly string[];
}

/** What a layer, its units and its documents are called. */
interface LayerWords<Id extends string, Kind extends string> {
  /** The protocol: "WebSocket". */
  readonly name: string;
  /** The text of a tab: "Frame". */
  readonly shortName: string;
  /** One of its units: "WebSocket frame". */
  readonly title: string;
  /** What one of its units is, in one plain sentence. */
  readonly about: string;
  /** What its units are counted in: "frame". */
  noun(sender: Peer): string;
  /** A narrower noun, to count this unit among others like it: "ping". Null for `noun`. */
  kindNoun?(unit: LayerUnit<Id, Kind>): string | null;
  /** Kinds so rare on a connection that their units have names instead of numbers. */
  readonly named?: readonly Kind[];
  /** The name of one of those: "The 101 response". `whose` is "Your" or "The server’s". */
  properName?(unit: LayerUnit<Id, Kind>, whose: string): string;
  /** Short, for a capsule or an arrow. */
  label(unit: LayerUnit<Id, Kind>): string;
  /** One plain sentence, for the list and for screen readers. */
  sentence(unit: LayerUnit<Id, Kind>): string;
  /** The line of JavaScript that sends or receives the unit; null if there is none. */
  code?(unit: LayerUnit<Id, Kind>): string | null;
  /** Why units of these kinds have no line of code. */
  readonly withoutCode?: Readonly<Partial<Record<Kind, string>>>;
  /**
   * The documents that define it: how their names begin in `spec`, and their addresses. The address of an RFC follows
   * from its number: null.
   */
  readonly documents: Readonly<Record<string, string | null>>;
  /** What its fields mean, by their `term`, unless `terms.ts` lists it; undefined until it has been fetched. */
  readonly terms?: Readonly<Record<string, Term>> | undefined;
}

/** How a layer's units differ where they are shown. */
interface LayerTraits<Id extends string, Kind extends string> {
  /**
   * For a layer whose units are on the wire themselves, what a connection that speaks it is: `bytes` without a
   * protocol, one lane used in `turns`, or `duplex`, two lanes that are always open.
   */
  readonly wire?: 'bytes' | 'turns' | 'duplex';
  /** For a layer with `wire`: the section by which an endpoint reads nothing after a broken rule. */
  readonly failure?: string;
  /** It joins units of that layer and is not a protocol itself: it is coloured, filtered and counted as that layer. */
  readonly joins?: Layer;
  /** Whether a unit's own bytes read as text; else they are shown in hexadecimal. */
  isText(unit: LayerUnit<Id, Kind>): boolean;
  /** How its fields are best read, if a list is not enough: as `lines` of text, or as the `bits` of a header. */
  readonly detail?: 'lines' | 'bits';
  /** How many bytes of a unit's payload are scrambled on the wire. */
  maskedBytes?(unit: LayerUnit<Id, Kind>): number;
  /** Kinds without application data, which the other end answers by itself. */
  readonly control?: readonly Kind[];
  /** Kinds that only tell whether the other side is still there; longer units of these kinds do something else. */
  readonly heartbeats?: { readonly kinds: readonly Kind[]; readonly maxBytes?: number };
  /** Kinds that carry an application's events and answers: the ladder pairs them, and can show them alone. */
  readonly events?: readonly Kind[];
  /** What a browser's developer tools leave out: whole units, and the fields of these terms. */
  readonly hiddenByTools?: {
    unit?(unit: LayerUnit<Id, Kind>): boolean;
    readonly terms?: ReadonlySet<string>;
  };
  /** For a layer with sessions that outlive a connection. */
  readonly session?: {
    /** The session that a request for this target continues; null when it names none. */
    inTarget(target: string): string | null;
    /** The session that this unit opens; null when it opens none. */
    inUnit(unit: LayerUnit<Id, Kind>): string | null;
    /** Whether the server holds its answer to such a request until there is news. */
    isPoll(method: string, target: string): boolean;
  };
  /** Kinds that answer what their sender has just received on the same connection, without being its partner. */
  readonly replies?: readonly Kind[];
  /**
   * Parts of a session that open one by one: the server answers a unit of kind `opener` with another, and only then is
   * the channel used. The field of this term names it.
   */
  readonly channel?: { readonly opener: Kind; readonly term: string };
  /** Students' programs speak it: each line of code refers to its packets by their place in the session. */
  readonly isOfPrograms?: true;
}

/** What is known about payloads before they are read. */
export interface Carried {
  /** Id of the layer whose units carry them. */
  readonly below: string;
  /** Target of the HTTP request (of the opening handshake, for WebSocket messages). */
  readonly target: string;
  /** Agreed in the opening handshake; empty without one. */
  readonly subprotocol: string;
  /** Media type of the body, in lower case and without parameters; empty where there is none. */
  readonly contentType: string;
}

/** Where payloads come from, for the layers that may read them. */
export interface Context extends Carried {
  readonly log: UnitLog;
  /** State that outlives connections, one value per key for the life of the decoder. */
  readonly shared: Map<string, unknown>;
  /** The reader of the layer above, if any recognises what `below` carries. */
  openAbove(below: string): PayloadReader | null;
  /** Called when a connection turns out to carry this session. */
  joined(sid: string): void;
}

/** A complete payload: `bytes[start, end)`, valid only during the call. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly isText: boolean;
}

/** Makes units of one layer from what units of the layer below carry. */
export interface PayloadReader {
  read(carrier: UnitRecord, payload: Payload): void;
  /** The server has shown that it is still there. */
  heartbeat?(): void;
  /** A Close frame of either side. */
  closing?(frame: UnitRecord): void;
  /** What carries the payloads of this side has ended, and no more will come. */
  end?(sender: Peer): void;
  /** Whether this side has broken a rule for which a real endpoint closes what carries the payloads. */
  hasFailed?(sender: Peer): boolean;
}
