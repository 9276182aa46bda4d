import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The unanswered requests of each connection. */
interface Unanswered {
  /**
   * Counts this request until it is answered or its connection is gone. `serve` it; `refuse` it, since its client has too many that
   * wait, and read nothing after it; or `drop` it, since it came after a refused one.
   */
  add(request: IncomingMessage, response: ServerResponse): 'serve' | 'refuse' | 'drop';
}

interface Waiting {
  readonly responses: Set<ServerResponse>;
  isOver: boolean;
}

/**
 * At most `most` requests may wait on a connection. Node reports every pipelined request at once, so a client that never reads could
 * otherwise have any number of answers and timers waiting.
 */
export function createUnanswered(most: number): Unanswered {
  const waitingOn = new WeakMap<Socket, Waiting>();

  const begin = (socket: Socket): Waiting => {
    const waiting = { responses: new Set<ServerResponse>(), isOver: false };
    waitingOn.set(socket, waiting);
    socket.once('close', () => {
      for (const response of waiting.responses) tellClosed(response);
    });
    return waiting;
  };

  return {
    add({ socket }, response) {
      const waiting = waitingOn.get(socket) ?? begin(socket);
      if (waiting.isOver) return 'drop';
      waiting.responses.add(response);
      response.once('close', () => waiting.responses.delete(response));
      if (waiting.responses.size <= most) return 'serve';
      waiting.isOver = true;
      readNoMore(socket);
      return 'refuse';
    },
  };
}

/** Node emits `close` only on the response that is being written, not on those that queue behind it. */
function tellClosed(response: ServerResponse): void {
  response.destroy();
  response.emit('close');
}

/** The HTTP parser gets no more. What comes is read and dropped, so that the end of the connection is still noticed. */
function readNoMore(socket: Socket): void {
  socket.removeAllListeners('data');
  // The parser was cut off in the middle of a request, and would wait to answer it.
  socket.once('end', () => socket.destroy());
  socket.resume();
}
