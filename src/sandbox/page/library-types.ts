/** The parts of the client library's classes that a page's frame puts something around. */

export interface Library {
  readonly Manager: { readonly prototype: ManagerLike };
  readonly Socket: { readonly prototype: SocketLike };
}

export interface ManagerLike {
  uri: string | undefined;
  opts: { readonly path?: string; readonly query?: Record<string, string> } & Readonly<
    Record<string, unknown>
  >;
  engine: EngineLike | undefined;
  readonly nsps: Readonly<Record<string, SocketLike>>;
  open(done?: unknown): ManagerLike;
  socket(namespace: string, options?: object): SocketLike;
  ondecoded(packet: PacketLike): void;
}

export interface SocketLike {
  readonly io: ManagerLike;
  readonly connected: boolean;
  readonly sendBuffer: readonly PacketLike[];
  readonly _callbacks?: Readonly<Record<string, readonly unknown[] | undefined>>;
  on(event: string, listener: unknown): SocketLike;
  addEventListener(event: string, listener: unknown): SocketLike;
  once(event: string, listener: unknown): SocketLike;
  emit(event: string, ...args: unknown[]): SocketLike;
  emitReserved(event: string, ...args: unknown[]): SocketLike;
  packet(packet: PacketLike): void;
  onevent(packet: PacketLike): void;
  onack(packet: PacketLike): void;
}

/** `type` as in the Socket.IO protocol v5: 3 and 6 acknowledge. */
export interface PacketLike {
  readonly type: number;
  readonly data?: readonly unknown[];
}

export interface EngineLike {
  readonly transport?: { readonly name: string };
  on(event: 'handshake', listener: (handshake: { readonly sid: string }) => void): unknown;
  on(event: 'upgrade', listener: () => void): unknown;
  on(
    event: 'packet' | 'packetCreate',
    listener: (packet: { readonly type: string; readonly data?: unknown }) => void,
  ): unknown;
}
