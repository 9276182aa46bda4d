import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';
import * as parser from 'socket.io-parser';
import { WebSocketServer, type ServerOptions as WebSocketServerOptions } from 'ws';
import type { ProgramOptions } from '../src/protocol/messages/program-options';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { isNestedDeeper } from './nesting';

/** A lab's own Socket.IO server, behind an HTTP server that never listens: emit `request` and `upgrade` on it. */
export interface LabSocketIo {
  readonly http: HttpServer;
  readonly io: Server;
  /** Ends it as the end of its process would: connections end without a word. */
  end(): void;
}

/** Opens the Socket.IO server of a lab, instead of the one that was there. It ends with the lab. */
export function openSocketIo(lab: Lab, limits: Limits, options: ProgramOptions = {}): LabSocketIo {
  lab.socketio?.end();
  const http = createServer();
  const io = new Server(http, {
    path: `/lab/${lab.id}/socket.io/`,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: limits.messageBytes,
    ...options,
    wsEngine: websocketServer(limits),
    parser: boundedParser(limits),
    // Asked for new sessions only: requests of a session name it.
    allowRequest: (_, answer) => {
      const isFull = io.engine.clientsCount >= limits.sessionsPerLab;
      answer(isFull ? `This lab has its ${limits.sessionsPerLab} Socket.IO sessions.` : null, !isFull);
    },
  });
  io.engine.on('connection', ({ transport }: Socket['conn']) => {
    // Of a polling client that does not fetch its last answer; Engine.IO would wait 30 s.
    if ('closeTimeout' in transport) transport.closeTimeout = limits.closeTimeoutMs;
  });
  io.on('connection', (socket) => closeWhenUnread(socket, limits.echoUnsentBytes));
  const busy = busyConnections(http);
  const opened: LabSocketIo = {
    http,
    io,
    end() {
      lab.open.delete(closable);
      if (lab.socketio === opened) lab.socketio = null;
      for (const socket of busy) socket.destroy();
      void io.close();
    },
  };
  const closable = { close: () => opened.end() };
  lab.open.add(closable);
  lab.socketio = opened;
  return opened;
}

/** Engine.IO makes its WebSocket server itself, and knows only some of its options. */
function websocketServer({ closeTimeoutMs, waitingPieces }: Limits): typeof WebSocketServer {
  // More pings come in one read than `ws` would answer before it cuts the client, without a reason.
  const own = {
    closeTimeout: closeTimeoutMs,
    maxBufferedChunks: waitingPieces,
    maxPendingAutoPongs: waitingPieces,
  };
  return class extends WebSocketServer {
    constructor(options?: WebSocketServerOptions) {
      super({ ...options, ...own });
    }
  } as typeof WebSocketServer;
}

/** Socket.IO's own parser, which lets go of a client whose packet is nested too deeply. */
function boundedParser({ packetDepth }: Limits) {
  class Decoder extends parser.Decoder {
    override add(data: unknown): void {
      if (typeof data === 'string' && isNestedDeeper(data, packetDepth)) {
        throw new RangeError(`a packet is nested deeper than ${packetDepth}`);
      }
      super.add(data);
    }
  }
  return { ...parser, Decoder };
}

/** Those that wait for an answer, or speak WebSocket: what else uses a connection is left alone. */
function busyConnections(http: HttpServer): ReadonlySet<TcpSocket> {
  const busy = new Set<TcpSocket>();
  http.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.add(socket);
    response.on('close', () => busy.delete(socket));
  });
  http.prependListener('upgrade', (_: IncomingMessage, socket: TcpSocket) => {
    busy.add(socket);
    socket.on('close', () => busy.delete(socket));
  });
  return busy;
}

/** What a packet costs beside its data. */
const PACKET_BYTES = 256;

/** A client that is sent much and never reads would fill the session's buffer: the session ends at `maxBytes`. */
function closeWhenUnread(socket: Socket, maxBytes: number): void {
  let unsentBytes = 0;
  socket.conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    unsentBytes += PACKET_BYTES + (data?.length ?? 0);
    if (unsentBytes > maxBytes) socket.conn.close(true);
  });
  socket.conn.on('flush', () => {
    unsentBytes = 0;
  });
}
