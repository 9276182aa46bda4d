import { Emitter } from 'library:emitter';
import { decode } from 'library:parse-query';
import { parse } from 'library:parse-uri';
import { Buffer } from '../buffer';
import { type Cause, core, setCause, warnOnce } from '../inside';
import { nextTick } from '../ticks';
import { libraryTimers } from '../timers';
import { fromFacts } from './facts';
import { tellOpening } from './managers';
import type { EngineNews } from './news';
import { optionsFor } from './options';
import { refusalOfHost } from './own-host';
import { writingNow } from './writing';

/** Stands for engine.io-client's `Socket` (`socket.io.engine`), whose real one is in the page. */

/** Connections of one program at a time. */
const MAX_OPEN = 20;
/** When a refused connection learns of it. */
const REFUSED_MS = 100;
const TOO_MANY = `A program has ${MAX_OPEN} connections at a time here: this one opens nothing.`;

const open = new Map<number, ClientEngine>();
let made = 0;

interface EnginePacket {
  readonly type: string;
  readonly data: unknown;
  readonly options: { readonly compress: boolean };
}

type Options = Record<string, unknown>;

/** Stands for a transport; the real one is in the page. */
class Transport extends Emitter {
  readonly name: string;
  writable = false;
  readyState = 'opening';
  constructor(name: string) {
    super();
    this.name = name;
  }
}

export class ClientEngine extends Emitter {
  static readonly protocol = 4;
  id: string | null | undefined;
  binaryType = 'arraybuffer';
  readyState: string | undefined;
  writeBuffer: EnginePacket[] = [];
  upgrading = false;
  readonly opts: Options;
  readonly hostname: string;
  readonly port: string;
  readonly secure: boolean;
  readonly transports: string[];
  transport: Transport;
  readonly #number: number;
  /** Packets that are on their way. */
  #sending = 0;
  /** How long the server may be silent, and until when. */
  #silenceMs = Number.POSITIVE_INFINITY;
  #expiresAtMs = Number.POSITIVE_INFINITY;

  constructor(uri?: unknown, given: Options = {}) {
    super();
    const opts = typeof uri === 'object' && uri !== null ? (uri as Options) : given;
    if (typeof uri === 'string') placeIn(opts, uri);
    this.hostname = String(opts.hostname ?? 'localhost');
    this.secure = opts.secure === true;
    this.port = String(opts.port ?? (this.secure ? 443 : 80));
    const refusal = refusalOfHost(this.hostname);
    if (refusal !== null) throw new Error(refusal);
    this.transports = namesOf(opts.transports);
    this.opts = { path: '/engine.io', withCredentials: false, upgrade: true, ...opts };
    if (typeof opts.query === 'string') this.opts.query = decode(opts.query);
    this.transport = new Transport(this.transports[0] ?? '');
    made += 1;
    this.#number = made;
    this.#begin();
  }

