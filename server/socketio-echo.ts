import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Lab } from './lab';
import type { Limits } from './limits';

/** Names that Socket.IO keeps for itself, and that `emit` refuses. */
const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

/**
 * The lab's own Socket.IO server, made on first use, behind an HTTP server that never listens: emit `request` and
 * `upgrade` on it. It sends every event back with the same name and arguments, and acknowledges with the arguments
 * where the client asks for it. Ends with the lab.
 */
export function socketioOf(lab: Lab, limits: Limits): HttpServer {
  if (lab.socketio) return lab.socketio;
  const http = createServer();
  const io = new Server(http, {
    path: `/lab/${lab.id}/socket.io/`,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: limits.messageBytes,
  });
  io.on('connection', (socket) => {
    closeWhenUnread(socket, limits.echoUnsentBytes);
    socket.onAny((name: string, ...args: unknown[]) => {
      if (RESERVED.has(name)) return;
      const last = args.at(-1);
      const acknowledge = typeof last === 'function' ? last : null;
      const values = acknowledge ? args.slice(0, -1) : args;
      socket.emit(name, ...values);
      acknowledge?.(...values);
    });
  });
  lab.socketio = http;
  lab.open.add({ close: () => void io.close() });
  return http;
}

/** A client that emits and never reads would fill the session's buffer: the session ends at `maxBytes`. */
function closeWhenUnread(socket: Socket, maxBytes: number): void {
  let unsentBytes = 0;
  socket.conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    unsentBytes += data?.length ?? 0;
    if (unsentBytes > maxBytes) socket.conn.close(true);
  });
  socket.conn.on('flush', () => {
    unsentBytes = 0;
  });
}
