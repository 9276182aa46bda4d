import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { Server as EngineServer, type Socket as EngineSocket } from 'engine.io';
import { Server } from 'socket.io';
import * as parser from 'socket.io-parser';
import { WebSocketServer, type ServerOptions as WebSocketServerOptions } from 'ws';
import type { ProgramOptions } from '../src/protocol/messages/program-options';
import { ticketOf } from './guests/lab-guests';
import type { Lab } from './lab';
import type { Limits } from './limits';
import { isNestedDeeper } from './nesting';

/** A lab's own server for Socket.IO, behind an HTTP server that never listens: emit `request` and `upgrade` on it. */
export interface LabSocketIo {
  readonly http: HttpServer;
  /** Takes requests of guests, whose paths are not the lab's; a lab without a program has none. */
  readonly guests?: {
    request(request: IncomingMessage, response: ServerResponse): void;
    upgrade(request: IncomingMessage, socket: TcpSocket, head: Buffer): void;
  };
  /** Ends it as if its process had ended: connections close without a goodbye. */
  end(): void;
}

/** Whether a request may open a session; null, or why not. */
export type Gate = (request: IncomingMessage, answer: (refusal: string | null) => void) => void;

/** Opens the Socket.IO server of a lab and replaces the one that was there. It ends with the lab. */
export function openSocketIo(lab: Lab, limits: Limits): LabSocketIo & { readonly io: Server } {
  const http = createServer();
  const io: Server = new Server(http, {
    ...commonOptions(lab, limits, () => io.engine.clientsCount),
    serveClient: false,
    parser: boundedParser(limits),
  });
  bound(io.engine, limits);
  return Object.assign(
    install(lab, http, () => void io.close()),
    { io },
  );
}

/**
 * Opens the Engine.IO server of a lab, whose messages go to a program, and replaces what was there. It ends with the lab. Beyond the
 * bounds of all labs, `gate` decides about new sessions.
 */
export function openEngine(
  lab: Lab,
  limits: Limits,
  options: ProgramOptions,
  gate: Gate,
): LabSocketIo & { readonly engine: EngineServer } {
  const http = createServer();
  const { connectTimeout: _, connectionStateRecovery: __, ...own } = options;
  const common = commonOptions(lab, limits, () => engine.clientsCount, gate);
  const { path, destroyUpgrade, ...rest } = { ...common, ...own };
  const engine: EngineServer = new EngineServer(rest);
  engine.attach(http, { path, destroyUpgrade });
  if (own.transports && !own.transports.includes('websocket')) refuseUpgrades(http);
  bound(engine, limits);
  countGuests(lab, engine);
  return Object.assign(
    install(lab, http, () => void engine.close(), engine),
    { engine },
  );
}

function commonOptions(lab: Lab, limits: Limits, count: () => number, gate?: Gate) {
  return {
    path: `/lab/${lab.id}/socket.io/`,
    destroyUpgrade: false,
    maxHttpBufferSize: limits.messageBytes,
    wsEngine: websocketServer(limits),
    // Only for new sessions: later requests name their session.
    allowRequest: (
      request: IncomingMessage,
      answer: (error: string | null | undefined, isAllowed: boolean) => void,
    ) => {
      const ticket = ticketOf(request);
      const refusal = ticket && (lab.guests?.take(ticket) ?? (lab.guests ? null : 'The lab has no guests.'));
      const isFull = !ticket && count() - (lab.guests?.sessions ?? 0) >= limits.sessionsPerLab;
      if (refusal) answer(refusal, false);
      else if (isFull) answer(`This lab has its ${limits.sessionsPerLab} Socket.IO sessions.`, false);
      else if (gate) gate(request, (refusal) => answer(refusal ?? undefined, refusal === null));
      else answer(null, true);
    },
  };
}

/** Without WebSocket, Engine.IO leaves upgrades to Node, which answers them like any other request. */
function refuseUpgrades(http: HttpServer): void {
  const body = JSON.stringify({ code: 0, message: 'Transport unknown' });
  const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  http.on('upgrade', (_: IncomingMessage, socket: TcpSocket) => {
    socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
  });
}

