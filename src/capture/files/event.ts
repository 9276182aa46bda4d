import type { Peer } from '../../protocol/unit';

/** One end of a TCP connection. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A connection is seen for the first time. */
export interface OpenEvent {
  readonly kind: 'open';
  /** From 1, in the order in which they were seen. */
  readonly connection: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Of its first packet: microseconds since the Unix epoch, or on the clock of what was read. */
  readonly atMicros: number;
  /**
   * `captured`: the bytes begin where the connection begins. `missed`: the capture began later, so the first bytes may be
   * anything. `given`: somebody says that these bytes are to be decoded, whatever they look like.
   */
  readonly start: 'captured' | 'missed' | 'given';
  /**
   * Bytes to put before those that follow, so that decoding can begin there: an opening handshake, for instance. They are
   * not in the file, and never shown.
   */
  readonly before?: readonly { readonly sender: Peer; readonly bytes: Uint8Array }[];
  /** How many bytes of each side come before those that follow, and were left out: of a message that began earlier. */
  readonly passed?: Readonly<Record<Peer, number>>;
  /** It carries bytes and no protocol: its reads and writes are not to be decoded. */
  readonly isPlain?: true;
}

/** Bytes of one side, in stream order. Nobody else keeps or changes them. */
export interface ChunkEvent {
  readonly kind: 'chunk';
  readonly connection: number;
  readonly sender: Peer;
  readonly bytes: Uint8Array;
  readonly atMicros: number;
}

/** Bytes of one side that were sent and are not in the file; what follows comes after them. */
export interface GapEvent {
  readonly kind: 'gap';
  readonly connection: number;
  readonly sender: Peer;
  /** How many are missing. */
  readonly bytes: number;
  readonly atMicros: number;
}

/** One side has ended its direction (FIN), or the connection (reset). */
export interface EndEvent {
  readonly kind: 'end';
  readonly connection: number;
  readonly by: Peer;
  readonly how: 'fin' | 'reset';
  readonly atMicros: number;
}

/** What a note is about. */
export type NoteTopic =
  // The file.
  | 'unknown-format'
  | 'broken-file'
  | 'nothing-found'
  | 'time-order'
  // Packets that were not read.
  | 'link-type'
  | 'fragments'
  | 'not-tcp'
  // A connection.
  | 'missing-segments'
  | 'snaplen'
  | 'start-missed'
  | 'tls'
  | 'no-http'
  | 'too-much'
  // Where the bytes come from.
  | 'browser-record'
  | 'pasted'
  | 'synthesised';

/** Something that could not be read, or that must be known to judge what was. */
export interface NoteEvent {
  readonly kind: 'note';
  readonly what: NoteTopic;
  /** Whole sentences. */
  readonly text: string;
  /** The connection that it is about; without this, the whole file. */
  readonly connection?: number;
}

/** What a file holds, as `createDecoder()` and the feed need it; in time order within each connection. */
export type FileEvent = OpenEvent | ChunkEvent | GapEvent | EndEvent | NoteEvent;

/** Takes what a file holds. */
export type EmitEvent = (event: FileEvent) => void;

/** Reads one file: pieces of any size, and its end. Never throws on what the file holds; says it in a note. */
export interface FileReader {
  /** The bytes are not kept: what is passed on is a copy. */
  push(piece: Uint8Array): void;
  /** No more comes. Nothing may be pushed after this. */
  end(): void;
}
