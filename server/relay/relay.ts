import net, { type AddressInfo, type Socket } from 'node:net';
import type { Lab } from '../lab';
import type { Tap } from '../tap';
import { HostRewriter } from './host-rewriter';
import { connectTo, type Upstream } from './upstream';

export interface RelayOptions {
  readonly upstream: Upstream;
  /** 0 for any free port. */
  readonly port: number;
  /** Address to listen on. */
  readonly host: string;
  /** The lab that shows what passes. */
  readonly lab: Lab;
  /** Puts a tap in an accepted connection, which belongs to this lab. */
  readonly tap: (socket: Socket, lab: Lab) => { readonly tap: Tap; readonly number: number };
}

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A TCP relay before somebody's own server. Bytes pass as they are, each end of a connection ends as the other one did, and the
 * client's side is tapped. Rejects with the system's error (EADDRINUSE …) when it cannot listen.
 */
export async function createRelay({ upstream, port, host, lab, tap }: RelayOptions): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const behind = join(client, tap(client, lab), lab, upstream);
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // Without file handles a connection cannot be accepted: the system keeps it waiting.
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Connects a client with the server behind. Returns the relay's own connection to that server. */
function join(
  client: Socket,
  { tap, number }: { readonly tap: Tap; readonly number: number },
  lab: Lab,
  upstream: Upstream,
): Socket {
  let hasFailed = false;
  const behind = connectTo(upstream, {
    connected: (text) => lab.upstream(number, 'connected', text),
    failed(text) {
      hasFailed = true;
      lab.upstream(number, 'failed', text);
      // What the client would have got from a server that is not there, or that resets: a reset.
      if (!client.destroyed) tap.endByOrder('reset');
    },
  });
  if (upstream.isTls) client.pipe(new HostRewriter(new URL(upstream.origin).host)).pipe(behind);
  else client.pipe(behind);
  behind.pipe(client);
  client.on('error', () => undefined);
  client.once('close', () => {
    if (hasFailed || behind.destroyed) return;
    // Both directions are done, or the client is gone without a word.
    if (behind.writableEnded) behind.destroySoon();
    else behind.resetAndDestroy();
  });
  return behind;
}
