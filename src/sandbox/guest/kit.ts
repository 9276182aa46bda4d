/** What the program's engine offers to its guest. */
interface Native {
  /** Microseconds on the host's clock. */
  readonly now: () => number;
  /** Throws when this turn has run too long. */
  readonly check: () => void;
}

export interface GuestLimits {
  /** What one turn may report. */
  readonly ops: number;
  readonly timers: number;
  /** Two 32-bit numbers by which the host finds the line in the engine's memory when it can no longer ask. */
  readonly mark: readonly [number, number];
}

/** What a guest tells its host, in order. Arguments of events are in `args` as JSON, their binary parts in `buffers`. */
export type Op = Readonly<Record<string, unknown>> & { readonly op: string };

/** What made a listener run: the host gives it, and gets it back with the listener. */
export type Because = Readonly<Record<string, unknown>>;

/** What the guests of both ends are built from. */
export type Kit = ReturnType<typeof guestKit>;

/**
 * What the guests of both ends are built from: line tracking, console, timers, events, and what the encoder of Socket.IO does
 * to data. Runs inside the sandbox from its source text, so it may refer to nothing outside itself.
 */
export function guestKit(native: Native, limits: GuestLimits) {
  const { parse, stringify } = JSON;
  const CHECK_EVERY = 16;
  let line = 0;
  const place = new Int32Array([...limits.mark, line]);
  let ticks = 0;
  let ops: Op[] = [];
  let buffers: ArrayBuffer[] = [];
  let dropped = 0;

  const at = (now: number) => {
    line = now;
    place[2] = now;
  };

  /** Called by each line before it runs. */
  const trace = (now: number) => {
    at(now);
    ticks += 1;
    if (ticks >= CHECK_EVERY) {
      native.check();
      // Reset only when the check has passed: after a refusal each line is refused.
      ticks = 0;
    }
  };

  const { now: milliseconds } = Date;
  let toldAt = 0;
  let toldAtMs = 0;
  /** A turn begins, at this instant of the host's clock. */
  const begin = (at: number) => {
    toldAt = at;
    toldAtMs = milliseconds();
  };
  /** Asking the host for the time of each op would take longer than the op: within a millisecond it is not asked again. */
  const nowOrSo = () => {
    const ms = milliseconds();
    if (ms !== toldAtMs) begin(native.now());
    return toldAt;
  };

  const tell = (op: Op) => {
    if (ops.length < limits.ops) ops.push({ at: nowOrSo(), line, ...op });
    else dropped += 1;
  };

  /** All ops since the last time, as one text; with binary parts, a list of the text and the parts. */
  const take = () => {
    const text = stringify({ ops, dropped, line });
    const parts = buffers;
    ops = [];
    buffers = [];
    dropped = 0;
    return parts.length === 0 ? text : [text, ...parts];
  };

  // ——— Data, as socket.io-parser treats it ———

  const isBinary = (value: unknown): value is ArrayBuffer | ArrayBufferView =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value);

  const hasOwn = (value: object, key: string) => Object.hasOwn(value, key);

  const hasBinary = (value: unknown, above: readonly unknown[], isJson = false): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    // The real encoder follows a cycle until the stack overflows.
    if (above.includes(value)) throw new RangeError('Maximum call stack size exceeded');
    const within = [...above, value];
    if (Array.isArray(value)) return value.some((item) => hasBinary(item, within));
    if (isBinary(value)) return true;
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function' && !isJson) return hasBinary(toJSON.call(value), within, true);
    for (const key in value) {
      if (hasOwn(value, key) && hasBinary((value as Record<string, unknown>)[key], within)) return true;
    }
    return false;
  };

  const takeApart = (value: unknown, parts: ArrayBuffer[]): unknown => {
    if (!value) return value;
    if (isBinary(value)) {
      const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(value) ? value : new Uint8Array(value);
      parts.push(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
      return { _placeholder: true, num: parts.length - 1 };
    }
    if (Array.isArray(value)) return value.map((item) => takeApart(item, parts));
    if (typeof value !== 'object' || value instanceof Date) return value;
    const copy: Record<string, unknown> = {};
    for (const key in value) {
      if (hasOwn(value, key)) copy[key] = takeApart((value as Record<string, unknown>)[key], parts);
    }
    return copy;
  };

  const toJson = (value: unknown): string => {
    try {
      return stringify(value) ?? 'null';
    } catch (error) {
      if (/bigint/i.test(String(error))) throw new TypeError('Do not know how to serialize a BigInt');
      throw error;
    }
  };

  /** The arguments of an event as JSON, and where in `buffers` their binary parts begin. */
  const pack = (args: readonly unknown[]) => {
    const parts: ArrayBuffer[] = [];
    const json = toJson(hasBinary(args, []) ? takeApart(args, parts) : args);
    const first = buffers.length;
    buffers.push(...parts);
    return { args: json, first, parts: parts.length };
  };

  /** Reads arguments that the host sent. */
  const unpack = (json: string, parts: readonly ArrayBuffer[], asBinary: (part: ArrayBuffer) => unknown) => {
    const fill = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      const { _placeholder, num } = value as { _placeholder?: unknown; num?: number };
      if (_placeholder === true && typeof num === 'number' && parts[num]) return asBinary(parts[num]);
      const holder = value as Record<string, unknown>;
      for (const key of Object.keys(holder)) holder[key] = fill(holder[key]);
      return value;
    };
    const args = parse(json) as unknown[];
    return parts.length > 0 ? (fill(args) as unknown[]) : args;
  };

  // ——— Text of values, for the console ———

  const utf8 = (text: string) =>
    Uint8Array.from(encodeURIComponent(text).match(/%..|./g) ?? [], (part) =>
      part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0),
    );

  const show = (value: unknown, depth = 0, above: readonly unknown[] = []): string => {
    if (typeof value === 'string') return depth === 0 ? value : `'${value}'`;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'function') return `[Function: ${value.name || '(anonymous)'}]`;
    if (typeof value !== 'object' || value === null) return String(value);
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (value instanceof Date) return value.toISOString();
    if (above.includes(value)) return '[Circular]';
    const within = [...above, value];
    const inner = (item: unknown) => show(item, depth + 1, within);
    const list = (open: string, items: readonly string[], close: string) => {
      const shown =
        items.slice(0, 50).join(', ') + (items.length > 50 ? `, … ${items.length - 50} more` : '');
      return items.length === 0 ? `${open}${close}` : `${open} ${shown} ${close}`;
    };
    if (isBinary(value)) {
      const bytes = ArrayBuffer.isView(value)
        ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
        : new Uint8Array(value);
      const hex = Array.from(bytes.slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      return `<${value.constructor.name} ${hex}${bytes.length > 16 ? ` … ${bytes.length} bytes` : ''}>`;
    }
    if (depth > 2) return Array.isArray(value) ? '[Array]' : '[Object]';
    if (Array.isArray(value)) return list('[', value.map(inner), ']');
    if (value instanceof Set) return list(`Set(${value.size}) {`, [...value].map(inner), '}');
    if (value instanceof Map) {
      return list(
        `Map(${value.size}) {`,
        [...value].map(([key, item]) => `${inner(key)} => ${inner(item)}`),
        '}',
      );
    }
    const name = value.constructor?.name ?? '';
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${inner(item)}`);
    return list(`${name === 'Object' || name === '' ? '' : `${name} `}{`, entries, '}');
  };

  const cut = (text: string) => (text.length > 2000 ? `${text.slice(0, 2000)}…` : text);
  const logger =
    (level: string) =>
    (...values: unknown[]) => {
      tell({ op: 'log', level, text: cut(values.map((value) => show(value)).join(' ')) });
    };
  const console = {
    log: logger('log'),
    info: logger('log'),
    debug: logger('log'),
    warn: logger('warn'),
    error: logger('error'),
    table: logger('log'),
  };

  // ——— Uncaught errors ———

  const report = (error: unknown) => {
    const isError = error instanceof Error;
    // Only this engine words a stack overflow like this.
    const isFull = isError && error.message === 'stack overflow';
    const text = isError ? `${error.name}: ${error.message}` : `Uncaught ${show(error, 1)}`;
    const thrownAt = /(?:server|client)\.js:(\d+)/.exec(isError ? String(error.stack) : '')?.[1];
    tell({
      op: 'uncaught',
      text: isFull ? 'RangeError: Maximum call stack size exceeded' : cut(text),
      line: thrownAt ? Number(thrownAt) : line,
    });
  };

  /** Runs a callback of the program: what it throws, now or later, is reported. */
  const call = (listener: (...args: never[]) => unknown, self: unknown, args: readonly unknown[]) => {
    try {
      const result = listener.apply(self, args as never[]);
      if (result instanceof Promise) result.then(undefined, report);
    } catch (error) {
      report(error);
    }
  };

  // ——— Timers ———

  const timers = new Map<number, { readonly run: () => void; readonly isRepeated: boolean }>();
  let timersMade = 0;
  const startTimer =
    (isRepeated: boolean) =>
    (callback: (...args: never[]) => unknown, ms = 0, ...args: unknown[]) => {
      if (typeof callback !== 'function')
        throw new TypeError('The "callback" argument must be of type function.');
      if (timers.size >= limits.timers)
        throw new RangeError(`A program here may have ${limits.timers} timers at a time`);
      timersMade += 1;
      timers.set(timersMade, { isRepeated, run: () => call(callback, undefined, args) });
      tell({ op: 'timer', id: timersMade, ms: Number(ms) || 0, isRepeated });
      return timersMade;
    };
  const clearTimer = (id: unknown) => {
    if (timers.delete(Number(id))) tell({ op: 'clear', id: Number(id) });
  };
  const fire = (id: number) => {
    const timer = timers.get(id);
    if (timer && !timer.isRepeated) timers.delete(id);
    timer?.run();
  };

  // ——— Events ———

  type Listener = (...args: never[]) => unknown;
  interface Registered {
    readonly listener: Listener;
    readonly isOnce: boolean;
    readonly line: number;
  }

  /** Named listeners, and where in the program each was registered. */
  class Emitter {
    #named = new Map<string, Registered[]>();

    on(name: string, listener: Listener) {
      return this.#add(name, listener, false);
    }
    addListener(name: string, listener: Listener) {
      return this.#add(name, listener, false);
    }
    once(name: string, listener: Listener) {
      return this.#add(name, listener, true);
    }
    off(name?: string, listener?: Listener) {
      if (name === undefined) this.#named.clear();
      else if (listener === undefined) this.#named.delete(name);
      else {
        const left = this.#of(name);
        const at = left.findLastIndex((entry) => entry.listener === listener);
        if (at !== -1)
          this.#named.set(
            name,
            left.filter((_, index) => index !== at),
          );
      }
      return this;
    }
    removeListener(name: string, listener: Listener) {
      return this.off(name, listener);
    }
    removeAllListeners(name?: string) {
      return this.off(name);
    }
    listeners(name: string) {
      return this.#of(name).map(({ listener }) => listener);
    }
    hasListeners(name: string) {
      return this.#of(name).length > 0;
    }
    listenerCount(name: string) {
      return this.#of(name).length;
    }
    eventNames() {
      return [...this.#named.keys()].filter((name) => this.#of(name).length > 0);
    }

    /** Runs each in order, and reports it with what made it run. */
    run(name: string, args: readonly unknown[], because: Readonly<Record<string, unknown>>) {
      for (const entry of this.#of(name)) {
        if (entry.isOnce) this.off(name, entry.listener);
        at(entry.line);
        tell({ op: 'listener', name, ...because });
        call(entry.listener, this, args);
      }
    }

    #of(name: string): readonly Registered[] {
      return this.#named.get(name) ?? [];
    }
    #add(name: string, listener: Listener, isOnce: boolean) {
      if (typeof listener !== 'function') {
        throw new TypeError(
          `The "listener" argument must be of type function. Received ${show(listener, 1)}`,
        );
      }
      this.#named.set(name, [...this.#of(name), { listener, isOnce, line }]);
      return this;
    }
  }

  /** Listeners for any event. */
  class AnyListeners {
    #all: Registered[] = [];
    add(listener: Listener) {
      this.#all.push({ listener, isOnce: false, line });
    }
    prepend(listener: Listener) {
      this.#all.unshift({ listener, isOnce: false, line });
    }
    remove(listener?: Listener) {
      this.#all = listener ? this.#all.filter((entry) => entry.listener !== listener) : [];
    }
    all() {
      return this.#all.map(({ listener }) => listener);
    }
    run(self: unknown, name: string, args: readonly unknown[], because: Readonly<Record<string, unknown>>) {
      for (const entry of [...this.#all]) {
        at(entry.line);
        tell({ op: 'listener', name, isAny: true, ...because });
        call(entry.listener, self, [name, ...args]);
      }
    }
  }

  type Answer = (error: { message: string } | null, args: unknown[]) => void;
  /** Waiting for answers: of one client until it has left, or of any until the host reports a timeout. */
  const waiting = new Map<number, { readonly answer: Answer; readonly client: string | null }>();
  let asked = 0;
  const ask = (answer: Answer, client: string | null = null) => {
    asked += 1;
    waiting.set(asked, { answer, client });
    return asked;
  };
  const askNoMore = (client: string) => {
    for (const [id, entry] of waiting) if (entry.client === client) waiting.delete(id);
  };
  const answered = (id: number, error: { message: string } | null, args: unknown[]) => {
    const entry = waiting.get(id);
    waiting.delete(id);
    entry?.answer(error, args);
  };

  /** Makes what a real project has and a program here lacks say so when used. */
  const leaveOut = (target: object, names: Readonly<Record<string, string>>) => {
    for (const [name, why] of Object.entries(names)) {
      Object.defineProperty(target, name, {
        configurable: true,
        get() {
          throw new ReferenceError(`${name} is left out here: ${why}`);
        },
      });
    }
  };

  // ——— No text becomes code: the line checks could not stop it. ———

  const refuse = function notHere() {
    throw new EvalError('eval and new Function are left out here: only the lines in the editor run');
  };
  refuse.prototype = Function.prototype;
  for (const kind of [() => {}, async () => {}, function* () {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(kind), 'constructor', {
      value: refuse,
      writable: false,
      configurable: false,
    });
  }
  const hidden = { value: undefined, writable: false, configurable: false };
  Object.defineProperty(globalThis, 'eval', { ...hidden, value: refuse });
  Object.defineProperty(globalThis, 'Function', { ...hidden, value: refuse });
  Object.defineProperty(globalThis, 'SharedArrayBuffer', hidden);
  Object.defineProperty(globalThis, 'Atomics', hidden);

  const globals: Record<string, unknown> = {
    console,
    setTimeout: startTimer(false),
    setInterval: startTimer(true),
    clearTimeout: clearTimer,
    clearInterval: clearTimer,
    queueMicrotask: (task: () => void) => void Promise.resolve().then(() => call(task, undefined, [])),
    performance: { now: () => native.now() / 1000 },
    TextEncoder: class TextEncoder {
      encode(text = '') {
        return utf8(String(text));
      }
    },
    TextDecoder: class TextDecoder {
      decode(bytes: ArrayBuffer | ArrayBufferView = new ArrayBuffer(0)) {
        const view = ArrayBuffer.isView(bytes)
          ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          : new Uint8Array(bytes);
        const escaped = Array.from(view, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
        return decodeURIComponent(escaped);
      }
    },
  };

  return {
    trace,
    begin,
    tell,
    take,
    pack,
    unpack,
    show,
    utf8,
    report,
    call,
    fire,
    ask,
    askNoMore,
    answered,
    leaveOut,
    globals,
    Emitter,
    AnyListeners,
    lineNow: () => line,
    parse,
  };
}
