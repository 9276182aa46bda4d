import type { Capture } from '../capture/capture';

export interface LabAddresses {
  readonly id: string;
  /** Absolute URLs. */
  readonly feed: string;
  readonly http: string;
  readonly ws: string;
  readonly socketio: string;
  readonly expiresInMs: number;
}

export type LabState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready' }
  /** The feed broke; trying again in `retryInMs`. What happened meanwhile is fetched on return. */
  | { readonly kind: 'feed-lost'; readonly attempt: number; readonly retryInMs: number }
  /** The server does not answer at all. */
  | { readonly kind: 'server-gone'; readonly attempt: number; readonly retryInMs: number }
  /** The lab has ended (its server restarted, or nobody watched); a new one is being made. */
  | { readonly kind: 'expired' }
  /** The server refused, with its sentence: too many labs, foreign origin. */
  | { readonly kind: 'refused'; readonly message: string };

/** What the lab can do on purpose to a connection. */
export interface Impairment {
  /** Added to the way of every byte, in each direction: whole milliseconds, 0 to 2000. */
  readonly delayMs: number;
}

/** One student's lab as the page has it: its addresses, its capture, and the clients that make traffic. */
export interface LabSession {
  readonly state: LabState;
  readonly addresses: LabAddresses | null;
  readonly capture: Capture;
  subscribe(listener: () => void): () => void;
  /** The lab's clock now, estimated: microseconds; with its uncertainty (half of the best round trip). */
  nowMicros(): { readonly at: number; readonly uncertaintyMicros: number };
  /** Opens a real WebSocket of this browser to the lab's echo; calls are recorded. */
  openWebSocket(options?: { readonly deflate?: boolean; readonly protocols?: readonly string[] }): LabSocket;
  /** A real fetch of this browser to a path below the lab, e.g. `ws` or `echo?connection=close`. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Bytes written as they are on a real TCP connection to this server. */
  openRaw(bytes: Uint8Array): Promise<RawConnection>;
  /**
   * Has the lab do something on purpose to its traffic on a connection (`CapturedConnection.id`), or on all that are opened
   * from now on (`next`): the capture tells of it (`delayMs`, `held`). Rejects with the server's sentence.
   */
  impair(connection: number | 'next', impairment: Impairment): Promise<void>;
  retry(): void;
  dispose(): void;
}

/** A `WebSocket` of the browser, with the number its calls are known by. */
export interface LabSocket {
  readonly socket: WebSocket;
  /** The id of the call `new WebSocket`: `CapturedConnection.openedBy`. */
  readonly opener: number;
  send(data: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
}

export interface RawConnection {
  readonly opener: number;
  /** The client port of its TCP connection: finds it in the capture. */
  readonly port: number;
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the connection's client side (FIN). */
  end(): Promise<void>;
}
