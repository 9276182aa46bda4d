import { Socket } from 'node:net';
import type { EndRecord } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';

/** What the tap tells of one connection, in true order and at once. */
export interface Witness {
  /**
   * One read or one write of the server's socket. The bytes are borrowed: whoever receives them next may change
   * them (`ws` unmasks in place), so what is to be kept must be copied before returning.
   */
  bytes(sender: Peer, bytes: Uint8Array, atMicros: number): void;
  end(by: Peer, how: EndRecord['how'], atMicros: number): void;
}

/** The server's clock: microseconds since its process began; never jumps. */
export function nowMicros(): number {
  return Math.round(performance.now() * 1000);
}

/** A tap in a connection. */
export interface Tap {
  /** Ends the connection for silence, and says so. */
  destroyAfterTimeout(): void;
}

/** How streams name the encoding of bytes that are bytes already. */
const BUFFER = 'buffer' as BufferEncoding;

type Done = (error?: Error | null) => void;
type Part = { chunk: Buffer | string; encoding: BufferEncoding };

/**
 * Puts a tap in an accepted connection, once the HTTP server has it and before its first byte. Every byte passes
 * through the five methods by which a stream is implemented (`push`, `_write`, `_writev`, `_final`, `_destroy`); the tap
 * stands in their place and hands everything on to them.
 */
export function tapSocket(socket: Socket, witness: Witness): Tap {
  const implementation = Socket.prototype;
  let firstToEnd: Peer | null = null;
  let isSilent = false;
  const ended = (by: Peer, how: EndRecord['how']) => {
    firstToEnd ??= by;
    witness.end(by, how, nowMicros());
  };

  socket.push = (bytes: Buffer | null) => {
    if (bytes === null) ended('client', 'fin');
    else witness.bytes('client', bytes, nowMicros());
    return implementation.push.call(socket, bytes);
  };
  socket._write = (bytes: Buffer | string, encoding: BufferEncoding, done: Done) => {
    const written = typeof bytes === 'string' ? Buffer.from(bytes, encoding) : bytes;
    witness.bytes('server', written, nowMicros());
    implementation._write.call(socket, written, BUFFER, done);
  };
  // Corked writes are one write on the socket, so they are one for the tap: ws corks a frame's head and its payload.
  socket._writev = (parts: Part[], done: Done) => socket._write(join(parts), BUFFER, done);
  socket._final = (done: Done) => {
    ended('server', 'fin');
    implementation._final.call(socket, done);
  };
  socket._destroy = (error: NodeJS.ErrnoException | null, done: Done) => {
    if (error?.code === 'ECONNRESET' || error?.code === 'EPIPE') ended('client', 'reset');
    else if (isSilent) ended('server', 'timeout');
    implementation._destroy.call(socket, error, done);
  };
  // Whoever ends the connection in answer to this event ends it for silence.
  socket.prependListener('timeout', () => {
    isSilent = true;
    queueMicrotask(() => {
      isSilent = false;
    });
  });
  socket.on('close', () => ended(firstToEnd ?? 'server', 'closed'));
  // Whoever owns the socket for the moment may have no listener: an error of one client must not end the server.
  socket.on('error', () => undefined);
  readThroughStream(socket);

  return {
    destroyAfterTimeout() {
      isSilent = true;
      socket.destroy();
    },
  };
}

/** The HTTP parser reads from the socket's handle, past the stream, until somebody listens for `data`. */
function readThroughStream(socket: Socket): void {
  const listener = () => undefined;
  socket.prependListener('data', listener);
  socket.removeListener('data', listener);
}

function join(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)),
  );
}
