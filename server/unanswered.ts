import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What one connection has asked and not been answered yet. */
interface Unanswered {
  /**
   * Counts this request until it is answered or its connection is gone. `serve` it; or `refuse` it, since its client has
   * too many that wait: nothing after it is read; or `drop` it, since it came after a refused one.
   */
  add(request: IncomingMessage, response: ServerResponse): 'serve' | 'refuse' | 'drop';
}

interface Waiting {
  readonly responses: Set<ServerResponse>;
  isOver: boolean;
}

/**
 * `most` requests may wait on a connection. Node tells of each pipelined request at once, so a client that never reads
 * could otherwise have any number of answers, and their timers, waiting.
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

/** Node tells only the response that is being written that its connection has closed, not those that queue behind it. */
function tellClosed(response: ServerResponse): void {
  response.destroy();
  response.emit('close');
}

/** The HTTP parser gets no more; what comes is read and dropped, so that the connection's end is still noticed. */
function readNoMore(socket: Socket): void {
  socket.removeAllListeners('data');
  // The parser, cut off in the middle of a request, would wait to answer that.
  socket.once('end', () => socket.destroy());
  socket.resume();
}
