import type { Socket } from 'node:net';
import { ConnectionTap } from './connection-tap';
import type { Done, HoldLimits } from './hold';
import { BUFFER, fail, ignore, implementation } from './socket-implementation';
import type { Witness } from './witness';

/** A tap in a connection. */
export interface Tap {
  /** Ends the connection because its client is silent, and reports that. */
  destroyAfterTimeout(): void;
  /** Ends the connection by order: with a reset, or by ending the server's direction. */
  endByOrder(how: 'reset' | 'fin'): void;
  /** Resets the connection if only a cut keeps it open; otherwise does nothing. */
  releaseOrphan(): void;
}

type Part = { chunk: Buffer | string; encoding: BufferEncoding };

/** An accepted socket with a tap in it. */
type TappedSocket = Socket & { tap: ConnectionTap };

/**
 * Puts a tap in an accepted connection, once the HTTP server has it and before its first byte. Every byte passes
 * through the methods that implement a stream (`push`, `_write`, `_writev`, `_final`, `_destroy`); the tap
 * takes their place and hands everything on to them: at once, or later when the witness wants it held.
 */
export function tapSocket(socket: Socket, witness: Witness, limits: HoldLimits): Tap {
  const tapped = socket as TappedSocket;
  tapped.tap = new ConnectionTap(tapped, witness, limits);
  // All sockets share these functions: closures for each would cost more than everything else that the tap does.
  tapped.push = push;
  tapped._write = write;
  tapped._writev = writeTogether;
  tapped._final = endWriting;
  tapped._destroy = destroyed;
  tapped.prependListener('timeout', onTimeout);
  tapped.on('close', onClose);
  // The socket's current owner may have no listener, and an error of one client must not end the server.
  tapped.on('error', ignore);
  // The HTTP parser reads from the socket's handle, past the stream, until somebody listens for `data`.
  tapped.prependListener('data', ignore);
  tapped.removeListener('data', ignore);
  return tapped.tap;
}

/**
 * Parsers, endpoints and their listeners all run within this call. When one of them throws, this connection ends and nothing else.
 */
function push(this: TappedSocket, bytes: Buffer | null): boolean {
  try {
    return this.tap.read(bytes);
  } catch (error) {
    return fail(this, error);
  }
}

function write(this: TappedSocket, bytes: Buffer | string, encoding: BufferEncoding, done: Done): void {
  this.tap.write(bytes, encoding, done);
}

/** Corked writes are one write on the socket, so they are one for the tap: ws corks a frame's header and its payload. */
function writeTogether(this: TappedSocket, parts: Part[], done: Done): void {
  this.tap.write(join(parts), BUFFER, done);
}

function endWriting(this: TappedSocket, done: Done): void {
  this.tap.endWriting(done);
}

function destroyed(this: TappedSocket, error: NodeJS.ErrnoException | null, done: Done): void {
  this.tap.destroyed(error);
  implementation._destroy.call(this, error, done);
}

function onTimeout(this: TappedSocket): void {
  this.tap.timedOut();
}

function onClose(this: TappedSocket): void {
  this.tap.closed();
}

function join(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)),
  );
}
