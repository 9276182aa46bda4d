import type { AddressInfo } from 'node:net';
import net from 'node:net';

/** A server of this machine that knows no protocol: it sends every byte back. */
export interface ByteEcho {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Listens on any free port, for this machine only. `accepted` is told of each connection before its first byte. */
export function createByteEcho(accepted: (socket: net.Socket) => void): Promise<ByteEcho> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer({ allowHalfOpen: false, noDelay: true }, (socket) => {
    accepted(socket);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // What the client does not read back stops the reading: pipe does both.
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
