import type { Capture } from '../capture/capture';
import type { ImpairmentChange } from '../protocol/feed';
import type { LabLimits, LabMade } from '../protocol/messages/lab-made';
import type { NewsOrder, Saying, ServerEnd } from '../protocol/messages/orders';
import type { SyntaxFault } from '../sandbox/trace-lines';
import type { ClientProgram, ClientRunOptions } from './programs/client-program';
import type { LabSocketIo, SocketIoOptions } from './socket-io';

export type { Saying, ServerEnd };

/** The addresses of a lab. */
export type LabAddresses = Omit<LabMade, 'limits'>;

/**
 * The addresses of a lab for a page that has the server at `root`. What the server calls them is where its request came in,
 * which a proxy may have changed: the scheme, the host and the beginning of the path.
 */
export function addressesAt(root: string, id: string): Pick<LabMade, 'feed' | 'http' | 'ws' | 'socketio'> {
  const http = `${root}/lab/${id}`;
  const ws = http.replace(/^http/, 'ws');
  return { http, ws: `${ws}/ws`, feed: `${ws}/feed`, socketio: `${http}/socket.io/` };
}

/** The lab's path at the server itself: a raw connection begins there, behind any proxy. */
export const pathAtServer = ({ id }: Pick<LabMade, 'id'>): string => `/lab/${id}`;

/**
 * What the page assumes until a server reports its limits, and where there is no server (gallery, unit tests): none,
 * since the server that takes something enforces its own limits.
 */
export const UNKNOWN_LIMITS: LabLimits = {
  messageBytes: Number.POSITIVE_INFINITY,
  rawBytes: Number.POSITIVE_INFINITY,
  heartbeatMs: Number.POSITIVE_INFINITY,
  delayMs: Number.POSITIVE_INFINITY,
  jitterMs: Number.POSITIVE_INFINITY,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  readBytes: Number.POSITIVE_INFINITY,
  gatherMs: Number.POSITIVE_INFINITY,
  piecesPerRead: Number.POSITIVE_INFINITY,
};

export type LabState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  /** The feed broke; trying again in `retryInMs`. What happened meanwhile is fetched on return. */
  | { readonly kind: 'feed-lost'; readonly attempt: number; readonly retryInMs: number }
  /** The server does not answer at all. */
  | { readonly kind: 'server-gone'; readonly attempt: number; readonly retryInMs: number }
  /** The lab has ended (its server restarted, or nobody watched); a new one is being made. */
  | { readonly kind: 'expired' }
  /** The server refused, with its reason: too many labs, foreign origin. */
  | { readonly kind: 'refused'; readonly message: string };

/** How a raw write is cut: each piece is one write on the client's socket. */
export interface Pieces {
  /** Bytes in each; the rest goes in a last one. */
  readonly sizes: readonly number[];
  /** Between one piece and the next; 0 writes them back to back. */
  readonly gapMs?: number;
}

export interface RawOptions {
  /** `bytes`: a server that sends every byte back and knows no protocol; `http` by default. */
  readonly to?: 'http' | 'bytes';
  readonly pieces?: Pieces;
}

export interface SocketOptions {
  readonly deflate?: boolean;
  /** The second argument of `new WebSocket`: subprotocols. The browser refuses an object, and the exception is recorded. */
  readonly protocols?: readonly string[] | Readonly<Record<string, unknown>>;
  /** A path below the lab instead of its echo: what answers there need not be a WebSocket server. */
  readonly path?: string;
  /** The server echoes nothing. */
  readonly isSilent?: boolean;
  /** The server pings this often, instead of every `limits.heartbeatMs`. A client that has not answered by the next is given up. */
  readonly heartbeatMs?: number;
}

