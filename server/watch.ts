import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { OpenRecord } from '../src/protocol/feed';
import { Attribution } from './attribution';
import { nowMicros } from './clock';
import type { Doors } from './guests/doors';
import type { HoldLimits } from './hold';
import { InTurn } from './in-turn';
import type { Lab } from './lab';
import type { Labs } from './labs';
import type { Limits } from './limits';
import { createProxies, type Proxies } from './proxies';
import type { RawEnds } from './raw-client';
import { type Tap, tapSocket } from './tap';
import { isControl, parseLabTarget } from './target';

/** What belongs to an open connection. */
export interface TappedConnection {
  readonly tap: Tap;
  readonly attribution: Attribution;
  readonly inTurn: InTurn;
}

/** How many connections beyond a limit are accepted, to tell their clients about the limit. */
const TOLD_CONNECTIONS = 20;

/** Puts taps in accepted connections, and knows which are open. */
export class Watch {
  readonly connections = new Map<Socket, TappedConnection>();
  readonly #labs: Labs;
  readonly #limits: Limits;
  readonly #proxies: Proxies;
  readonly #doors: Doors | null;
  readonly #hold: HoldLimits;
  /** The server's end of all connections, if it listens on a single address: then the system need not be asked for each. */
  #own: OpenRecord['server'] | null = null;
  /** Raw connections that the client has opened and the server has not accepted yet. */
  readonly #expected = new Map<string, Lab>();
  /** How many open connections each client address has. */
  readonly #ofAddress = new Map<string, number>();

