import { Socket } from 'node:net';
import { logFault } from './fault-log';

/** Node's own stream methods, for which the tap stands in. */
export const implementation = Socket.prototype;

/** How streams name the encoding of bytes. */
export const BUFFER = 'buffer' as BufferEncoding;

/** Ends a connection in which code of ours threw. */
export function fail(socket: Socket, error: unknown): false {
  logFault('A connection', error);
  socket.destroy();
  return false;
}

/** A listener that does nothing. */
export function ignore(): void {}

/** Whether the peer has reset the connection. */
export function isReset(error: NodeJS.ErrnoException | null | undefined): error is NodeJS.ErrnoException {
  return error?.code === 'ECONNRESET' || error?.code === 'EPIPE';
}