/** One student's lab as the page sees it: its addresses, its capture, and the clients that make traffic. */
export interface LabSession {
  readonly state: LabState;
  readonly addresses: LabAddresses | null;
  /** As the server gave them when it made the lab; `UNKNOWN_LIMITS` until then. */
  readonly limits: LabLimits;
  readonly capture: Capture;
  subscribe(listener: () => void): () => void;
  /** The lab's clock now, estimated, in microseconds, and its uncertainty (half of the best round trip). */
  nowMicros(): { readonly at: number; readonly uncertaintyMicros: number };
  /** Opens a real WebSocket of this browser to the lab's echo; calls are recorded. */
  openWebSocket(options?: SocketOptions): LabSocket;
  /** A real fetch of this browser to a path below the lab, e.g. `ws` or `echo?connection=close`. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** A real EventSource of this browser on a path below the lab (`news`); calls are recorded. */
  openEvents(path: string): LabEvents;
  /** Writes bytes unchanged on a real TCP connection to this server. */
  openRaw(bytes: Uint8Array, options?: RawOptions): Promise<RawConnection>;
  /**
   * Has the lab impair its traffic on a connection (`CapturedConnection.id`), on all that are opened from now on (`next`),
   * or on these and all that are open (`all`); the capture records it. What is not named stays as it is. Rejects with the
   * server's error message.
   */
  impair(connection: number | 'next' | 'all', change: ImpairmentChange): Promise<void>;
  /** Has the server end a connection. Rejects with the server's error message. */
  end(connection: number, end: ServerEnd): Promise<void>;
  /** Has the server send first, on a WebSocket connection to the echo. Rejects with the server's error message. */
  say(connection: number, saying: Saying): Promise<void>;
  /**
   * Has the server's end of a connection to `by-hand` write these bytes: there the student is the server. Rejects with the server's
   * error message.
   */
  answerByHand(connection: number, bytes: Uint8Array): Promise<void>;
  /**
   * Makes news happen at the server at random moments, `everyMs` apart on average, `count` times (default 10); 0 stops it.
   * `news` reports it: `?after=ID` at once, `&waitMs=N` when there is some, as `text/event-stream` as it happens.
   */
  makeNews(news: NewsOrder): Promise<void>;
  /** A real Socket.IO client of this page to the lab's server; calls are recorded. */
  openSocketIo(options?: SocketIoOptions & { readonly namespace?: string }): Promise<LabSocketIo>;
  /** Has this many threads made ready for clients' programs, which are about to run. */
  prepareClients(count: number): void;
  /**
   * Runs a program as a client of the lab's Socket.IO server, in a sandbox of this browser; `client` counts from 1. First end the
   * program that ran as that client. Returns a fault when the text does not parse.
   */
  runClient(
    client: number,
    code: string,
    options?: ClientRunOptions,
  ): Promise<ClientProgram | { readonly fault: SyntaxFault }>;
  /**
   * Runs a program as the lab's Socket.IO server, instead of the one before; null ends it and brings the echo back. `options`
   * are those of `new Server(options)`. Returns a fault when the text does not parse; rejects with the server's error message.
   */
  runServer(
    code: string | null,
    options?: object,
  ): Promise<{ readonly run: number } | { readonly fault: SyntaxFault }>;
  retry(): void;
  dispose(): void;
}

/** A `WebSocket` of the browser, with the number that identifies its calls. */
export interface LabSocket {
  readonly socket: WebSocket;
  /** The id of the call `new WebSocket`: `CapturedConnection.openedBy`. */
  readonly opener: number;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  /** Runs code that may throw, as students write it: its exception is recorded as an `error` call, not thrown. */
  attempt(code: (socket: WebSocket) => void): void;
}

/** An `EventSource` of the browser, with the number that identifies its calls. */
export interface LabEvents {
  readonly source: EventSource;
  readonly opener: number;
  close(): void;
}

export interface RawConnection {
  readonly opener: number;
  /** The client port of its TCP connection: identifies it in the capture. */
  readonly port: number;
  /** From `connect()` to connected, as the client saw it: microseconds. */
  readonly connectMicros: number;
  write(bytes: Uint8Array, pieces?: Pieces): Promise<void>;
  /** Ends the connection's client side (FIN). */
  end(): Promise<void>;
}
