import { randomBytes } from 'node:crypto';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { LazyByteEcho } from './byte-echo';
import { LazyClassServer } from './class/class-server';
import { openNodes } from './class/nodes/nodes';
import { logFault } from './fault-log';
import { createFeedEndpoint } from './feed-endpoint';
import { createGuard } from './guard';
import { Doors } from './guests/doors';
import { type Refusal, refuseUpgrade } from './handshake';
import { createHosts } from './hosts';
import { createLabs, type Labs } from './labs';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { isLoopbackAddress } from './origin';
import { createPool } from './programs/pool';
import { createProxies, type Proxies } from './proxies';
import { createRelay, type Relay, type RelayOptions } from './relay/relay';
import { answerRequest, answerUpgrade, type RouteContext, refuse } from './routes';
import type { Site } from './site';
import { socketioOf } from './socketio-echo';
import { createUnanswered } from './unanswered';
import { type TappedConnection, Watch } from './watch';
import { createWebSocketEcho } from './websocket-echo';
import { dropWhatFollowsBrokenFrames } from './ws-receiver';

export interface ServerSettings {
  /** 0 for any free port. */
  readonly port: number;
  /** Address to listen on; a loopback address keeps other machines out. */
  readonly host: string;
  /** Names that it answers to in addition to this machine's own. */
  readonly allowedHosts?: readonly string[];
  /** Where a proxy publishes it, without a trailing slash. */
  readonly publicUrl?: string;
  /** Addresses and networks of proxies in front of it, whose word about a request is believed. */
  readonly trustedProxies?: readonly string[];
  /** Makes the site that serves the pages; it may add its own listeners to the HTTP server. */
  readonly site: (http: Server) => Promise<Site & { close?(): Promise<void> }>;
  readonly limits?: Partial<Limits>;
  /** The address of the Redis through which several nodes serve the same classes. */
  readonly redis?: string;
  /** The name of this node, with which the names of its labs begin. */
  readonly node?: string;
  /** A process for students' programs is there before the first one runs. */
  readonly isWarm?: boolean;
  /** False leaves the tap out, to measure what it costs. */
  readonly isTapped?: boolean;
  /** What guests' addresses are signed with; random by default. Nodes that share a Redis agree on one. */
  readonly guestSecret?: Uint8Array;
  /** The clock by which labs expire, in milliseconds. */
  readonly nowMs?: () => number;
}

/** The running server. */
export interface WireServer {
  readonly port: number;
  /** For this machine, without a trailing slash. */
  readonly url: string;
  readonly labs: Labs;
  /**
   * Starts a relay before somebody's own server, and makes a lab that shows what passes through it for as long as this server runs.
   * Rejects with the system's error (EADDRINUSE …) when it cannot listen.
   */
  watch(settings: WatchSettings): Promise<WatchedServer>;
  close(): Promise<void>;
}

export interface WatchSettings extends Pick<RelayOptions, 'upstream' | 'port' | 'host'> {}

/** A server that is watched: where clients reach it, and the lab that shows their traffic. */
export interface WatchedServer {
  /** Without a trailing slash. */
  readonly relay: string;
  readonly lab: string;
}

const EXPIRY_CHECK_MS = 5000;
/** When the server closes, connections have this long to send their last bytes. */
const LAST_WORDS_MS = 300;

dropWhatFollowsBrokenFrames();

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
  const labs = createLabs(limits, settings.nowMs, settings.node);
  const proxies = createProxies(settings.trustedProxies ?? []);
  const guestSecret = settings.guestSecret ?? randomBytes(32);
  const nodes =
    settings.redis === undefined ? null : await openNodes(settings.redis, limits.class.idleMs, guestSecret);
  const doors = new Doors(guestSecret, limits.guests);
  const watch = new Watch(labs, limits, proxies, doors);
  const expiry = setInterval(() => labs.expire(), EXPIRY_CHECK_MS);
  if (settings.isTapped ?? true) watch.tapAll(http);
  await listen(http, settings.port, settings.host).catch((error: unknown) => {
    nodes?.close();
    throw error;
  });
  const { port } = http.address() as AddressInfo;
  const pages = settings.site(http);
  // Building them may take seconds. Meanwhile only pages wait.
  let built: Site | null = null;
  const site: Site = {
    answer: async (request, response) => (await pages).answer(request, response),
    takesUpgrade: (request) => built?.takesUpgrade?.(request) ?? false,
  };
  const byteEcho = new LazyByteEcho((socket) => watch.tapPlain(socket));
  const classes = new LazyClassServer(limits, proxies.clientOf, doors, nodes);
  const parts = { limits, labs, watch, site, port, byteEcho, proxies, classes, doors };
  const context = createContext(settings, parts);
  answerEverything(http, context, watch);
  context.programs.expect();
  const whole = await pages;
  built = whole;
  const relays: Relay[] = [];
  return {
    port,
    url: `http://localhost:${port}`,
    labs,
    async watch({ upstream, ...address }) {
      const lab = labs.create(address.host);
      if ('error' in lab) throw new Error(lab.error);
      const tap: RelayOptions['tap'] = (socket, lab) => watch.tapRelayed(socket, lab);
      const relay = await createRelay({ upstream, ...address, lab, tap });
      relays.push(relay);
      // It lives as long as the relay, watched or not.
      labs.viewerCame(lab);
      lab.watched = { upstream: upstream.origin, relay: `http://localhost:${relay.port}` };
      return { relay: lab.watched.relay, lab: lab.id };
    },
    async close() {
      clearInterval(expiry);
      await Promise.all(relays.map((relay) => relay.close()));
      const closed = new Promise((resolve) => http.close(resolve));
      context.echo.close();
      classes.close();
      nodes?.close();
      for (const lab of labs.all()) lab.closeTraffic();
      await endTraffic(watch.connections);
      context.feed.close();
      labs.close();
      await whole.close?.();
      await byteEcho.close();
      await context.programs.close();
      http.closeAllConnections();
      for (const socket of watch.connections.keys()) socket.destroy();
      await closed;
    },
  };
}

