import type { Because, Kit } from './kit';

/** What the server's program learns of a client that connects. */
interface SocketFacts {
  readonly namespace: string;
  readonly id: string;
  readonly handshake: Readonly<Record<string, unknown>>;
  readonly recovered: boolean;
  readonly transport: string;
  readonly rooms: readonly string[];
  /** The Engine.IO session that carries it, perhaps with other namespaces of the client. */
  readonly session?: string;
}

/** What the host tells the server's program. `args` is JSON; its binary parts come separately. */
export type ServerNews =
  | ({ readonly kind: 'connection'; readonly because: Because } & SocketFacts)
  | ({ readonly kind: 'middleware'; readonly ask: number } & SocketFacts)
  | {
      readonly kind: 'event';
      readonly namespace: string;
      readonly id: string;
      readonly args: string;
      /** The host's number for the acknowledgement that the client wants. */
      readonly reply: number | null;
      readonly because: Because;
    }
  | {
      readonly kind: 'gone';
      readonly name: 'disconnecting' | 'disconnect';
      readonly namespace: string;
      readonly id: string;
      readonly reason: string;
      readonly because: Because;
    }
  | {
      readonly kind: 'answer';
      readonly ask: number;
      readonly error: string | null;
      readonly args: string;
      readonly because: Because;
    }
  | {
      readonly kind: 'transport';
      readonly id: string;
      readonly namespace: string;
      readonly transport: string;
    }
  | { readonly kind: 'clients'; readonly count: number }
  | { readonly kind: 'timer'; readonly id: number };

/**
 * The server's end of Socket.IO v4 as a program sees it: `io`. It holds the listeners and the state of each socket; the host
 * does on the real server what goes to a client. Runs inside the sandbox from its source text.
 */
