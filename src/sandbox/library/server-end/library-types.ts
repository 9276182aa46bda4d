import type { EventEmitter, Listener } from '../events';

/** The parts of the library's classes that `tracing.ts` and its neighbours put something around. */

export interface LibraryPacket {
  readonly type: number;
  readonly id?: number;
  readonly data: unknown[];
}

export interface LibraryClient {
  readonly conn: { readonly id: string };
  writeToEngine(encoded: unknown, options: object): void;
}

interface Emitting {
  readonly flags: { readonly timeout?: number };
  emit(name: unknown, ...args: unknown[]): boolean;
}

export interface LibrarySocket extends Omit<EventEmitter, 'emit'>, Emitting {
  _anyListeners: Listener[] | undefined;
  _anyOutgoingListeners: Listener[] | undefined;
  /** Middleware of this socket. */
  readonly fns: readonly Listener[];
  run(event: readonly unknown[], done: (error?: unknown) => void): void;
  ack(id: number): (...args: unknown[]) => void;
  use(middleware: Listener): this;
  onAny(listener: Listener): this;
  prependAny(listener: Listener): this;
  onAnyOutgoing(listener: Listener): this;
  prependAnyOutgoing(listener: Listener): this;
  onevent(packet: LibraryPacket): void;
  notifyOutgoingListeners(packet: LibraryPacket): void;
}

export interface LibraryNamespace extends EventEmitter {
  readonly name: string;
  use(middleware: Listener): this;
  _add(client: object, auth: unknown, done: unknown): Promise<void>;
  _createSocket(client: object, auth: unknown): Promise<LibrarySocket>;
  _doConnect(socket: LibrarySocket & { readonly client: object }, done: unknown): void;
}

export interface LibraryParentNamespace {
  createChild(name: string): unknown;
}

export type LibraryOperator = Emitting;

export interface LibraryEncoder {
  encode(packet: LibraryPacket): unknown[];
}