  constructor(labs: Labs, limits: Limits, proxies: Proxies = createProxies([]), doors: Doors | null = null) {
    this.#doors = doors;
    this.#proxies = proxies;
    const { heldBytes, heldBytesInTotal, orphanMs, orphans, piecesPerRead, smallReads } = limits;
    this.#labs = labs;
    this.#limits = limits;
    this.#hold = {
      maxBytes: heldBytes,
      orphanMs,
      orphans: { max: orphans, count: 0 },
      budget: { maxBytes: heldBytesInTotal, usedBytes: 0 },
      piecesPerRead,
      smallReads,
    };
  }

  /** How many connections are open, orphans included; or how many of one client address, without orphans. */
  count(address?: string): number {
    if (address === undefined) return this.connections.size + this.#hold.orphans.count;
    return this.#ofAddress.get(address) ?? 0;
  }

  tapAll(http: Server): void {
    http.once('listening', () => {
      const { address, port } = http.address() as AddressInfo;
      if (address !== '0.0.0.0' && address !== '::') this.#own = { address, port };
    });
    http.on('connection', (socket) => {
      if (this.#isFull(socket)) {
        socket.destroy();
        return;
      }
      const { attribution } = this.#tap(socket, this.#own ?? localEnd(socket));
      attribution.onRefused = ({ message, spec }) => {
        const reason = `${message.replace(/\.$/, '')} (${spec})`;
        http.emit('clientError', Object.assign(new Error(message), { reason }), socket);
      };
    });
    const took = (request: IncomingMessage, response: ServerResponse) => {
      this.#took(request, false);
      this.connections.get(request.socket)?.inTurn.begin(response);
    };
    http.on('request', took);
    http.on('checkContinue', took);
    http.on('checkExpectation', (request, response) => {
      took(request, response);
      response.writeHead(417).end();
    });
    http.on('upgrade', (request) => this.#took(request, true));
    http.on('clientError', (_, socket) => this.connections.get(socket as Socket)?.attribution.lose());
  }

  /** A request beyond the limits gets an answer that says so; connections far beyond them are ended at once. */
  #isFull({ remoteAddress = '' }: Socket): boolean {
    const { connections, connectionsPerAddress } = this.#limits;
    return (
      this.count() >= connections + TOLD_CONNECTIONS ||
      (!this.#proxies.isTrusted(remoteAddress) &&
        this.count(remoteAddress) >= connectionsPerAddress + TOLD_CONNECTIONS)
    );
  }

  /** Calls `last` when all requests before it are answered: see `InTurn`. */
  inTurn(socket: Socket, last: () => void): void {
    const connection = this.connections.get(socket);
    if (connection) connection.inTurn.last(last);
    else last();
  }

  /** Calls `then` when all requests before this one are answered. */
  whenFirst({ socket }: IncomingMessage, response: ServerResponse, then: () => void): void {
    const connection = this.connections.get(socket);
    if (connection) connection.inTurn.whenFirst(response, then);
    else then();
  }

  #took(request: IncomingMessage, asksToSwitch: boolean): void {
    const attribution = this.connections.get(request.socket)?.attribution;
    if (attribution?.took(request.url ?? '', asksToSwitch) === false) request.socket.destroy();
  }

  /** Taps a connection that carries bytes without a protocol; only the labs' own raw clients may have one. */
  tapPlain(socket: Socket): void {
    const { attribution } = this.#tap(socket, localEnd(socket), true);
    socket.once('data', () => {
      if (attribution.rawOwner === null) socket.destroy();
    });
  }

  /** Taps a connection that this lab's relay has accepted. Returns its number in the lab, and its tap. */
  tapRelayed(socket: Socket, lab: Lab): { readonly tap: Tap; readonly number: number } {
    // A user's own clients are nobody's mistakes to slow down.
    const hold = { ...this.#hold, smallReads: { ...this.#hold.smallReads, bytes: 0 } };
    const { attribution, tap } = this.#tap(socket, localEnd(socket), false, hold);
    attribution.claim(lab, 'relay');
    return { tap, number: attribution.numberIn(lab)! };
  }

  /** From here on all bytes of this connection are the lab's, whatever they are. */
  giveTo(socket: Socket, lab: Lab): void {
    this.connections.get(socket)?.attribution.claim(lab);
  }

  /** The connection between these two ends belongs to the raw client of this lab. Call the result when the connection is gone. */
  claim(ends: RawEnds, lab: Lab): () => void {
    const key = keyOf(ends.client, ends.server);
    for (const [socket, { attribution }] of this.connections) {
      const isMet = attribution.rawOwner === null && socket.remotePort === ends.client.port;
      if (isMet && keyOfAccepted(socket) === key) {
        attribution.claim(lab);
        return () => undefined;
      }
    }
    this.#expected.set(key, lab);
    // A system that has run out of file descriptors ends accepted connections, and the server never learns of them.
    return () => void this.#expected.delete(key);
  }

  #tap(socket: Socket, server: OpenRecord['server'], isPlain = false, hold = this.#hold): TappedConnection {
    const client = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    const facts = { acceptedAtMicros: nowMicros(), client, server, via: 'direct' } as const;
    const attribution = new Attribution(isPlain ? { ...facts, isPlain } : facts, (target) =>
      this.#ownerOf(target),
    );
    const tap = tapSocket(socket, attribution, hold);
    attribution.onOrder = (order) => (order === 'release' ? tap.releaseOrphan() : tap.endByOrder(order));
    const tapped = { tap, attribution, inTurn: new InTurn(socket) };
    this.connections.set(socket, tapped);
    this.#countIn(client.address, 1);
    socket.on('close', () => {
      this.connections.delete(socket);
      this.#countIn(client.address, -1);
    });
    if (this.#expected.size > 0) this.#claimExpected(socket, attribution);
    return tapped;
  }

  #claimExpected(socket: Socket, attribution: Attribution): void {
    const key = keyOfAccepted(socket);
    const lab = this.#expected.get(key);
    if (lab) {
      this.#expected.delete(key);
      attribution.claim(lab);
    }
  }

  #countIn(address: string, change: 1 | -1): void {
    const count = (this.#ofAddress.get(address) ?? 0) + change;
    if (count > 0) this.#ofAddress.set(address, count);
    else this.#ofAddress.delete(address);
  }

  #ownerOf(target: string): Lab | null {
    const named = parseLabTarget(target);
    if (!named) return this.#doors?.visit(target)?.lab ?? null;
    return isControl(named.path) ? null : (this.#labs.find(named.id) ?? null);
  }
}

function localEnd({ localAddress, localPort }: Socket): OpenRecord['server'] {
  return { address: localAddress ?? '', port: localPort ?? 0 };
}

/**
 * Both ends with address and port: only together do they identify a connection (RFC 9293 §3.4.1). On a class network many clients
 * have the same port.
 */
function keyOf(client: OpenRecord['client'], server: OpenRecord['server']): string {
  return [client, server].map(({ address, port }) => `${plainAddress(address)} ${port}`).join(' ');
}

function keyOfAccepted(socket: Socket): string {
  return keyOf({ address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }, localEnd(socket));
}

/** Turns an IPv4 address as an IPv6 socket shows it (RFC 4291 §2.5.5.2) into the plain one. */
const plainAddress = (address: string) => address.replace(/^::ffff:/i, '');
