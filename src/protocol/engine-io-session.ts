import { type EngineKind, PACKET_KINDS } from './engine-io-kinds';
import type { PingWatch } from './engine-io-pings';
import * as rules from './engine-io-rules';
import type { PayloadReader } from './layer';
import type { Peer } from './layer-unit';
import type { UnitRecord } from './records';
import { queryOf } from './text';

/** A session, on whichever connections it is carried. */
export class EngineSession {
  readonly above: PayloadReader | null;
  /** It has been seen from its beginning, so that what comes out of order is known. */
  readonly isWatched: boolean;
  version: 3 | 4;
  isOpen = false;
  /** Who sent a close packet first. */
  closedBy: Peer | null = null;
  /** What the client closed it with: a request of polling or a Close frame. */
  leftWith: UnitRecord | null = null;
  /** The transport that carries it: long-polling, or a WebSocket. */
  isPolling = false;
  /** Most bytes that the server takes at once. */
  maxPayload = Number.POSITIVE_INFINITY;
  /** Since its open packet. */
  pingWatch: PingWatch | null = null;
  /** The latest ping of each side that has no pong yet. */
  readonly pings: Record<Peer, UnitRecord | null> = { client: null, server: null };
  /** The latest request of polling, of each kind. */
  readonly requests: Record<'GET' | 'POST', UnitRecord | null> = { GET: null, POST: null };
  /** Too much came at once in this direction for this page, which decodes nothing after it. */
  readonly isStopped: Record<Peer, boolean> = { client: false, server: false };
  readonly #hasFailed: Record<Peer, boolean> = { client: false, server: false };

  constructor(above: PayloadReader | null, version: 3 | 4, isWatched: boolean) {
    this.above = above;
    this.version = version;
    this.isWatched = isWatched && version === 4;
  }

  /** Whether an endpoint has closed the session because of what this side sent. */
  hasFailed(sender: Peer): boolean {
    return this.#hasFailed[sender] || this.above?.hasFailed?.(sender) === true;
  }

  fail(sender: Peer): void {
    this.#hasFailed[sender] = true;
  }
}

/** The session with this id, as far as one is known. */
export function sessionOf(shared: ReadonlyMap<string, unknown>, sid: string): EngineSession | undefined {
  return shared.get(`engine.io ${sid}`) as EngineSession | undefined;
}

/** Takes a request of polling, and finds whether the one before it still waits for its answer. */
export function takeRequest(
  request: UnitRecord,
  method: string,
  target: string,
  shared: ReadonlyMap<string, unknown>,
): void {
  if ((method !== 'GET' && method !== 'POST') || queryOf(target, 'transport') !== 'polling') return;
  const session = sessionOf(shared, queryOf(target, 'sid') ?? '');
  if (session === undefined) return;
  const before = session.requests[method];
  session.requests[method] = request;
  if (before !== null && before.partner === null) request.fault ??= rules.overlap(method);
}

/** One way in which a session's packets travel: a WebSocket connection, or one polling body. */
export interface Transport {
  readonly isPolling: boolean;
  /** A WebSocket that the session has not moved to yet. */
  isProbing: boolean;
  /** The server has answered the probe of this WebSocket. */
  isAnswered: boolean;
  /** The server closes this WebSocket, and the session lives on. */
  isClosed: boolean;
  /** The latest probe of each side that has no answer yet. */
  readonly probes: Record<Peer, UnitRecord | null>;
}

/** A packet, as far as its place in the session matters. */
interface Sent {
  readonly sender: Peer;
  readonly kind: EngineKind;
  /** A ping or pong with the word “probe”. */
  readonly isProbe: boolean;
  /** A ping whose data looks like that of a Socket.IO event. */
  readonly looksLikeEvent: boolean;
}

/** Whether nothing can be wrong with a message here, so that it need not be judged. */
export function isUsual(session: EngineSession, transport: Transport): boolean {
  if (!session.isWatched) return true;
  const isHere = session.isPolling === transport.isPolling && !transport.isProbing;
  return isHere && session.isOpen && session.closedBy === null;
}

/**
 * The rule that a packet breaks by coming here, now, from this side; null when there is none. As engine.io 6.6 and
 * engine.io-client 6.6 check it.
 */
export function judge(sent: Sent, session: EngineSession, transport: Transport): rules.Finding | null {
  const { sender, kind } = sent;
  if (session.version === 3) return null;
  if (session.isWatched) {
    if (!session.isOpen && (sender === 'client' || kind !== 'open')) return rules.beforeOpen(sender, kind);
    // The other side may not have heard of it yet, and the server answers a waiting poll.
    if (session.closedBy === sender) return rules.afterClose(sender);
    if (transport.isProbing) return judgeProbing(sent, transport);
    if (transport.isPolling && !session.isPolling && sender === 'client') return rules.hasMoved();
  }
  if (sender === 'client') return judgeClient(sent, session, transport);
  if (kind === 'open' && session.isOpen) return rules.openedTwice();
  if (kind === 'close' && !transport.isPolling) return rules.closeOnWebSocket(sender);
  if (kind === 'pong' && !sent.isProbe) return rules.pongOfServer();
  return kind === 'upgrade' ? rules.upgradeElsewhere(sender) : null;
}

function judgeClient(
  { kind, isProbe, looksLikeEvent }: Sent,
  session: EngineSession,
  transport: Transport,
): rules.Finding | null {
  switch (kind) {
    case 'open':
      return rules.openOfClient();
    case 'close':
      return transport.isPolling ? null : rules.closeOnWebSocket('client');
    case 'ping':
      if (!isProbe) return rules.pingOfClient(looksLikeEvent);
      if (transport.isPolling) return rules.probeElsewhere('long-polling');
      return session.isWatched ? rules.probeElsewhere('the session’s own WebSocket') : null;
    case 'pong':
      return session.isWatched && session.pings.server === null ? rules.pongOfNothing() : null;
    case 'upgrade':
      return transport.isPolling || session.isWatched ? rules.upgradeElsewhere('client') : null;
    case 'noop':
      return rules.noopOfClient();
    default:
      return null;
  }
}

function judgeProbing({ sender, kind, isProbe }: Sent, transport: Transport): rules.Finding | null {
  if (sender === 'client') {
    if (kind === 'ping' && isProbe) return null;
    if (kind === 'upgrade') return transport.isAnswered ? null : rules.upgradeWithoutProbe();
  } else if (kind === 'pong' && isProbe && transport.probes.client !== null) return null;
  return rules.beforeUpgrade(sender, kind);
}

/** What a packet changes of its session. */
export function advance({ sender, kind, isProbe }: Sent, session: EngineSession, transport: Transport): void {
  if (kind === 'close' && transport.isPolling && session.isPolling) session.closedBy ??= sender;
  else if (kind === 'upgrade' && sender === 'client' && transport.isProbing) {
    transport.isProbing = false;
    session.isPolling = false;
  } else if (kind === 'pong' && isProbe && sender === 'server') transport.isAnswered = true;
}

/** The type of a packet as its digit, 0 to 6; -1 for another byte. */
export function typeOf(byte: number | undefined, zero = 48): number {
  const type = (byte ?? 0) - zero;
  return byte !== undefined && type >= 0 && type < PACKET_KINDS.length ? type : -1;
}