interface Parts {
  readonly limits: Limits;
  readonly labs: Labs;
  readonly watch: Watch;
  readonly site: Site;
  readonly port: number;
  readonly byteEcho: LazyByteEcho;
  readonly proxies: Proxies;
  readonly classes: LazyClassServer;
  readonly doors: Doors;
}

function createContext(settings: ServerSettings, parts: Parts): RouteContext {
  const { limits, labs, watch, site, port, byteEcho, proxies, classes, doors } = parts;
  const { host, allowedHosts = [], publicUrl } = settings;
  const published = publicUrl === undefined ? null : new URL(publicUrl);
  const { connections } = watch;
  /** Ends a connection because its client is silent. */
  const giveUp = (socket: Socket) => connections.get(socket)?.tap.destroyAfterTimeout() ?? socket.destroy();
  return {
    labs,
    limits,
    echo: createWebSocketEcho(limits, giveUp),
    feed: createFeedEndpoint(labs, limits),
    programs: createPool(limits.programs, settings.isWarm),
    site,
    guard: createGuard({
      limits,
      hosts: createHosts({
        isLoopback: isLoopbackAddress(host),
        allowed: published ? [...allowedHosts, published.host] : allowedHosts,
      }),
      publicOrigin: published?.origin ?? null,
      connections: (address) => watch.count(address),
      proxies,
    }),
    publicUrl: publicUrl ?? null,
    proxies,
    isLoopback: isLoopbackAddress(host),
    self: () => ({ host: hostOfSelf(host), port }),
    claim: (ends, lab) => watch.claim(ends, lab),
    rawBudget: { maxBytes: limits.rawWaitingBytesInTotal, usedBytes: 0 },
    byteEcho: () => byteEcho.get(),
    giveTo: (socket, lab) => watch.giveTo(socket, lab),
    numberOf: (socket, lab) => connections.get(socket)?.attribution.numberIn(lab),
    rawOwner: (socket) => connections.get(socket)?.attribution.rawOwner ?? null,
    giveUp,
    socketio: (lab) => socketioOf(lab, limits),
    classes: () => classes.get().http,
    doors,
  };
}

/** Ends the labs' own connections in good order, so that viewers still see it; destroys those that take too long. */
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

/** Answers requests. What a client sends may make code throw, which ends that request or connection and nothing else. */
function answerEverything(http: Server, context: RouteContext, watch: Watch): void {
  const { limits } = context;
  const unanswered = createUnanswered(limits.unansweredRequests);
  /** False when the request has been refused already, or will not be answered at all. */
  const isAdmitted = (request: IncomingMessage, response: ServerResponse): boolean => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const verdict = unanswered.add(request, response);
    if (verdict === 'refuse') refuse(response, tooManyUnanswered(limits), false);
    return verdict === 'serve';
  };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    answerRequest(request, response, context).catch((error: unknown) => {
      logFault('A request', error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { Connection: 'close' }).end();
    });
  };
  http.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (isAdmitted(request, response)) serve(request, response);
  });
  http.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (!isAdmitted(request, response)) return;
    watch.whenFirst(request, response, () => {
      response.writeContinue();
      serve(request, response);
    });
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (context.site.takesUpgrade?.(request)) return;
    watch.inTurn(socket as Socket, () => {
      try {
        // Node's type is Duplex; without TLS it is the accepted socket itself.
        answerUpgrade(request, socket as Socket, head, context);
      } catch (error) {
        logFault('An upgrade', error);
        socket.destroy();
      }
    });
  });
  http.on('clientError', (error: NodeJS.ErrnoException & { reason?: string }, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else watch.inTurn(socket as Socket, () => answerBrokenRequest(error, socket as Socket, context));
  });
}

function tooManyUnanswered({ unansweredRequests }: Limits): Refusal {
  const sentence = `${unansweredRequests} requests on this connection are still waiting for their answers, the most that may: read those first.`;
  return { status: 429, sentence };
}

/** Answers an invalid request, saying what is wrong with it as far as the HTTP parser knows. */
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
    const sentence = `The head of a request may have at most ${limits.headBytes} bytes.`;
    refuseUpgrade(socket, { status: 431, sentence }, limits.closeTimeoutMs);
  } else {
    const sentence = `This is not an HTTP request that the server can read: ${error.reason ?? error.message}.`;
    refuseUpgrade(socket, { status: 400, sentence }, limits.closeTimeoutMs);
  }
}

/** The address at which its own machine reaches a server that listens on `host`. */
function hostOfSelf(host: string): string {
  if (host === '0.0.0.0' || host === 'localhost') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
