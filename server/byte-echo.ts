import type { AddressInfo } from 'node:net';
import net from 'node:net';

/** A server on this machine that knows no protocol: it sends every byte back. */
interface ByteEcho {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Makes the byte echo when it is first asked for; after a failure the next call tries again. */
export class LazyByteEcho {
  readonly #accepted: (socket: net.Socket) => void;
  #made: Promise<ByteEcho> | null = null;

  /** `accepted` is called with each connection before its first byte. */
  constructor(accepted: (socket: net.Socket) => void) {
    this.#accepted = accepted;
  }

  get(): Promise<ByteEcho> {
    this.#made ??= createByteEcho(this.#accepted).catch((error) => {
      this.#made = null;
      throw error;
    });
    return this.#made;
  }

  async close(): Promise<void> {
    await (await this.#made)?.close();
  }
}

/** Listens on any free port, for this machine only. */
function createByteEcho(accepted: (socket: net.Socket) => void): Promise<ByteEcho> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: false, noDelay: true }, (socket) => {
    accepted(socket);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // pipe() stops reading while the client does not read its echo.
    socket.pipe(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        host: HOST,
        port,
        close() {
          for (const socket of sockets) socket.destroy();
          return new Promise((done) => void server.close(() => done()));
        },
      });
    });
  });
}