/** What holds for each session of a lab, or of the classes. */
export function bound(
  engine: { on(name: 'connection', listen: (session: EngineSocket) => void): unknown },
  limits: Limits,
): void {
  engine.on('connection', (session) => {
    const { transport } = session;
    // For a polling client that does not fetch its last answer: Engine.IO would wait 30 s.
    if ('closeTimeout' in transport) transport.closeTimeout = limits.closeTimeoutMs;
    closeWhenUnread(session, limits.echoUnsentBytes);
  });
}

/** Public since version 4 of Engine.IO, but missing in its types. */
export const sidOf = (session: EngineSocket): string => (session as unknown as { readonly id: string }).id;

/** Tells the lab's guests of their sessions. */
function countGuests(lab: Lab, engine: EngineServer): void {
  engine.on('connection', (session: EngineSocket) => {
    const ticket = ticketOf(session.request);
    if (!ticket) return;
    if (lab.guests?.door === ticket.door) lab.guests.opened(sidOf(session), session, ticket);
    else session.close(true);
  });
}

function install(lab: Lab, http: HttpServer, close: () => void, engine?: EngineServer): LabSocketIo {
  lab.socketio?.end();
  const busy = busyConnections(http);
  const opened: LabSocketIo = {
    http,
    ...(engine && { guests: servedBy(engine, busy) }),
    end() {
      lab.open.delete(closable);
      if (lab.socketio === opened) lab.socketio = null;
      for (const socket of busy) socket.destroy();
      close();
    },
  };
  const closable = { close: () => opened.end() };
  lab.open.add(closable);
  lab.socketio = opened;
  return opened;
}

/** Engine.IO creates its own WebSocket server and passes only some of the options on. */
export function websocketServer({ closeTimeoutMs, waitingPieces }: Limits): typeof WebSocketServer {
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

/** Requests to connect to a namespace that one client may make at once. */
const CONNECTS_AT_ONCE = 20;

/**
 * Socket.IO's own parser, but a client whose packet is nested too deeply is disconnected, and so is one that asks to connect too often at
 * once: Socket.IO refuses a second socket of a namespace only when it has made the first one, which is after the whole read; each takes
 * 8 KB.
 */
export function boundedParser({ packetDepth }: Limits) {
  class Decoder extends parser.Decoder {
    #connects = 0;

    override add(data: unknown): void {
      if (typeof data === 'string' && data.startsWith(`${parser.PacketType.CONNECT}`)) {
        if (this.#connects === 0) setImmediate(() => (this.#connects = 0));
        if (++this.#connects > CONNECTS_AT_ONCE) throw new RangeError('too many packets ask to connect');
      }
      if (typeof data === 'string' && isNestedDeeper(data, packetDepth)) {
        throw new RangeError(`a packet is nested deeper than ${packetDepth}`);
      }
      super.add(data);
    }
  }
  return { ...parser, Decoder };
}

/** The engine compares the paths of what its HTTP server gets: guests' requests go to it directly. */
function servedBy(engine: EngineServer, busy: BusyConnections): NonNullable<LabSocketIo['guests']> {
  return {
    request(request, response) {
      busy.during(request.socket, response);
      engine.handleRequest(request as Parameters<EngineServer['handleRequest']>[0], response);
    },
    upgrade(request, socket, head) {
      busy.during(socket, socket);
      engine.handleUpgrade(request as Parameters<EngineServer['handleUpgrade']>[0], socket, head);
    },
  };
}

/** Connections that wait for an answer or speak WebSocket; others are left alone. */
class BusyConnections extends Set<TcpSocket> {
  /** It is one of them until this closes. */
  during(socket: TcpSocket, until: ServerResponse | TcpSocket): void {
    this.add(socket);
    until.on('close', () => this.delete(socket));
  }
}

function busyConnections(http: HttpServer): BusyConnections {
  const busy = new BusyConnections();
  http.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) =>
    busy.during(socket, response),
  );
  http.prependListener('upgrade', (_: IncomingMessage, socket: TcpSocket) => busy.during(socket, socket));
  return busy;
}

/** What a packet costs in addition to its data. */
const PACKET_BYTES = 256;

/** Ends the session at `maxBytes`: a client that never reads would otherwise let the session's buffer grow without bound. */
function closeWhenUnread(session: EngineSocket, maxBytes: number): void {
  let unsentBytes = 0;
  session.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    unsentBytes += PACKET_BYTES + (data?.length ?? 0);
    if (unsentBytes > maxBytes) session.close(true);
  });
  session.on('flush', () => {
    unsentBytes = 0;
  });
}
