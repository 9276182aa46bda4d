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
  /** Ends it as if its process had ended: connections close without a goodbye. */
  end(): void;
}

/** Opens the Socket.IO server of a lab and replaces the one that was there. It ends with the lab. */
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
    // Only for new sessions: later requests name their session.
    allowRequest: (_, answer) => {
      const isFull = io.engine.clientsCount >= limits.sessionsPerLab;
      answer(isFull ? `This lab has its ${limits.sessionsPerLab} Socket.IO sessions.` : null, !isFull);
    },
  });
  io.engine.on('connection', ({ transport }: Socket['conn']) => {
    // For a polling client that does not fetch its last answer: Engine.IO would wait 30 s.
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

/** Engine.IO creates its own WebSocket server and passes only some of the options on. */
function websocketServer({ closeTimeoutMs, waitingPieces }: Limits): typeof WebSocketServer {
  // One read may hold more pings than `ws` answers before it disconnects the client without a reason.
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

/** Socket.IO's own parser, but a client whose packet is nested too deeply is disconnected. */
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

/** Connections that wait for an answer or speak WebSocket; others are left alone. */
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

/** What a packet costs in addition to its data. */
const PACKET_BYTES = 256;

/** Ends the session at `maxBytes`: a client that never reads would otherwise let the session's buffer grow without bound. */
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
