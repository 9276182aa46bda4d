import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { OpenRecord } from '../src/protocol/feed';
import { Attribution } from './attribution';
import { nowMicros } from './clock';
import { createFeedEndpoint } from './feed-endpoint';
import { createGuard } from './guard';
import { refuseUpgrade } from './handshake';
import type { Lab } from './lab';
import { createLabs, type Labs } from './labs';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { isLoopbackAddress } from './origin';
import { answerRequest, answerUpgrade, type RouteContext } from './routes';
import type { Site } from './site';
import { type Tap, tapSocket } from './tap';
import { isControl, parseLabTarget } from './target';
import { createWebSocketEcho } from './websocket-echo';

export interface ServerSettings {
  /** 0 for any free port. */
  readonly port: number;
  /** Address to listen on; a loopback address keeps other machines out. */
  readonly host: string;
  /** Makes what serves the pages; it may add listeners of its own to the HTTP server. */
  readonly site: (http: Server) => Promise<Site & { close?(): Promise<void> }>;
  readonly limits?: Partial<Limits>;
  /** False leaves the tap out, to measure what it costs. */
  readonly isTapped?: boolean;
  /** A clock in milliseconds for what expires. */
  readonly nowMs?: () => number;
}

/** The running server. */
export interface WireServer {
  readonly port: number;
  /** For this machine, without a slash at its end. */
  readonly url: string;
  readonly labs: Labs;
  close(): Promise<void>;
}

const EXPIRY_CHECK_MS = 5000;
/** At the end of the server, connections have this long for their last bytes. */
const LAST_WORDS_MS = 300;

/** Starts the server. Rejects with the system's error (EADDRINUSE …) when it cannot listen. */
export async function createServer(settings: ServerSettings): Promise<WireServer> {
  const limits: Limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const http = createHttpServer({
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
  });
  const connections = new Map<Socket, TappedConnection>();
  const labs = createLabs(limits, settings.nowMs);
  const expiry = setInterval(() => labs.expire(), EXPIRY_CHECK_MS);
  /** Ends a connection for silence. */
  const giveUp = (socket: Socket) => connections.get(socket)?.tap.destroyAfterTimeout() ?? socket.destroy();
  const echo = createWebSocketEcho(limits, giveUp);
  const feed = createFeedEndpoint(labs, limits);
  if (settings.isTapped ?? true) tapConnections(http, labs, connections, limits);
  await listen(http, settings.port, settings.host);
  const { port } = http.address() as AddressInfo;
  const site = await settings.site(http);

  const context: RouteContext = {
    labs,
    limits,
    echo,
    feed,
    site,
    guard: createGuard(limits, isLoopbackAddress(settings.host), () => connections.size),
    self: () => ({ host: hostOfSelf(settings.host), port }),
    claim: (clientPort, lab) => claimConnection(connections, clientPort, lab),
    rawOwner: (socket) => connections.get(socket)?.attribution.rawOwner ?? null,
    giveUp,
    // Loaded on first use: it takes longer than all the rest of the server.
    socketio: async (lab) => (await import('./socketio-echo')).socketioOf(lab, limits),
  };
  answerEverything(http, context);
  return {
    port,
    url: `http://localhost:${port}`,
    labs,
    async close() {
      clearInterval(expiry);
      const closed = new Promise((resolve) => http.close(resolve));
      echo.close();
      for (const lab of labs.all()) lab.closeTraffic();
      await endTraffic(connections);
      feed.close();
      labs.close();
      await site.close?.();
      http.closeAllConnections();
      for (const socket of connections.keys()) socket.destroy();
      await closed;
    },
  };
}

/** Ends the labs' own connections in good order, so that those who watch can still see it; the slow ones without. */
async function endTraffic(connections: ReadonlyMap<Socket, TappedConnection>): Promise<void> {
  const ending = [...connections]
    .filter(([, { attribution }]) => attribution.isOfLab)
    .map(([socket]) => socket);
  if (ending.length === 0) return;
  const ended = ending.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  for (const socket of ending) socket.destroySoon();
  const patience = setTimeout(() => {
    for (const socket of ending) socket.destroy();
  }, LAST_WORDS_MS);
  await Promise.all(ended);
  clearTimeout(patience);
}

function listen(http: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}

/** A connection that is open, and what stands in it. */
interface TappedConnection {
  readonly tap: Tap;
  readonly attribution: Attribution;
}

/** Puts a tap in each accepted connection. */
function tapConnections(
  http: Server,
  labs: Labs,
  connections: Map<Socket, TappedConnection>,
  limits: Limits,
): void {
  const hold = { maxBytes: limits.heldBytes, budget: { maxBytes: limits.heldBytesInTotal, usedBytes: 0 } };
  const ownerOf = (target: string): Lab | null => {
    const named = parseLabTarget(target);
    return named && !isControl(named.path) ? (labs.find(named.id) ?? null) : null;
  };
  // Asked of the system once when it can be: where one address is listened on, all connections have that.
  let own: OpenRecord['server'] | null = null;
  http.once('listening', () => {
    const { address, port } = http.address() as AddressInfo;
    if (address !== '0.0.0.0' && address !== '::') own = { address, port };
  });
  http.on('connection', (socket) => {
    const facts = {
      acceptedAtMicros: nowMicros(),
      client: { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
      server: own ?? { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
      via: 'direct',
    } as const;
    const attribution = new Attribution(facts, ownerOf);
    connections.set(socket, { tap: tapSocket(socket, attribution, hold), attribution });
    socket.on('close', () => connections.delete(socket));
  });
}

function claimConnection(
  connections: ReadonlyMap<Socket, TappedConnection>,
  clientPort: number,
  lab: Lab,
): void {
  for (const { attribution } of connections.values()) {
    if (attribution.clientPort === clientPort) attribution.claim(lab);
  }
}

function answerEverything(http: Server, context: RouteContext): void {
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    answerRequest(request, response, context).catch((error: unknown) => {
      console.error('A request failed:', error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { Connection: 'close' }).end();
    });
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // The development server's hot reload answers its own.
    if (request.headers['sec-websocket-protocol']?.startsWith('vite-')) return;
    // Node documents a Duplex; without TLS it is the accepted socket itself.
    answerUpgrade(request, socket as Socket, head, context);
  });
  http.on('clientError', (error: NodeJS.ErrnoException & { reason?: string }, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else answerBrokenRequest(error, socket as Socket, context);
  });
}

/** What was no request gets an answer that says why, as far as the HTTP parser knows. */
function answerBrokenRequest(
  error: NodeJS.ErrnoException & { reason?: string },
  socket: Socket,
  { limits, giveUp }: RouteContext,
): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const sentence = `The request was not complete in time: its head may take ${limits.headersTimeoutMs / 1000} s, all of it ${limits.requestTimeoutMs / 1000} s.`;
    socket.once('finish', () => giveUp(socket));
    refuseUpgrade(socket, { status: 408, sentence }, limits.closeTimeoutMs);
  } else if (error.code === 'HPE_HEADER_OVERFLOW') {
    const sentence = `The head of a request may have ${limits.headBytes} bytes.`;
    refuseUpgrade(socket, { status: 431, sentence }, limits.closeTimeoutMs);
  } else {
    const sentence = `This is no HTTP request that the server can read: ${error.reason ?? error.message}.`;
    refuseUpgrade(socket, { status: 400, sentence }, limits.closeTimeoutMs);
  }
}

/** Where a server that listens on `host` is reached from its own machine. */
function hostOfSelf(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
