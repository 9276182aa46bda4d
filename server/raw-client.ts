import net from 'node:net';
import { nowMicros } from './clock';
import type { Lab } from './lab';
import type { Limits } from './limits';

/** A TCP connection that the server opens to itself, for bytes that a browser would never send. */
export interface RawConnection {
  readonly raw: number;
  /** Port of its client end. */
  readonly port: number;
  /** From `connect()` to connected, as the client saw it. */
  readonly connectMicros: number;
}

/** How a write is cut: each size is one write on the socket, what is left a last one; `gapMs` between two. */
export interface Pieces {
  readonly sizes: readonly number[];
  readonly gapMs: number;
}

/** Where a raw connection goes, and what is written first. */
export interface RawTarget {
  readonly host: string;
  readonly port: number;
  readonly bytes: Uint8Array;
  readonly pieces: Pieces | null;
  /** Told the connection's ports before the first byte is written; what it returns, when the connection is gone. */
  readonly claim: (ports: RawPorts, lab: Lab) => () => void;
}

/** The two ports of a raw connection. */
export interface RawPorts {
  readonly client: number;
  readonly server: number;
}

/**
 * Opens a TCP connection to this server itself and writes the bytes on it as they are. What comes back is read and dropped: the
 * tap has seen it.
 * @throws Error when the connection cannot be opened.
 */
export function openRaw(lab: Lab, target: RawTarget, limits: Limits): Promise<RawConnection> {
  const { host, port: serverPort, bytes, pieces, claim } = target;
  const raw = ++lab.rawMade;
  const startMicros = nowMicros();
  const socket = net.connect({ host, port: serverPort, allowHalfOpen: true });
  const writer = createWriter(socket);
  const connection = {
    write: (more: Uint8Array, cut: Pieces | null) => writer.write(more, cut),
    end: () => writer.end(),
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
    writer.stop();
    lab.raw.delete(raw);
    lab.open.delete(connection);
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('connect', () => {
      const connectMicros = nowMicros() - startMicros;
      const port = socket.localPort!;
      socket.on('close', claim({ client: port, server: serverPort }, lab));
      if (bytes.length > 0) connection.write(bytes, pieces);
      resolve({ raw, port, connectMicros });
    });
  });
}

/** Writes in the order in which it was asked to, though a gap lies between two pieces. */
function createWriter(socket: net.Socket) {
  const waiting: { readonly piece: Uint8Array | null; readonly gapMs: number }[] = [];
  let timer: NodeJS.Timeout | null = null;
  const writeOn = () => {
    timer = null;
    for (;;) {
      const next = waiting[0];
      if (!next) return;
      waiting.shift();
      if (next.piece) socket.write(next.piece);
      else socket.end();
      if (next.gapMs > 0 && waiting.length > 0) {
        timer = setTimeout(writeOn, next.gapMs);
        return;
      }
    }
  };
  const add = (piece: Uint8Array | null, gapMs: number) => waiting.push({ piece, gapMs });
  return {
    write(bytes: Uint8Array, pieces: Pieces | null) {
      let from = 0;
      for (const size of pieces?.sizes ?? []) {
        if (from < bytes.length) add(bytes.subarray(from, from + size), pieces?.gapMs ?? 0);
        from += size;
      }
      if (from < bytes.length) add(bytes.subarray(from), 0);
      if (timer === null) writeOn();
    },
    end() {
      add(null, 0);
      if (timer === null) writeOn();
    },
    stop() {
      if (timer) clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
