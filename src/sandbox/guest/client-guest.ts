import type { Because, Kit } from './kit';

/** What the page tells a client's program. `args` is JSON; its binary parts come separately. */
export type ClientNews =
  | {
      readonly kind: 'connect';
      readonly socket: number;
      readonly id: string;
      readonly recovered: boolean;
      readonly because: Because;
    }
  | {
      readonly kind: 'disconnect';
      readonly socket: number;
      readonly reason: string;
      readonly because: Because;
    }
  | {
      readonly kind: 'connect_error';
      readonly socket: number;
      readonly message: string;
      readonly data: string | null;
      readonly isActive: boolean;
      readonly because: Because;
    }
  | {
      readonly kind: 'event';
      readonly socket: number;
      readonly args: string;
      readonly reply: number | null;
      readonly because: Because;
    }
  | {
      readonly kind: 'answer';
      readonly ask: number;
      readonly error: string | null;
      readonly args: string;
      readonly because: Because;
    }
  /** An event of a manager (`socket.io`) or its engine (`socket.io.engine`). */
  | {
      readonly kind: 'keeper';
      readonly of: 'manager' | 'engine';
      readonly manager: number;
      readonly name: string;
      readonly args: string;
      readonly transport: string | null;
      readonly engineId: string | null;
    }
  | { readonly kind: 'auth'; readonly socket: number; readonly ask: number }
  | { readonly kind: 'timer'; readonly id: number };

/**
 * The client's end of Socket.IO v4 as a program sees it: `io()`. Listeners are held here; the real client is in the page and does
 * what this reports. Runs inside the sandbox from its source text.
 */
