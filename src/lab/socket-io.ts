import type { Manager, ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import { PacketBook } from '../sandbox/packet-book';
import { type LabContext, nextNumber, noteAbout } from './clients';
import { detailOf } from './detail';

/** Options of a Socket.IO client in a lab; the address is always the lab's. */
export type SocketIoOptions = Partial<ManagerOptions & SocketOptions>;

/** A real Socket.IO connection of this page, and the number that identifies its calls. */
export interface LabManager {
  readonly manager: Manager;
  /** The id of the call `io()`. All its TCP connections carry this number in their requests. */
  readonly opener: number;
  /** Its packets, counted. */
  readonly book: PacketBook;
}

/** A real `Socket` of socket.io-client, and its connection. */
export interface LabSocketIo extends LabManager {
  readonly io: Socket;
  close(): void;
}

/** The library behind `io()`: loaded with the first client. */
export type SocketIoClient = typeof import('socket.io-client');

/** Loads socket.io-client. */
export const loadSocketIo = (): Promise<SocketIoClient> => import('socket.io-client');

/** Paths below the lab, other than its Socket.IO server, that a client may ask for. */
const PATHS: Readonly<Record<string, string>> = { '/ws': 'ws', '/echo': 'echo' };

/**
 * A manager of the real client that connects to this lab only, and not yet. `path: '/ws'` is the lab's plain WebSocket
 * echo, not a Socket.IO server.
 */
export function createManager(
  { Manager: RealManager }: SocketIoClient,
  context: LabContext,
  namespace: string,
  options: SocketIoOptions,
): LabManager {
  const { http } = context.addresses;
  const { origin, pathname } = new URL(http);
  const opener = nextNumber(context.capture);
  const shown = Object.keys(options).length > 0 ? `, ${JSON.stringify(options)}` : '';
  noteAbout(context, opener)(
    'io',
    `${namespace === '/' && !shown ? '' : detailOf(namespace)}${shown}`,
    opener,
  );
  const manager = new RealManager(origin, {
    ...options,
    path: `${pathname}/${PATHS[options.path ?? ''] ?? 'socket.io'}`,
    query: { ...(options.query as object | undefined), call: String(opener) },
    autoConnect: false,
  });
  const book = new PacketBook('client');
  // Before any of its sockets hears that it is open, and so before its first packet.
  manager.on('open', () => {
    const { engine } = manager as unknown as { engine: Parameters<PacketBook['watch']>[0] & { id: string } };
    book.watch(engine, engine.id);
  });
  return { manager, opener, book };
}

/** Opens a real Socket.IO client in a namespace of this lab's server. */
export async function openSocketIo(
  context: LabContext,
  { namespace = '/', ...options }: SocketIoOptions & { readonly namespace?: string } = {},
): Promise<LabSocketIo> {
  const made = createManager(await loadSocketIo(), context, namespace, options);
  const io = made.manager.socket(namespace, options);
  io.connect();
  return { ...made, io, close: () => void io.disconnect() };
}
