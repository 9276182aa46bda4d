import type { Socket } from 'socket.io-client';
import type { ClassNews, ClassQuestions } from '../../protocol/messages/class';
import { CLASS_NAMESPACE, CLASS_PATH } from '../../protocol/messages/class-address';

/** A page's connection to its class. It connects again by itself until it is closed. */
export interface ClassLine {
  /** Asks, and waits for the answer. Rejects when the connection breaks first, or nobody answers. */
  ask<Name extends keyof ClassQuestions>(
    name: Name,
    message: Parameters<ClassQuestions[Name]>[0],
  ): Promise<Parameters<Parameters<ClassQuestions[Name]>[1]>[0]>;
  close(): void;
}

export interface LineEvents extends Partial<ClassNews> {
  /** Connected, for the first time or again: now the page says everything. */
  readonly onConnected: () => void;
  /** The connection is gone, and a new one is being made. */
  readonly onBroken: () => void;
}

/** How a line is opened. `root` is the address of the server's first page, which may be below a path of its host. */
export type OpenLine = (root: string, events: LineEvents) => Promise<ClassLine>;

const ANSWER_MS = 10_000;
/** How long a page that the server has cut stays away. */
const CUT_MS = 1000;

/** Opens the line by Socket.IO, over WebSocket alone: a class behind a proxy that buffers polling would lag behind its teacher. */
export const openLine: OpenLine = async (root, { onConnected, onBroken, ...news }) => {
  const { Manager } = await import('socket.io-client');
  const { origin, pathname } = new URL(root);
  const manager = new Manager(origin, {
    path: pathname.replace(/\/$/, '') + CLASS_PATH,
    transports: ['websocket'],
    // A whole class comes back after a restart: not all at once, and all within a few seconds.
    reconnectionDelay: 400,
    reconnectionDelayMax: 2500,
    randomizationFactor: 0.7,
    autoConnect: false,
  });
  // The listeners of a client are those of the server's emits.
  const socket: Socket<ClassNews, ClassQuestions> = manager.socket(CLASS_NAMESPACE);
  socket.on('connect', onConnected);
  let isClosed = false;
  socket.on('disconnect', (reason) => {
    onBroken();
    // The library takes this for the server's last word, but the server only cuts who has been waiting outside for long.
    if (reason === 'io server disconnect') setTimeout(() => isClosed || socket.connect(), CUT_MS);
  });
  for (const [name, listener] of Object.entries(news)) socket.on(name as keyof ClassNews, listener as never);
  socket.connect();
  return {
    ask(name, message) {
      if (!socket.connected) return Promise.reject(new Error('The class is out of reach at the moment.'));
      return new Promise((resolve, reject) => {
        const asked = socket.timeout(ANSWER_MS) as unknown as {
          emit(name: string, message: object, answer: (error: Error | null, given: never) => void): void;
        };
        asked.emit(name, message, (error, given) => (error ? reject(error) : resolve(given)));
      });
    },
    close() {
      isClosed = true;
      socket.disconnect();
    },
  };
};