export function serverGuest(kit: Kit) {
  const { tell, pack, ask, leaveOut, Emitter, AnyListeners } = kit;
  type Listener = (...args: never[]) => unknown;
  const RESERVED = [
    'connect',
    'connect_error',
    'disconnect',
    'disconnecting',
    'newListener',
    'removeListener',
  ];

  /** Node's `Buffer`, as far as lessons need it. */
  class Buffer extends Uint8Array {
    static override from(given: unknown, encoding?: unknown): Buffer {
      if (typeof given !== 'string') return new Buffer(given as ArrayLike<number>);
      if (encoding === 'hex')
        return new Buffer((given.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)));
      return new Buffer(kit.utf8(given));
    }
    static isBuffer(value: unknown) {
      return value instanceof Buffer;
    }
    override toString(encoding?: string) {
      if (encoding === 'hex') return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
      return decodeURIComponent(
        Array.from(this, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
      );
    }
  }

  // The build may have renamed it in this function's text.
  Object.defineProperty(Buffer, 'name', { value: 'Buffer' });

  interface Flags {
    readonly rooms: readonly string[];
    readonly except: readonly string[];
    readonly isVolatile: boolean;
    readonly timeoutMs: number | null;
  }
  const NO_FLAGS: Flags = { rooms: [], except: [], isVolatile: false, timeoutMs: null };
  const listed = (rooms: unknown) => (Array.isArray(rooms) ? rooms : [rooms]).map(String);

  /** The one client whose answer is awaited until it leaves; null with a timeout, which comes even then. */
  const soleClient = ({ socket }: Readonly<Record<string, unknown>>, { timeoutMs }: Flags) =>
    typeof socket === 'string' && timeoutMs === null ? socket : null;
  /** Reports an emit; `to` says from where. A function as the last argument waits for an answer. */
  const emit = (
    to: Readonly<Record<string, unknown>>,
    flags: Flags,
    name: unknown,
    values: readonly unknown[],
  ) => {
    if (typeof name === 'string' && RESERVED.includes(name))
      throw new Error(`"${name}" is a reserved event name`);
    const last = values.at(-1);
    const args = typeof last === 'function' ? values.slice(0, -1) : values;
    const packed = pack([name, ...args]);
    const wanted =
      typeof last === 'function'
        ? ask(
            (error, answers) => {
              const failure = error && new Error(error.message);
              // A broadcast's callback gets the failure and all answers; a socket's gets the failure only where there is a timeout.
              if (to.socket === undefined) kit.call(last as Listener, undefined, [failure, answers]);
              else if (flags.timeoutMs !== null)
                kit.call(last as Listener, undefined, failure ? [failure] : [null, ...answers]);
              else if (!failure) kit.call(last as Listener, undefined, answers);
            },
            soleClient(to, flags),
          )
        : null;
    tell({ op: 'emit', ...to, ...flags, ...packed, name: String(name), ask: wanted });
    return true;
  };
  const emitAsking = (
    to: Readonly<Record<string, unknown>>,
    flags: Flags,
    name: unknown,
    values: readonly unknown[],
  ) =>
    new Promise((resolve, reject) => {
      if (typeof name === 'string' && RESERVED.includes(name))
        throw new Error(`"${name}" is a reserved event name`);
      const wanted = ask(
        (error, answers) => {
          if (error) reject(Object.assign(new Error(error.message), { responses: answers }));
          else resolve(to.socket === undefined ? answers : answers[0]);
        },
        soleClient(to, flags),
      );
      tell({
        op: 'emit',
        ...to,
        ...flags,
        ...pack([name, ...values]),
        name: String(name),
        ask: wanted,
        isPromise: true,
      });
    });

  /** Runs the outgoing listeners before the packet leaves, without the function that waits for an answer. */
  const goesOut = (sockets: Iterable<Socket>, name: string, values: readonly unknown[]) => {
    if (RESERVED.includes(name)) return;
    const args = typeof values.at(-1) === 'function' ? values.slice(0, -1) : values;
    for (const socket of sockets) socket.anyOutgoing.run(socket, name, args, {});
  };

  /** `io.to(…)`, `socket.broadcast`: many clients, chosen by room. */
  class BroadcastOperator {
    #namespace: string;
    #flags: Flags;
    constructor(namespace: string, flags: Flags) {
      this.#namespace = namespace;
      this.#flags = flags;
    }
    #with(change: Partial<Flags>) {
      return new BroadcastOperator(this.#namespace, { ...this.#flags, ...change });
    }
    to(rooms: unknown) {
      return this.#with({ rooms: [...this.#flags.rooms, ...listed(rooms)] });
    }
    in(rooms: unknown) {
      return this.to(rooms);
    }
    except(rooms: unknown) {
      return this.#with({ except: [...this.#flags.except, ...listed(rooms)] });
    }
    get volatile() {
      return this.#with({ isVolatile: true });
    }
    get local() {
      return this;
    }
    get broadcast() {
      return this;
    }
    compress() {
      return this;
    }
    timeout(ms: number) {
      return this.#with({ timeoutMs: Number(ms) || 0 });
    }
    emit(name: string, ...values: unknown[]) {
      goesOut(this.#sockets(), name, values);
      return emit({ namespace: this.#namespace }, this.#flags, name, values);
    }
    emitWithAck(name: string, ...values: unknown[]) {
      goesOut(this.#sockets(), name, values);
      return emitAsking({ namespace: this.#namespace }, this.#flags, name, values);
    }
    async fetchSockets() {
      return this.#sockets();
    }
    async allSockets() {
      return new Set(this.#sockets().map(({ id }) => id));
    }
    socketsJoin(rooms: unknown) {
      for (const socket of this.#sockets()) socket.join(rooms);
    }
    socketsLeave(rooms: unknown) {
      for (const socket of this.#sockets()) for (const room of listed(rooms)) socket.leave(room);
    }
    disconnectSockets(isConnectionClosed = false) {
      for (const socket of this.#sockets()) socket.disconnect(isConnectionClosed);
    }
    #sockets() {
      const { rooms, except } = this.#flags;
      return [...namespaceOf(this.#namespace).sockets.values()].filter(
        (socket) =>
          (rooms.length === 0 || rooms.some((room) => socket.rooms.has(room))) &&
          !except.some((room) => socket.rooms.has(room)),
      );
    }
  }

  /** One client in one namespace. */
  class Socket extends Emitter {
    readonly id: string;
    readonly handshake: Readonly<Record<string, unknown>>;
    readonly recovered: boolean;
    readonly rooms: Set<string>;
    readonly nsp: Namespace;
    readonly conn: { readonly id: string; transport: { name: string }; on: () => void };
    data: unknown = {};
    connected = true;
    readonly any = new AnyListeners();
    readonly anyOutgoing = new AnyListeners();
    readonly middleware: Listener[] = [];

    constructor(namespace: Namespace, facts: SocketFacts) {
      super();
      this.nsp = namespace;
      this.id = facts.id;
      this.handshake = facts.handshake;
      this.recovered = facts.recovered;
      this.rooms = new Set([facts.id, ...facts.rooms]);
      this.conn = { id: facts.session ?? facts.id, transport: { name: facts.transport }, on: () => {} };
      // Hidden from console.log.
      for (const name of ['nsp', 'conn', 'any', 'anyOutgoing', 'middleware'])
        Object.defineProperty(this, name, { enumerable: false });
      leaveOut(this, {
        request: 'the HTTP request stays with the host; socket.handshake holds its header fields',
        client: 'it is the library’s own',
        adapter: 'rooms of a socket are socket.rooms',
      });
    }
    get disconnected() {
      return !this.connected;
    }
    get broadcast() {
      return new BroadcastOperator(this.nsp.name, { ...NO_FLAGS, except: [this.id] });
    }
    to(rooms: unknown) {
      return this.broadcast.to(rooms);
    }
    in(rooms: unknown) {
      return this.broadcast.to(rooms);
    }
    except(rooms: unknown) {
      return this.broadcast.except(rooms);
    }
    get volatile() {
      return this.#flagged({ isVolatile: true });
    }
    get local() {
      return this.broadcast;
    }
    compress() {
      return this;
    }
    timeout(ms: number) {
      return this.#flagged({ timeoutMs: Number(ms) || 0 });
    }
    emit(name: string, ...values: unknown[]) {
      goesOut([this], name, values);
      return emit(this.#self, NO_FLAGS, name, values);
    }
    emitWithAck(name: string, ...values: unknown[]) {
      goesOut([this], name, values);
      return emitAsking(this.#self, NO_FLAGS, name, values);
    }
    send(...values: unknown[]) {
      this.emit('message', ...values);
      return this;
    }
    write(...values: unknown[]) {
      return this.send(...values);
    }
    join(rooms: unknown) {
      for (const room of listed(rooms)) this.rooms.add(room);
      tell({ op: 'join', ...this.#self, rooms: listed(rooms) });
    }
    leave(room: unknown) {
      this.rooms.delete(String(room));
      tell({ op: 'leave', ...this.#self, rooms: [String(room)] });
    }
    disconnect(isConnectionClosed = false) {
      if (!this.connected) return this;
      tell({ op: 'disconnect', ...this.#self, isConnectionClosed: isConnectionClosed === true });
      const isGone = (socket: Socket) =>
        socket === this || (isConnectionClosed === true && socket.conn.id === this.conn.id);
      for (const { sockets } of namespaces.values()) {
        for (const socket of sockets.values())
          if (isGone(socket)) socket.leaveWith('server namespace disconnect');
      }
      return this;
    }
    /** Runs the listeners for its end: while it is still in its rooms, and after. */
    leaveWith(reason: string) {
      this.leaving(reason, {});
      this.left(reason, {});
    }
    leaving(reason: string, because: Because) {
      this.run('disconnecting', [reason], because);
    }
    left(reason: string, because: Because) {
      this.connected = false;
      kit.askNoMore(this.id);
      this.rooms.clear();
      this.nsp.sockets.delete(this.id);
      kept.set(this.id, this.data);
      if (kept.size > 50) kept.delete(kept.keys().next().value!);
      this.run('disconnect', [reason], because);
    }
    use(middleware: Listener) {
      this.middleware.push(middleware);
      return this;
    }
    onAny(listener: Listener) {
      this.any.add(listener);
      return this;
    }
    prependAny(listener: Listener) {
      this.any.prepend(listener);
      return this;
    }
    offAny(listener?: Listener) {
      this.any.remove(listener);
      return this;
    }
    listenersAny() {
      return this.any.all();
    }
    onAnyOutgoing(listener: Listener) {
      this.anyOutgoing.add(listener);
      return this;
    }
    offAnyOutgoing(listener?: Listener) {
      this.anyOutgoing.remove(listener);
      return this;
    }
    get #self() {
      return { namespace: this.nsp.name, socket: this.id };
    }
    /** The same socket, for one emit with flags. */
    #flagged(change: Partial<Flags>): unknown {
      const flags: Flags = { ...NO_FLAGS, ...change };
      const self = this;
      const others = () => new BroadcastOperator(self.nsp.name, { ...flags, except: [self.id] });
      return {
        emit: (name: string, ...values: unknown[]) => {
          goesOut([self], name, values);
          return emit(self.#self, flags, name, values);
        },
        emitWithAck: (name: string, ...values: unknown[]) => {
          goesOut([self], name, values);
          return emitAsking(self.#self, flags, name, values);
        },
        compress: () => self.#flagged(change),
        timeout: (ms: number) => self.#flagged({ ...change, timeoutMs: Number(ms) || 0 }),
        get volatile() {
          return self.#flagged({ ...change, isVolatile: true });
        },
        get broadcast() {
          return others();
        },
        to: (rooms: unknown) => others().to(rooms),
        in: (rooms: unknown) => others().to(rooms),
        except: (rooms: unknown) => others().except(rooms),
      };
    }
  }

  /** `io.of(name)`; `/` is `io` itself. */
  class Namespace extends Emitter {
    readonly name: string;
    readonly sockets = new Map<string, Socket>();
    readonly middleware: Listener[] = [];
    constructor(name: string) {
      super();
      this.name = name;
      Object.defineProperty(this, 'middleware', { enumerable: false });
    }
    use(middleware: Listener) {
      if (typeof middleware !== 'function') throw new TypeError('io.use takes a function (socket, next)');
      this.middleware.push(middleware);
      tell({ op: 'middleware', namespace: this.name });
      return this;
    }
    get adapter() {
      const rooms = new Map<string, Set<string>>();
      const sids = new Map<string, Set<string>>();
      for (const socket of this.sockets.values()) {
        sids.set(socket.id, new Set(socket.rooms));
        for (const room of socket.rooms) rooms.set(room, (rooms.get(room) ?? new Set()).add(socket.id));
      }
      return { rooms, sids };
    }
    get #all() {
      return new BroadcastOperator(this.name, NO_FLAGS);
    }
    to = (rooms: unknown) => this.#all.to(rooms);
    in = (rooms: unknown) => this.#all.to(rooms);
    except = (rooms: unknown) => this.#all.except(rooms);
    timeout = (ms: number) => this.#all.timeout(ms);
    compress = () => this.#all;
    get volatile() {
      return this.#all.volatile;
    }
    get local() {
      return this.#all;
    }
    emit(name: string, ...values: unknown[]) {
      return this.#all.emit(name, ...values);
    }
    emitWithAck(name: string, ...values: unknown[]) {
      return this.#all.emitWithAck(name, ...values);
    }
    send(...values: unknown[]) {
      this.emit('message', ...values);
      return this;
    }
    fetchSockets = () => this.#all.fetchSockets();
    allSockets = () => this.#all.allSockets();
    socketsJoin = (rooms: unknown) => this.#all.socketsJoin(rooms);
    socketsLeave = (rooms: unknown) => this.#all.socketsLeave(rooms);
    disconnectSockets = (isConnectionClosed?: boolean) => this.#all.disconnectSockets(isConnectionClosed);
  }

  const namespaces = new Map<string, Namespace>();
  const namespaceOf = (given: string) => {
    const name = given.startsWith('/') ? given : `/${given}`;
    const existing = namespaces.get(name);
    if (existing) return existing;
    const made = new Namespace(name);
    namespaces.set(name, made);
    return made;
  };

  const main = namespaceOf('/');
  const engine = Object.assign(new Emitter(), { clientsCount: 0 });

  /** The server itself: passes calls on to its main namespace. */
  const io: Record<string, unknown> = {
    engine,
    sockets: main,
    of(name: unknown) {
      if (typeof name !== 'string')
        throw new TypeError('A namespace is named by a string here; patterns are left out');
      const namespace = namespaceOf(name);
      tell({ op: 'namespace', namespace: namespace.name });
      return namespace;
    },
    listen: () => io,
    attach: () => io,
    close: () => tell({ op: 'close' }),
    get volatile() {
      return main.volatile;
    },
    get local() {
      return main.local;
    },
  };
  const ASKED_OF_MAIN = [
    ...[
      'on',
      'once',
      'off',
      'addListener',
      'removeListener',
      'removeAllListeners',
      'listeners',
      'listenerCount',
      'eventNames',
    ],
    ...[
      'use',
      'emit',
      'emitWithAck',
      'send',
      'to',
      'in',
      'except',
      'timeout',
      'compress',
      'fetchSockets',
      'allSockets',
    ],
    ...['socketsJoin', 'socketsLeave', 'disconnectSockets'],
  ] as const;
  for (const name of ASKED_OF_MAIN) {
    io[name] = (...given: unknown[]) => {
      const result = (main[name as 'on'] as (...given: unknown[]) => unknown).apply(main, given);
      return result === main ? io : result;
    };
  }
  leaveOut(io, {
    adapter: 'there is one server here, so there are no others to share with',
    httpServer: 'the lab’s own HTTP server carries this one',
    bind: 'the lab’s own HTTP server carries this one',
  });

  /** `data` of clients that left, in case they are recovered. */
  const kept = new Map<string, unknown>();

  const middlewareOf = (namespace: Namespace, facts: SocketFacts, asked: number) => {
    const socket = new Socket(namespace, facts);
    const pass = (at: number) => {
      const middleware = namespace.middleware[at];
      if (!middleware) {
        pending.set(facts.id, socket);
        tell({ op: 'next', ask: asked, error: null });
        return;
      }
      kit.call(middleware, undefined, [
        socket,
        (error?: unknown) => {
          if (!error) return pass(at + 1);
          const { message, data } = error as { message?: unknown; data?: unknown };
          tell({
            op: 'next',
            ask: asked,
            error: String(message ?? error),
            data: data === undefined ? null : JSON.stringify(data),
          });
        },
      ]);
    };
    pass(0);
  };
  /** Let in by middleware, which may have put something in their `data`. */
  const pending = new Map<string, Socket>();

  const eventOf = (socket: Socket, news: ServerNews & { kind: 'event' }, args: unknown[]) => {
    const [name, ...values] = args as [string, ...unknown[]];
    const withReply =
      news.reply === null
        ? values
        : [
            ...values,
            (...answers: unknown[]) => void tell({ op: 'reply', reply: news.reply, ...pack(answers) }),
          ];
    socket.any.run(socket, name, withReply, news.because);
    // Middleware may change it.
    const packet = [name, ...withReply] as [string, ...unknown[]];
    const pass = (at: number) => {
      const middleware = socket.middleware[at];
      if (!middleware) {
        if (socket.connected) socket.run(packet[0], packet.slice(1), news.because);
        return;
      }
      const next = (error?: unknown) => (error ? socket.run('error', [error], {}) : pass(at + 1));
      kit.call(middleware, socket, [packet, next]);
    };
    pass(0);
  };

  const dispatch = (json: string, parts: readonly ArrayBuffer[]) => {
    const news = kit.parse(json) as ServerNews;
    if (news.kind === 'timer') return kit.fire(news.id);
    if (news.kind === 'clients') {
      engine.clientsCount = news.count;
      return;
    }
    const bytes = (part: ArrayBuffer) => new Buffer(part);
    if (news.kind === 'answer') {
      const args = kit.unpack(news.args, parts, bytes);
      tell({ op: 'answered', ...news.because });
      return kit.answered(news.ask, news.error === null ? null : { message: news.error }, args);
    }
    const namespace = namespaceOf(news.namespace);
    if (news.kind === 'middleware') return middlewareOf(namespace, news, news.ask);
    const { sockets } = namespace;
    if (news.kind === 'connection') {
      const socket = pending.get(news.id) ?? new Socket(namespace, news);
      pending.delete(news.id);
      if (news.recovered && kept.has(news.id)) socket.data = kept.get(news.id);
      kept.delete(news.id);
      sockets.set(news.id, socket);
      namespace.run('connect', [socket], news.because);
      namespace.run('connection', [socket], news.because);
      return;
    }
    const socket = sockets.get(news.id);
    if (!socket) return;
    if (news.kind === 'transport') socket.conn.transport = { name: news.transport };
    else if (news.kind === 'event') eventOf(socket, news, kit.unpack(news.args, parts, bytes));
    else if (news.name === 'disconnecting') socket.leaving(news.reason, news.because);
    else socket.left(news.reason, news.because);
  };

  const globals: Record<string, unknown> = { ...kit.globals, io, Buffer };
  const process = {
    env: {},
    exit: () => tell({ op: 'close' }),
    on: () => process,
    nextTick: (task: Listener, ...args: unknown[]) => {
      ticks.push(() => kit.call(task, undefined, args));
      Promise.resolve().then(tick);
    },
  };
  /** Runs after the current listeners, before any promise. */
  const ticks: (() => void)[] = [];
  const tick = () => {
    for (let task = ticks.shift(); task; task = ticks.shift()) task();
  };
  globals.process = process;
  const modules: Record<string, unknown> = {
    'socket.io': {
      // The program's server already exists: this takes the options and returns it.
      Server: function Server(...given: unknown[]) {
        const options =
          given.findLast((value) => typeof value === 'object' && value !== null && !('listen' in value)) ??
          {};
        tell({ op: 'server', options: JSON.stringify(options) });
        return io;
      },
    },
    'node:http': { createServer: () => ({ listen: (...given: unknown[]) => void given }) },
  };
  modules.http = modules['node:http'];
  return {
    globals,
    dispatch: (json: string, parts: readonly ArrayBuffer[]) => {
      dispatch(json, parts);
      tick();
    },
    importing: (name: string) => {
      if (Object.hasOwn(modules, name)) return modules[name];
      throw new Error(`Cannot find package '${name}': here there is socket.io, and nothing to install`);
    },
  };
}
