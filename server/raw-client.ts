import net from 'node:net';
import type { Lab } from './lab';
import type { Limits } from './limits';

/** A TCP connection that the server opens to itself, for bytes that a browser would never send. */
export interface RawConnection {
  readonly raw: number;
  /** Port of its client end. */
  readonly port: number;
}

/**
 * Opens a TCP connection to this server's own `port` and writes `bytes` on it as they are. `claim` is told its client
 * port before the first byte is written. What comes back is read and dropped: the tap has seen it.
 * @throws Error when the connection cannot be opened.
 */
export function openRaw(
  lab: Lab,
  bytes: Uint8Array,
  server: { readonly host: string; readonly port: number },
  limits: Limits,
  claim: (clientPort: number, lab: Lab) => void,
): Promise<RawConnection> {
  const raw = ++lab.rawMade;
  const socket = net.connect({ ...server, allowHalfOpen: true });
  const connection = {
    write: (more: Uint8Array) => void socket.write(more),
    end: () => void socket.end(),
    close: () => void socket.destroy(),
  };
  lab.raw.set(raw, connection);
  lab.open.add(connection);
  socket.setNoDelay(true);
  socket.setTimeout(limits.rawIdleMs, () => socket.destroy());
  socket.resume();
  // After the server's FIN nothing can be learnt from this connection any more.
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    lab.raw.delete(raw);
    lab.open.delete(connection);
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('connect', () => {
      const port = socket.localPort!;
      claim(port, lab);
      if (bytes.length > 0) socket.write(bytes);
      resolve({ raw, port });
    });
  });
}
