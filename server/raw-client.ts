import net from 'node:net';
import type { OpenRecord } from '../src/protocol/feed';
import type { RawOpened } from '../src/protocol/messages/answers';
import type { RawCut } from '../src/protocol/messages/queries';
import { nowMicros } from './clock';
import type { HeldBudget } from './delay-line';
import type { Lab } from './lab';
import type { Limits } from './limits';

/** Where a raw connection goes, and what is written first. */
export interface RawTarget {
  readonly host: string;
  readonly port: number;
  readonly bytes: Uint8Array;
  readonly cut: RawCut;
  /** Bytes that all raw connections of the server may have waiting, and have. */
  readonly budget: HeldBudget;
  /** Told the connection's ends before the first byte is written; what it returns, when the connection is gone. */
  readonly claim: (ends: RawEnds, lab: Lab) => () => void;
}

/** The two ends of a raw connection, as its client sees them. */
export interface RawEnds {
  readonly client: OpenRecord['client'];
  readonly server: OpenRecord['server'];
}

/**
 * Opens a TCP connection to this server itself and writes the bytes on it as they are. What comes back is read and dropped: the
 * tap has seen it.
 * @throws Error when the connection cannot be opened.
 */
export function openRaw(lab: Lab, target: RawTarget, limits: Limits): Promise<RawOpened> {
  const { host, port: serverPort, bytes, cut: firstCut, claim, budget } = target;
  const raw = ++lab.rawMade;
  const startMicros = nowMicros();
  const socket = net.connect({ host, port: serverPort, allowHalfOpen: true });
  const writer = createWriter(socket, limits.rawWaitingBytes, budget);
  const connection = {
    write: (more: Uint8Array, cut: RawCut) => writer.write(more, cut),
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
    // Its lab may end while it is made.
    socket.on('close', () => reject(new Error('It was closed before it was open.')));
    socket.on('connect', () => {
      const connectMicros = nowMicros() - startMicros;
      const port = socket.localPort!;
      const client = { address: socket.localAddress ?? '', port };
      const server = { address: socket.remoteAddress ?? '', port: serverPort };
      socket.on('close', claim({ client, server }, lab));
      if (bytes.length > 0) connection.write(bytes, firstCut);
      resolve({ raw, port, connectMicros });
    });
  });
}

/**
 * Writes in the order in which it was asked to, though a gap lies between two pieces. What waits, for its turn or for a
 * peer that does not read, is bounded: for this connection and for all.
 */
function createWriter(socket: net.Socket, maxWaitingBytes: number, budget: HeldBudget) {
  const queue: { readonly piece: Uint8Array | null; readonly gapMs: number }[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  const count = (bytes: number) => {
    if (isStopped) return;
    waitingBytes += bytes;
    budget.usedBytes += bytes;
  };
  const writeOn = () => {
    timer = null;
    for (;;) {
      const next = queue.shift();
      if (!next) return;
      const { piece, gapMs } = next;
      if (piece) socket.write(piece, () => count(-piece.length));
      else socket.end();
      if (gapMs > 0 && queue.length > 0) {
        timer = setTimeout(writeOn, gapMs);
        return;
      }
    }
  };
  const add = (piece: Uint8Array | null, gapMs: number) => {
    count(piece?.length ?? 0);
    queue.push({ piece, gapMs });
  };
  return {
    /** False when too much waits already: nothing of it is written then. */
    write(bytes: Uint8Array, { pieces, gapMs }: RawCut): boolean {
      const isFull = waitingBytes > 0 && waitingBytes + bytes.length > maxWaitingBytes;
      if (isFull || budget.usedBytes + bytes.length > budget.maxBytes) return false;
      let from = 0;
      for (const size of pieces) {
        if (from < bytes.length) add(bytes.subarray(from, from + size), gapMs);
        from += size;
      }
      if (from < bytes.length) add(bytes.subarray(from), 0);
      if (timer === null) writeOn();
      return true;
    },
    end() {
      add(null, 0);
      if (timer === null) writeOn();
    },
    stop() {
      if (timer) clearTimeout(timer);
      queue.length = 0;
      count(-waitingBytes);
      isStopped = true;
    },
  };
}
