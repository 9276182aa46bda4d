import { core } from './inside';
import { dropped } from './uncaught';

/**
 * Node's `EventEmitter`: the same methods, orders and messages. It also knows the line at which each listener was registered, and
 * tells of listeners that run, where `TELLS` is set.
 */
export type Listener = (...args: never[]) => unknown;
type Name = string | symbol;
type Stored = Listener & { listener?: Listener };

/** On a prototype: called before a listener of the program runs. */
export const TELLS = Symbol('tells');

export interface EventEmitter {
  _events: Record<Name, Stored | Stored[]> | undefined;
  _maxListeners: number | undefined;
  [TELLS]?: (name: Name, line: number) => void;
  on(name: Name, listener: Listener): this;
  once(name: Name, listener: Listener): this;
  off(name: Name, listener: Listener): this;
  addListener(name: Name, listener: Listener): this;
  removeListener(name: Name, listener: Listener): this;
  removeAllListeners(name?: Name): this;
  emit(name: Name, ...args: unknown[]): boolean;
  listeners(name: Name): Listener[];
  rawListeners(name: Name): Listener[];
  listenerCount(name: Name, listener?: Listener): number;
  eventNames(): Name[];
}

const lines = new WeakMap<Listener, number>();
let isKeeping = 0;

/** Listeners that are registered meanwhile are those of before: they keep their lines. */
export function keepingLines<Result>(work: () => Result): Result {
  isKeeping += 1;
  try {
    return work();
  } finally {
    isKeeping -= 1;
  }
}

/** A listener is the library's own. */
export const forgetLine = (listener: Listener | undefined): void => {
  if (listener) lines.delete(listener);
};

/** Where this was registered; 0 when that is not known. */
export const lineOfListener = (listener: Listener): number => lines.get(listener) ?? 0;

/** Registers what is no listener of an emitter. */
export const noteLine = (listener: Listener): void => {
  if (!(isKeeping > 0 && lines.has(listener))) lines.set(listener, core.lineNow());
};

const DEFAULT_MOST = 10;

function describe(value: unknown): string {
  if (value === undefined || value === null) return `Received ${value}`;
  if (typeof value === 'object') return `Received an instance of ${value.constructor?.name ?? 'Object'}`;
  if (typeof value === 'string') return `Received type string ('${value.slice(0, 25)}')`;
  return `Received type ${typeof value} (${String(value)})`;
}

function checked(listener: unknown): Stored {
  if (typeof listener === 'function') return listener as Stored;
  throw Object.assign(
    new TypeError(`The "listener" argument must be of type function. ${describe(listener)}`),
    { code: 'ERR_INVALID_ARG_TYPE' },
  );
}

export function EventEmitter(this: EventEmitter): void {
  EventEmitter.init.call(this);
}
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.defaultMaxListeners = DEFAULT_MOST;
EventEmitter.errorMonitor = Symbol('events.errorMonitor');
EventEmitter.init = function (this: EventEmitter) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
  }
};

function add(target: EventEmitter, name: Name, given: unknown, isFirst: boolean): EventEmitter {
  const listener = checked(given);
  target._events ??= Object.create(null) as Record<Name, Stored>;
  if (target._events.newListener !== undefined)
    target.emit('newListener', name, listener.listener ?? listener);
  noteLine(listener);
  const present = target._events[name];
  const all = present === undefined ? [] : typeof present === 'function' ? [present] : present;
  if (isFirst) all.unshift(listener);
  else all.push(listener);
  target._events[name] = all.length === 1 ? listener : all;
  const most = target._maxListeners ?? EventEmitter.defaultMaxListeners;
  if (most > 0 && all.length > most && !(all as { warned?: boolean }).warned) {
    Object.defineProperty(all, 'warned', { value: true });
    const kind = target.constructor?.name ?? 'EventEmitter';
    core.tell({
      op: 'log',
      level: 'warn',
      text: `MaxListenersExceededWarning: Possible EventEmitter memory leak detected. ${all.length} ${String(name)} listeners added to [${kind}]. MaxListeners is ${most}. Use emitter.setMaxListeners() to increase limit`,
    });
  }
  return target;
}

function onceOf(target: EventEmitter, name: Name, given: unknown): Stored {
  const listener = checked(given);
  let hasRun = false;
  const wrapped: Stored = (...args: never[]) => {
    if (hasRun) return undefined;
    hasRun = true;
    target.removeListener(name, wrapped);
    return listener.apply(target, args);
  };
  wrapped.listener = listener;
  return wrapped;
}

