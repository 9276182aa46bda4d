import type { Server as HttpServer } from 'node:http';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { followNews } from './newsroom';
import { openSocketIo } from './socketio';

/** Names that Socket.IO reserves, and that `emit` refuses. */
const RESERVED = new Set([
  'connect',
  'connect_error',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

/**
 * The lab's Socket.IO server; one that echoes is made on first use. The echo sends every event back with the same name and arguments,
 * and acknowledges it with the arguments when the client asks for that. A client that asks for `news=1` in its query gets the lab's news
 * as events instead, and no echo.
 */
export function socketioOf(lab: Lab, limits: Limits): HttpServer {
  if (lab.socketio) return lab.socketio.http;
  const { io, http } = openSocketIo(lab, limits);
  io.on('connection', (socket) => {
    if (socket.handshake.query.news === '1') {
      socket.on(
        'disconnect',
        followNews(lab, (item) => void socket.emit('news', item)),
      );
      return;
    }
    socket.onAny((name: string, ...args: unknown[]) => {
      if (RESERVED.has(name)) return;
      const last = args.at(-1);
      const acknowledge = typeof last === 'function' ? last : null;
      const values = acknowledge ? args.slice(0, -1) : args;
      try {
        socket.emit(name, ...values);
        acknowledge?.(...values);
      } catch {
        // The arguments are nested too deeply to be serialized again: disconnect the client.
        socket.conn.close();
      }
    });
  });
  return http;
}
