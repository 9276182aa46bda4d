import { Buffer } from '../buffer';
import { EventEmitter } from '../events';
import { type Cause, core, setCause, warnOnce } from '../inside';
import { addParts } from '../parts';

/** The facts of the request that opened a session, as the host tells them: secrets are blanked. */
export interface RequestFacts {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, string>>;
  readonly address: string;
  readonly port: number;
}

const Emitter = EventEmitter as unknown as new () => EventEmitter;

/** Stands for the `IncomingMessage` of a request. */
export class LabRequest extends Emitter {
  readonly method: string;
  readonly url: string;
  readonly httpVersion = '1.1';
  readonly headers: Readonly<Record<string, unknown>>;
  readonly rawHeaders: readonly string[];
  readonly _query: Readonly<Record<string, string>>;
  readonly socket: Readonly<Record<string, unknown>>;
  readonly connection: Readonly<Record<string, unknown>>;
  constructor({ method, url, headers, query, address, port }: RequestFacts) {
    super();
    Object.assign(this, { method, url, headers, _query: query });
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.rawHeaders = Object.entries(headers).flatMap(([name, value]) => [name, String(value)]);
    this._query = query;
    this.socket = {
      remoteAddress: address,
      remotePort: port,
      remoteFamily: address.includes(':') ? 'IPv6' : 'IPv4',
      encrypted: undefined,
    };
    this.connection = this.socket;
  }
}

/** What a packet is sent with: options of the library. */
interface SendOptions {
  readonly volatile?: boolean;
  readonly compress?: boolean;
}

/** Something that is written on behalf of an emit: see `tracing.ts`. */
interface Writing {
  /** Notes that this session gets it. */
  readonly addTo: (session: string, options: SendOptions) => void;
}

let writing: Writing | null = null;

/** What connections are told to write meanwhile belongs together. */
export function writingFor(now: Writing | null, work: () => void): void {
  const before = writing;
  writing = now;
  try {
    work();
  } finally {
    writing = before;
  }
}

/** Events that the host reports only when somebody listens: there are many of them. */
const FOLLOWED = new Set(['packet', 'heartbeat', 'flush', 'drain', 'packetCreate']);

interface Packet {
  readonly type: string;
  readonly data?: unknown;
  readonly options?: SendOptions;
}

/** Stands for an Engine.IO connection (`socket.conn`), whose real one is with the host. */
export class LabConnection extends Emitter {
  readonly id: string;
  readonly protocol: number;
  readonly request: LabRequest;
  readonly remoteAddress: string;
  readyState = 'open';
  transport: EventEmitter & { name: string; writable: boolean; sid: string };
  upgrading = false;
  upgraded = false;
  readonly writeBuffer: readonly Packet[] = [];
  readonly #engine: LabEngine;
  #isFollowed = false;

  constructor(engine: LabEngine, id: string, protocol: number, transport: string, request: LabRequest) {
    super();
    this.id = id;
    this.protocol = protocol;
    this.request = request;
    this.remoteAddress = String(request.socket.remoteAddress);
    this.transport = transportOf(transport, id);
    this.#engine = engine;
    Object.defineProperty(this, 'server', { value: engine, enumerable: false });
    Object.defineProperty(this, '_events', { value: this._events, enumerable: false, writable: true });
  }
  override on(name: string | symbol, listener: never): this {
    if (typeof name === 'string' && FOLLOWED.has(name)) this.follow();
    return super.on(name, listener);
  }
  follow(): void {
    if (this.#isFollowed || this.readyState !== 'open') return;
    this.#isFollowed = true;
    core.tell({ op: 'follow', session: this.id });
  }
  send(data: unknown, options?: SendOptions, callback?: () => void): this {
    return this.write(data, options, callback);
  }
  write(data: unknown, given?: SendOptions | (() => void), callback?: () => void): this {
    if (this.readyState !== 'open') return this;
    const options = typeof given === 'function' ? {} : (given ?? {});
    const done = typeof given === 'function' ? given : callback;
    if (this.listenerCount('packetCreate') > 0) {
      this.emit('packetCreate', { type: 'message', data, options: { compress: options.compress !== false } });
    }
    if (writing) writing.addTo(this.id, options);
    else this.#tellRaw(data);
    if (done) Promise.resolve(this.transport).then(done);
    return this;
  }
  #tellRaw(data: unknown): void {
    if (typeof data === 'string') core.tell({ op: 'send', to: [this.id], text: data });
    else if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) {
      core.tell({ op: 'send', to: [this.id], ...addParts([data]) });
    }
  }
  close(isDiscarding = false): void {
    if (this.readyState !== 'open') return;
    this.readyState = 'closing';
    core.tell({ op: 'close-session', session: this.id, isDiscarding });
    // A WebSocket is closed at once; a poll first has to be answered.
    if (this.transport.name === 'websocket') this.closed('forced close', undefined);
  }

  // ——— What the host reports ———

  came(data: string | ArrayBuffer, cause: Cause): void {
    if (this.readyState !== 'open') return;
    const value = typeof data === 'string' ? data : Buffer.from(data);
    setCause(cause);
    if (this.listenerCount('packet') > 0) this.emit('packet', { type: 'message', data: value });
    this.emit('data', value);
    this.emit('message', value);
  }
  changedTransport(name: string): void {
    this.transport = transportOf(name, this.id);
    this.upgraded = true;
    this.emit('upgrade', this.transport);
  }
  reported(name: string, packet: Packet | null): void {
    const args: unknown[] = name === 'flush' ? [packet ? [packet] : []] : packet ? [packet] : [];
    this.emit(name, ...args);
    if (name === 'flush' || name === 'drain') this.#engine.emit(name, this, ...args);
  }
  closed(reason: string, description: unknown): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.transport.writable = false;
    this.emit('close', reason, description);
  }
}

