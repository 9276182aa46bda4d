import type { Listener } from '../events';

/** The parts of the client library's classes that `tracing.ts` and its neighbours put something around. */

export interface LibraryPacket {
  readonly type: number;
  readonly data?: unknown[];
}

export interface LibraryEmitter {
  _callbacks?: Record<string, Listener[] | undefined>;
  on(event: string, listener: Listener): this;
  addEventListener(event: string, listener: Listener): this;
  once(event: string, listener: Listener): this;
  off(event?: string, listener?: Listener): this;
  emit(event: string, ...args: unknown[]): this;
  emitReserved(event: string, ...args: unknown[]): this;
  listeners(event: string): Listener[];
}

export interface LibrarySocket extends Omit<LibraryEmitter, 'emit'> {
  readonly io: LibraryManager;
  readonly nsp: string;
  readonly connected: boolean;
  readonly flags: { readonly fromQueue?: boolean; readonly volatile?: boolean };
  readonly sendBuffer: readonly LibraryPacket[];
  /** Events that are sent again until they are acknowledged. */
  readonly _queue: readonly { readonly args: unknown[] }[];
  _anyListeners?: Listener[];
  _anyOutgoingListeners?: Listener[];
  emit(name: unknown, ...args: unknown[]): unknown;
  ack(id: number): (...args: unknown[]) => void;
  packet(packet: LibraryPacket): void;
  onevent(packet: LibraryPacket): void;
  emitEvent(args: unknown[]): void;
  onconnect(id: string, pid?: string): void;
  onclose(reason: string, description?: unknown): void;
  notifyOutgoingListeners(packet: LibraryPacket): void;
  _addToQueue(args: unknown[]): void;
  onAny(listener: Listener): this;
  prependAny(listener: Listener): this;
  onAnyOutgoing(listener: Listener): this;
  prependAnyOutgoing(listener: Listener): this;
}

export interface LibraryManager extends LibraryEmitter {
  readonly opts: Readonly<Record<string, unknown>>;
  readonly nsps: Readonly<Record<string, LibrarySocket>>;
  open(done?: (error?: unknown) => void): this;
  socket(namespace: string, options?: object): LibrarySocket;
  _packet(packet: LibraryPacket): void;
}