  #begin(): void {
    const { setTimeout } = libraryTimers;
    if (this.transports.length === 0) {
      setTimeout(() => void this.emitReserved('error', 'No transports available'), 0);
      return;
    }
    this.readyState = 'opening';
    const options = optionsFor(this.opts, this.transports);
    if (open.size >= MAX_OPEN) {
      warnOnce(TOO_MANY);
      setTimeout(() => this.#failed(new Error(TOO_MANY)), REFUSED_MS);
      return;
    }
    open.set(this.#number, this);
    tellOpening(this.#number, options);
  }

  write(data: unknown, options?: unknown, done?: () => void): this {
    this.#send('message', data, options, done);
    return this;
  }
  send(data: unknown, options?: unknown, done?: () => void): this {
    return this.write(data, options, done);
  }

  #send(type: string, data: unknown, given?: unknown, callback?: () => void): void {
    if (this.readyState === 'closing' || this.readyState === 'closed') return;
    const { compress } = (typeof given === 'object' && given !== null ? given : {}) as { compress?: unknown };
    const packet = { type, data, options: { compress: compress !== false } };
    this.emitReserved('packetCreate', packet);
    this.writeBuffer.push(packet);
    const done = typeof given === 'function' ? (given as () => void) : callback;
    if (done) this.once('flush', done);
    if (type === 'message') writingNow().add(this.#number, data, packet.options.compress);
    this.#flush();
  }

  #flush(): void {
    const { transport, writeBuffer } = this;
    if (this.readyState === 'closed' || this.upgrading || !transport.writable || writeBuffer.length === 0)
      return;
    transport.writable = false;
    this.#sending = writeBuffer.length;
    this.emitReserved('flush');
    // A WebSocket takes everything at once; of a request the host tells when it was answered.
    if (transport.name === 'websocket') nextTick(() => this.#drained());
  }

  #drained(): void {
    if (this.readyState === 'closed') return;
    this.transport.writable = true;
    this.writeBuffer.splice(0, this.#sending);
    this.#sending = 0;
    if (this.writeBuffer.length === 0) this.emitReserved('drain');
    else this.#flush();
  }

  close(): this {
    if (this.readyState !== 'opening' && this.readyState !== 'open') return this;
    this.readyState = 'closing';
    if (open.has(this.#number)) core.tell({ op: 'close-engine', engine: this.#number });
    // Otherwise the host tells when everything has been sent.
    if (this.writeBuffer.length === 0 && !this.upgrading) this.#closed('forced close');
    return this;
  }

  /** The library asks before it sends. */
  _hasPingExpired(): boolean {
    const hasExpired = Date.now() > this.#expiresAtMs;
    if (hasExpired) core.tell({ op: 'check-engine', engine: this.#number });
    return hasExpired;
  }

  #heard(): void {
    this.#expiresAtMs = Date.now() + this.#silenceMs;
  }

  #closed(reason: string, details?: unknown): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.transport.readyState = 'closed';
    open.delete(this.#number);
    this.id = null;
    this.emitReserved('close', reason, details);
    this.writeBuffer = [];
  }

  #failed(error: unknown): void {
    this.emitReserved('error', error);
    this.#closed('transport error', error);
  }

  // ——— What the host reports ———

  /** Something has happened to this connection. */
  hear(news: EngineNews, bytes: ArrayBuffer | undefined): void {
    switch (news.kind) {
      case 'packet':
        this.#came(news, bytes);
        return;
      case 'upgrading':
        this.upgrading = true;
        this.emitReserved('upgrading', new Transport(news.transport));
        return;
      case 'upgrade':
        this.#upgraded(news.transport);
        return;
      case 'upgradeError':
        this.upgrading = false;
        this.emitReserved('upgradeError', fromFacts(news.error));
        return;
      case 'drain':
        if (this.transport.name !== 'websocket') this.#drained();
        return;
      case 'error':
        this.emitReserved('error', fromFacts(news.error));
        return;
      case 'close':
        this.#closed(news.reason, fromFacts(news.details));
    }
  }

  #came(news: EngineNews & { kind: 'packet' }, bytes: ArrayBuffer | undefined): void {
    const data = news.text ?? (bytes && this.#binary(bytes));
    const packet = data === undefined ? { type: news.type } : { type: news.type, data };
    if (news.transport !== undefined) this.#begunOver(news.transport);
    if (news.type === 'message') setCause(this.#causeOf(news));
    this.emitReserved('packet', packet);
    this.emitReserved('heartbeat');
    if (news.type === 'open') this.#opened(JSON.parse(String(data)));
    else if (news.type === 'ping') {
      this.#send('pong', undefined);
      this.emitReserved('ping');
      this.emitReserved('pong');
      this.#heard();
    } else if (news.type === 'message') {
      this.emitReserved('data', data);
      this.emitReserved('message', data);
    }
  }

  /** The session is open, over this transport: others may have failed before. */
  #begunOver(name: string): void {
    if (name === this.transport.name) return;
    this.transport = new Transport(name);
    if (this.opts.tryAllTransports === true) this.transports.splice(0, this.transports.indexOf(name));
  }

  #causeOf({ text, ordinal }: EngineNews & { kind: 'packet' }): Cause {
    const packet = { sid: String(this.id), sender: 'server', ordinal } as const;
    return { packet, type: text === null ? 'b' : text.charAt(0) };
  }

  #binary(bytes: ArrayBuffer): unknown {
    if (this.binaryType === 'nodebuffer') return Buffer.from(bytes);
    return bytes;
  }

  #opened(handshake: Record<string, unknown>): void {
    this.emitReserved('handshake', handshake);
    this.id = String(handshake.sid);
    this.#silenceMs = Number(handshake.pingInterval) + Number(handshake.pingTimeout);
    if (this.readyState !== 'opening') return;
    this.readyState = 'open';
    this.transport.writable = true;
    this.transport.readyState = 'open';
    this.emitReserved('open');
    this.#flush();
    this.#heard();
  }

  #upgraded(name: string): void {
    this.transport = new Transport(name);
    this.transport.writable = true;
    this.transport.readyState = 'open';
    this.emitReserved('upgrade', this.transport);
    this.upgrading = false;
    this.#sending = 0;
    this.#flush();
  }
}

/** The connection of this number, while it is open. */
export const engineOf = (number: number): ClientEngine | undefined => open.get(number);

/** Notes the address where the library looks for it. */
function placeIn(opts: Options, uri: string): void {
  const { host, protocol, port, query } = parse(uri);
  opts.hostname = host;
  opts.secure = protocol === 'https' || protocol === 'wss';
  opts.port = port;
  if (query) opts.query = query;
}

const ALL = ['polling', 'websocket', 'webtransport'];

/** The names of the transports that a program asks for: it may give classes. */
function namesOf(given: unknown): string[] {
  if (!Array.isArray(given)) return ALL;
  const names = given.map((one) =>
    String(typeof one === 'function' ? (one.prototype as { name?: unknown }).name : one),
  );
  if (names[0] !== undefined && !ALL.includes(names[0]))
    throw new TypeError('this._transportsByName[name] is not a constructor');
  return names;
}

// The bundler has renamed it.
Object.defineProperty(ClientEngine, 'name', { value: 'Socket' });