export function clientGuest(kit: Kit) {
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

  interface Flags {
    readonly isVolatile: boolean;
    readonly timeoutMs: number | null;
  }
  const NO_FLAGS: Flags = { isVolatile: false, timeoutMs: null };

  const emit = (socket: number, flags: Flags, name: unknown, values: readonly unknown[]) => {
    if (typeof name === 'string' && RESERVED.includes(name))
      throw new Error(`"${name}" is a reserved event name`);
    const last = values.at(-1);
    const args = typeof last === 'function' ? values.slice(0, -1) : values;
    const packed = pack([name, ...args]);
    const wanted =
      typeof last === 'function'
        ? ask((error, answers) => {
            if (flags.timeoutMs !== null)
              kit.call(last as Listener, undefined, error ? [new Error(error.message)] : [null, ...answers]);
            else if (!error) kit.call(last as Listener, undefined, answers);
          })
        : null;
    tell({ op: 'emit', socket, ...flags, ...packed, name: String(name), ask: wanted });
  };
  const emitAsking = (socket: number, flags: Flags, name: unknown, values: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      if (typeof name === 'string' && RESERVED.includes(name))
        throw new Error(`"${name}" is a reserved event name`);
      const wanted = ask((error, answers) =>
        error ? reject(new Error(error.message)) : resolve(answers[0]),
      );
      tell({
        op: 'emit',
        socket,
        ...flags,
        ...pack([name, ...values]),
        name: String(name),
        ask: wanted,
        isPromise: true,
      });
    });

  /** `socket.io`: keeps the connection for all its namespaces. */
  class Manager extends Emitter {
    readonly number: number;
    readonly engine = Object.assign(new Emitter(), {
      id: null as string | null,
      transport: { name: 'polling' },
    });
    readonly opts: Readonly<Record<string, unknown>>;
    constructor(number: number, opts: Readonly<Record<string, unknown>>) {
      super();
      this.number = number;
      this.opts = opts;
      Object.assign(this.engine, { close: () => tell({ op: 'engine-close', manager: number }) });
      Object.defineProperty(this, 'number', { enumerable: false });
    }
    #change(name: string, value: unknown) {
      tell({ op: 'manager', manager: this.number, name, value });
      return this;
    }
    reconnection = (value: boolean) => this.#change('reconnection', value);
    reconnectionAttempts = (value: number) => this.#change('reconnectionAttempts', value);
    reconnectionDelay = (value: number) => this.#change('reconnectionDelay', value);
    reconnectionDelayMax = (value: number) => this.#change('reconnectionDelayMax', value);
    randomizationFactor = (value: number) => this.#change('randomizationFactor', value);
  }

  /** `io()`: this client in one namespace. */
  class Socket extends Emitter {
    readonly number: number;
    readonly io: Manager;
    id: string | undefined;
    connected = false;
    recovered = false;
    active = true;
    auth: unknown;
    readonly any = new AnyListeners();
    readonly anyOutgoing = new AnyListeners();

    constructor(number: number, manager: Manager, auth: unknown) {
      super();
      this.number = number;
      this.io = manager;
      this.auth = auth;
      for (const name of ['number', 'io', 'any', 'anyOutgoing'])
        Object.defineProperty(this, name, { enumerable: false });
    }
    get disconnected() {
      return !this.connected;
    }
    get volatile() {
      return this.#flagged({ isVolatile: true });
    }
    compress() {
      return this;
    }
    timeout(ms: number) {
      return this.#flagged({ timeoutMs: Number(ms) || 0 });
    }
    emit(name: string, ...values: unknown[]) {
      this.anyOutgoing.run(this, name, values, {});
      emit(this.number, NO_FLAGS, name, values);
      return this;
    }
    emitWithAck(name: string, ...values: unknown[]) {
      return emitAsking(this.number, NO_FLAGS, name, values);
    }
    send(...values: unknown[]) {
      return this.emit('message', ...values);
    }
    connect() {
      this.active = true;
      tell({ op: 'connect', socket: this.number, ...authOf(this.auth) });
      return this;
    }
    open() {
      return this.connect();
    }
    disconnect() {
      this.active = false;
      tell({ op: 'disconnect', socket: this.number });
      return this;
    }
    close() {
      return this.disconnect();
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
    #flagged(change: Partial<Flags>): unknown {
      const flags: Flags = { ...NO_FLAGS, ...change };
      const self = this;
      return {
        emit: (name: string, ...values: unknown[]) => {
          emit(self.number, flags, name, values);
          return self;
        },
        emitWithAck: (name: string, ...values: unknown[]) => emitAsking(self.number, flags, name, values),
        timeout: (ms: number) => self.#flagged({ ...change, timeoutMs: Number(ms) || 0 }),
        get volatile() {
          return self.#flagged({ ...change, isVolatile: true });
        },
      };
    }
  }

  /** A function is called for each connection; data is sent as it is now. */
  const authOf = (auth: unknown) =>
    typeof auth === 'function' ? { asksAuth: true } : { auth: JSON.stringify(auth ?? null) };

  const managers = new Map<string, { readonly manager: Manager; readonly namespaces: Set<string> }>();
  const byNumber = new Map<number, Manager>();
  const sockets = new Map<number, Socket>();

  const io = (first?: unknown, second?: unknown) => {
    const options = ((typeof first === 'object' ? first : second) ?? {}) as Record<string, unknown>;
    const address = typeof first === 'string' ? first : '/';
    const [, host, path = '/'] = /^(?:\w+:)?(?:\/\/([^/?#]*))?([^?#]*)/.exec(address) ?? [];
    if (host !== undefined && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) {
      throw new Error(
        `io() reaches this lab’s own server only, not ${host}: leave the address out, or write io('/namespace')`,
      );
    }
    const namespace = path === '' ? '/' : path;
    const { auth, ...rest } = options;
    // As socket.io-client does: one connection for all namespaces of an address, another for the same namespace again.
    const key = `${host ?? ''} ${String(options.path ?? '')}`;
    const shared = managers.get(key);
    const isNew =
      !shared || options.forceNew === true || options.multiplex === false || shared.namespaces.has(namespace);
    const manager = isNew ? new Manager(byNumber.size + 1, rest) : shared.manager;
    if (isNew) byNumber.set(manager.number, manager);
    if (isNew && options.forceNew !== true && options.multiplex !== false && !shared) {
      managers.set(key, { manager, namespaces: new Set([namespace]) });
    } else if (!isNew) shared.namespaces.add(namespace);
    const socket = new Socket(sockets.size + 1, manager, auth);
    sockets.set(socket.number, socket);
    tell({
      op: 'io',
      socket: socket.number,
      manager: manager.number,
      namespace,
      options: JSON.stringify(rest),
      ...authOf(auth),
    });
    return socket;
  };
  Object.assign(io, { io, connect: io, Manager: undefined, Socket });

  const dispatch = (json: string, parts: readonly ArrayBuffer[]) => {
    const news = kit.parse(json) as ClientNews;
    if (news.kind === 'timer') return kit.fire(news.id);
    if (news.kind === 'answer') {
      tell({ op: 'answered', ...news.because });
      return kit.answered(
        news.ask,
        news.error === null ? null : { message: news.error },
        kit.unpack(news.args, parts, (part) => part),
      );
    }
    if (news.kind === 'keeper') {
      const manager = byNumber.get(news.manager);
      if (!manager) return;
      if (news.transport !== null) manager.engine.transport = { name: news.transport };
      manager.engine.id = news.engineId ?? manager.engine.id;
      const target = news.of === 'manager' ? manager : manager.engine;
      if (!target.hasListeners(news.name)) return;
      const args = (kit.parse(news.args) as { message?: unknown }[]).map((value) =>
        typeof value === 'object' && value !== null && 'message' in value
          ? Object.assign(new Error(String(value.message)), value)
          : value,
      );
      target.run(news.name, news.name === 'upgrade' ? [manager.engine.transport] : args, {});
      return;
    }
    const socket = sockets.get(news.socket);
    if (!socket) return;
    if (news.kind === 'auth') {
      kit.call(socket.auth as Listener, socket, [
        (data: unknown) => void tell({ op: 'auth', ask: news.ask, data: JSON.stringify(data ?? null) }),
      ]);
    } else if (news.kind === 'connect') {
      socket.id = news.id;
      socket.connected = true;
      socket.recovered = news.recovered;
      socket.run('connect', [], news.because);
    } else if (news.kind === 'disconnect') {
      socket.connected = false;
      socket.id = undefined;
      socket.run('disconnect', [news.reason], news.because);
    } else if (news.kind === 'connect_error') {
      socket.active = news.isActive;
      const data = news.data === null ? {} : { data: kit.parse(news.data) };
      socket.run('connect_error', [Object.assign(new Error(news.message), data)], news.because);
    } else {
      const [name, ...values] = kit.unpack(news.args, parts, (part) => part) as [string, ...unknown[]];
      const { reply } = news;
      const args =
        reply === null
          ? values
          : [...values, (...answers: unknown[]) => void tell({ op: 'reply', reply, ...pack(answers) })];
      socket.any.run(socket, name, args, news.because);
      socket.run(name, args, news.because);
    }
  };

  const globals: Record<string, unknown> = { ...kit.globals, io };
  const page = 'this program runs beside the page, not in it';
  leaveOut(globalThis, {
    window: page,
    document: page,
    localStorage: page,
    alert: page,
    prompt: page,
    location: page,
    fetch: 'this program speaks Socket.IO and nothing else',
    WebSocket: 'this program speaks Socket.IO and nothing else',
    XMLHttpRequest: 'this program speaks Socket.IO and nothing else',
  });
  return {
    globals,
    dispatch,
    importing: (name: string) => {
      if (name === 'socket.io-client') return Object.assign(io, { default: io });
      throw new Error(
        `Cannot find package '${name}': here there is socket.io-client, and nothing to install`,
      );
    },
  };
}
