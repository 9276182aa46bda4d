import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import { type LabContext, nextNumber, noteAbout } from './clients';
import { detailOf } from './detail';

/** Options of a Socket.IO client in a lab; the address is always the lab's. */
export type SocketIoOptions = Partial<ManagerOptions & SocketOptions>;

/** A real `Socket` of socket.io-client, and the id of the call `io()`, which all its TCP connections carry in their requests. */
export interface LabSocketIo {
  readonly io: Socket;
  readonly opener: number;
  close(): void;
}

/** Paths below the lab, other than its Socket.IO server, that a client may ask for. */
const PATHS: Readonly<Record<string, string>> = { '/ws': 'ws', '/echo': 'echo' };

/** Records the call `io()`, with its options as JSON; returns its id. */
export function noteIo(context: LabContext, namespace: string, options: string): number {
  const opener = nextNumber(context.capture);
  noteAbout(context, opener)('io', ioDetail(namespace, options), opener);
  return opener;
}

/** The arguments of `io()` as code would write them. */
export function ioDetail(namespace: string, options: string): string {
  const shown = options === '{}' ? '' : `, ${options}`;
  return `${namespace === '/' && !shown ? '' : detailOf(namespace)}${shown}`;
}

/**
 * Where a client of this lab connects: the lab's address and path, and a query that says which call opened it. `path: '/ws'` is the
 * lab's plain WebSocket echo, not a Socket.IO server.
 */
export function engineAddress(
  { addresses }: LabContext,
  opener: number,
  { path, query }: { readonly path?: unknown; readonly query?: unknown },
) {
  const { origin, pathname } = new URL(addresses.http);
  return {
    origin,
    path: `${pathname}/${PATHS[String(path ?? '')] ?? 'socket.io'}`,
    query: { ...(query as object | undefined), call: String(opener) },
  };
}

/** Opens a real Socket.IO client in a namespace of this lab's server. */
export async function openSocketIo(
  context: LabContext,
  { namespace = '/', ...options }: SocketIoOptions & { readonly namespace?: string } = {},
): Promise<LabSocketIo> {
  const { Manager } = await import('socket.io-client');
  const opener = noteIo(context, namespace, JSON.stringify(options));
  const { origin, ...address } = engineAddress(context, opener, options);
  const manager = new Manager(origin, { ...options, ...address, autoConnect: false });
  const io = manager.socket(namespace, options);
  io.connect();
  return { io, opener, close: () => void io.disconnect() };
}
