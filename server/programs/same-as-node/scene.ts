import type { ManagerOptions, SocketOptions } from 'socket.io-client';

/** A client of a scene, with everything that it hears, in order. */
export interface Player {
  readonly heard: unknown[];
  /** Emits an event. */
  emit(name: string, ...args: unknown[]): void;
  /** Emits an event and waits for its acknowledgement. */
  ask(name: string, ...args: unknown[]): Promise<void>;
  /** Waits until it has heard `count` events of this name, or `connect`, `disconnect`, `connect_error`. */
  until(name: string, times?: number): Promise<void>;
  /** Acknowledges each event of this name with these values. */
  answer(name: string, ...answers: unknown[]): void;
  leave(): void;
  /** Ends its connection without a word. */
  cut(): void;
  /** Another namespace on the same connection. */
  beside(namespace: string): Player;
}

/** The clients of a scene, the same in both places. */
export interface Players {
  open(namespace?: string, options?: Partial<ManagerOptions & SocketOptions>): Player;
  /** Two connected clients. */
  both(): Promise<readonly [Player, Player]>;
  /** Sends a request of its own to the server's address. */
  request(query: string): Promise<void>;
  /** Waits until the program has printed this. */
  untilSaid(text: string): Promise<void>;
}

/** A program and what its clients do, the same in a lab and in plain Node. */
export interface Scene {
  readonly name: string;
  readonly code: string;
  /** Options of the server; with `isOwn`, the program makes a server at `port` itself, with `options`. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly play: (players: Players) => Promise<void>;
}