function transportOf(
  name: string,
  sid: string,
): EventEmitter & { name: string; writable: boolean; sid: string } {
  return Object.assign(new Emitter(), { name, writable: true, sid, readyState: 'open', protocol: 4 });
}

const DEFAULTS = {
  pingTimeout: 20_000,
  pingInterval: 25_000,
  upgradeTimeout: 10_000,
  maxHttpBufferSize: 1e6,
  transports: ['polling', 'websocket'],
  allowUpgrades: true,
  httpCompression: { threshold: 1024 },
  cors: false,
  allowEIO3: false,
};

/** Stands for the Engine.IO server (`io.engine`), whose real one is with the host. */
export class LabEngine extends Emitter {
  readonly opts: Readonly<Record<string, unknown>>;
  readonly clients: Record<string, LabConnection> = Object.create(null);
  clientsCount = 0;
  readonly #makeId = () =>
    Buffer.from(Array.from({ length: 15 }, () => Math.floor(Math.random() * 256))).toString('base64url');
  #isFollowed = false;

  constructor(opts: Readonly<Record<string, unknown>> = {}) {
    super();
    this.opts = { ...DEFAULTS, ...opts };
  }
  override on(name: string | symbol, listener: never): this {
    if (name === 'headers' || name === 'initial_headers') {
      warnOnce(
        `${String(name)} does nothing here: the lab’s own HTTP server has written the header fields before the program learns of the request.`,
      );
    }
    if (name === 'flush' || name === 'drain') {
      this.#isFollowed = true;
      for (const connection of Object.values(this.clients)) connection.follow();
    }
    return super.on(name, listener);
  }
  get generateId(): () => string {
    return this.#makeId;
  }
  set generateId(_: unknown) {
    warnOnce('generateId does nothing here: the lab’s own Engine.IO server names the sessions.');
  }
  use(): void {
    warnOnce(
      'io.engine.use does nothing here: such a function changes HTTP requests and responses, and the lab’s own HTTP server carries these.',
    );
  }
  attach(): void {}
  handleRequest(): void {
    warnOnce('handleRequest does nothing here: requests stay with the lab’s own HTTP server.');
  }
  handleUpgrade(): void {
    warnOnce('handleUpgrade does nothing here: requests stay with the lab’s own HTTP server.');
  }
  close(): this {
    for (const connection of Object.values(this.clients)) connection.close(true);
    if (this === active()) core.tell({ op: 'stop' });
    stopped.add(this);
    return this;
  }

  opened(connection: LabConnection): void {
    this.clients[connection.id] = connection;
    this.clientsCount += 1;
    if (this.#isFollowed) connection.follow();
    connection.once('close', () => {
      delete this.clients[connection.id];
      this.clientsCount -= 1;
    });
    this.emit('connection', connection);
  }
}

// ——— Which engine has the lab's clients ———

let standard: LabEngine | null = null;
let attached: LabEngine | null = null;
let isMade = false;
const stopped = new WeakSet<LabEngine>();

/** The engine that the lab's clients reach. */
export const active = (): LabEngine | null => attached ?? (isMade ? null : standard);

/** It has been closed, and no other took its place. */
export function isStopped(): boolean {
  const engine = active();
  return engine !== null && stopped.has(engine);
}

/** The program makes a server of its own, and so does without the one that the lab provides. */
export function madeServer(): void {
  if (isMade) return;
  isMade = true;
  core.tell({ op: 'unbound' });
}

/** Options that the library reads itself, and functions. */
const INSIDE = new Set([
  ...['adapter', 'parser', 'connectTimeout', 'connectionStateRecovery', 'cleanupEmptyChildNamespaces'],
  ...[
    'serveClient',
    'allowRequest',
    'destroyUpgrade',
    'destroyUpgradeTimeout',
    'addTrailingSlash',
    'wsEngine',
  ],
]);

/** What a server is attached to begins to listen: the lab's address is its own. */
export function attach(engine: LabEngine, opts: Readonly<Record<string, unknown>>): void {
  if (standard === null) {
    standard = engine;
    return;
  }
  if (attached && !stopped.has(attached)) {
    warnOnce(
      'A lab has one address, and the first server of this program has it: clients do not reach the others.',
    );
    return;
  }
  attached = engine;
  const entries = Object.entries(opts).filter(
    ([name, value]) => !INSIDE.has(name) && value !== undefined && typeof value !== 'function',
  );
  // Socket.IO gives its own path when the program gives none.
  const outside = entries.filter(
    ([name, value]) => name !== 'path' || String(value).replace(/\/$/, '') !== '/socket.io',
  );
  core.tell({
    op: 'listen',
    options: JSON.stringify(Object.fromEntries(outside)),
    asksRequests: typeof opts.allowRequest === 'function',
  });
}
