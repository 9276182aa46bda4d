/** What a page of the lab and the frame of a student's page tell each other. The frame's side may be forged by the page in it. */

/** From the frame, once its first script runs: it waits for its text. */
export const READY = 'wire101 frame';

/** The answer to that, with a port for everything after it. */
export interface PageStart {
  readonly html: string;
  /** The lab's address, without a slash at its end. */
  readonly lab: string;
  /** Numbers for its connections: each manager of the library takes one. */
  readonly calls: readonly number[];
}

/** To the frame, through the port. */
export type ToFrame =
  /** Asks for a sign of life. */
  | { readonly kind: 'ask' }
  /** More numbers for connections. */
  | { readonly kind: 'calls'; readonly calls: readonly number[] };

/** A Socket.IO packet by its place in its session (`src/protocol/feed.ts`). */
export interface PagePacket {
  readonly sid: string;
  readonly sender: 'client' | 'server';
  readonly ordinal: number;
}

/** One `io()` of the page. */
export interface PageConnection {
  readonly namespace: string;
  readonly isConnected: boolean;
  readonly transport: string | null;
}

/** Something that the page's code did. */
interface Doing {
  /** Milliseconds since 1970, on the clock of the browser's monotonic time. */
  readonly atMs: number;
  /** In the text of the page, from 1; 0 for none. */
  readonly line: number;
  readonly text: string;
}

/** From the frame, through the port. */
export type FromFrame =
  | { readonly kind: 'alive' }
  /** The document is about to be replaced: by itself, or by another address. */
  | { readonly kind: 'leaves' }
  | (Doing & { readonly kind: 'log' | 'warn' | 'error' | 'uncaught' })
  /** A manager of the library opens its first connection. `text` is its options as JSON. */
  | (Doing & { readonly kind: 'io'; readonly call: number; readonly namespace: string })
  /** `kept` numbers an event that waits until its client is connected; `isDropped`: it is volatile, and was not sent. */
  | (Doing & {
      readonly kind: 'emit' | 'reply';
      readonly packets: readonly PagePacket[];
      readonly kept?: number;
      readonly isDropped?: boolean;
    })
  /** A kept event has been sent. */
  | { readonly kind: 'late'; readonly kept: number; readonly packets: readonly PagePacket[] }
  /** Listeners of an event ran. */
  | (Doing & { readonly kind: 'listener'; readonly packets: readonly PagePacket[] })
  | { readonly kind: 'connections'; readonly connections: readonly PageConnection[] };