function run(target: EventEmitter, name: Name, listener: Stored, args: unknown[]): void {
  const line = lines.get(listener);
  if (line === undefined) {
    listener.apply(target, args as never[]);
    return;
  }
  core.at(line);
  target[TELLS]?.(name, line);
  dropped(listener.apply(target, args as never[]));
}

const list = (target: EventEmitter, name: Name): Stored[] => {
  const present = target._events?.[name];
  return present === undefined ? [] : typeof present === 'function' ? [present] : [...present];
};

Object.assign(EventEmitter.prototype, {
  _events: undefined,
  _eventsCount: 0,
  _maxListeners: undefined,
  setMaxListeners(this: EventEmitter, most: number) {
    this._maxListeners = most;
    return this;
  },
  getMaxListeners(this: EventEmitter) {
    return this._maxListeners ?? EventEmitter.defaultMaxListeners;
  },
  emit(this: EventEmitter, name: Name, ...args: unknown[]) {
    const present = this._events?.[name];
    if (name === 'error') {
      for (const monitor of list(this, EventEmitter.errorMonitor)) run(this, name, monitor, args);
      if (present === undefined) throw unhandled(args[0]);
    }
    if (present === undefined) return false;
    if (typeof present === 'function') run(this, name, present, args);
    else for (const listener of [...present]) run(this, name, listener, args);
    return true;
  },
  addListener(this: EventEmitter, name: Name, listener: unknown) {
    return add(this, name, listener, false);
  },
  on(this: EventEmitter, name: Name, listener: unknown) {
    return add(this, name, listener, false);
  },
  prependListener(this: EventEmitter, name: Name, listener: unknown) {
    return add(this, name, listener, true);
  },
  once(this: EventEmitter, name: Name, listener: unknown) {
    return this.on(name, onceOf(this, name, listener));
  },
  prependOnceListener(this: EventEmitter, name: Name, listener: unknown) {
    return add(this, name, onceOf(this, name, listener), true);
  },
  removeListener(this: EventEmitter, name: Name, given: unknown) {
    const listener = checked(given);
    const all = list(this, name);
    const at = all.findLastIndex((one) => one === listener || one.listener === listener);
    if (at < 0) return this;
    const [removed] = all.splice(at, 1);
    if (all.length === 0) delete this._events![name];
    else this._events![name] = all.length === 1 ? all[0]! : all;
    if (this._events!.removeListener !== undefined) {
      this.emit('removeListener', name, removed!.listener ?? removed);
    }
    return this;
  },
  off(this: EventEmitter, name: Name, listener: Listener) {
    return this.removeListener(name, listener);
  },
  removeAllListeners(this: EventEmitter, name?: Name) {
    const names = name === undefined ? this.eventNames() : [name];
    const isHeard = this._events?.removeListener !== undefined;
    for (const one of names) {
      if (isHeard && one !== 'removeListener') {
        for (const listener of list(this, one).toReversed()) this.removeListener(one, listener);
      } else if (this._events) delete this._events[one];
    }
    return this;
  },
  listeners(this: EventEmitter, name: Name) {
    return list(this, name).map((one) => one.listener ?? one);
  },
  rawListeners(this: EventEmitter, name: Name) {
    return list(this, name);
  },
  listenerCount(this: EventEmitter, name: Name, listener?: Listener) {
    const present = this._events?.[name];
    if (present === undefined) return 0;
    if (!listener) return typeof present === 'function' ? 1 : present.length;
    return list(this, name).filter((one) => one === listener || one.listener === listener).length;
  },
  eventNames(this: EventEmitter) {
    return this._events ? Reflect.ownKeys(this._events) : [];
  },
});

function unhandled(error: unknown): unknown {
  if (error instanceof Error) return error;
  return Object.assign(
    new Error(`Unhandled error. (${typeof error === 'string' ? `'${error}'` : String(error)})`),
    {
      code: 'ERR_UNHANDLED_ERROR',
      context: error,
    },
  );
}

EventEmitter.once = (target: EventEmitter, name: Name): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      target.removeListener(name, done);
      reject(error);
    };
    const done = (...args: unknown[]) => {
      target.removeListener('error', fail);
      resolve(args);
    };
    target.once(name, done);
    if (name !== 'error') target.once('error', fail);
  });
EventEmitter.listenerCount = (target: EventEmitter, name: Name) => target.listenerCount(name);
EventEmitter.default = EventEmitter;

export default EventEmitter;
