import { core, given, inTask, LabLimit, taskNow } from './inside';
import { call } from './uncaught';

/** Timers of the library itself: of each connection, and of each event with a time limit. */
const LIBRARY_TIMERS = 800;

/** What Node's `setTimeout` returns. */
class Timeout {
  readonly #id: number;
  #isCounted = true;
  constructor(id: number) {
    this.#id = id;
  }
  ref(): this {
    this.#isCounted = true;
    return this;
  }
  /** It no longer keeps the program running. */
  unref(): this {
    this.#isCounted = false;
    return this;
  }
  hasRef(): boolean {
    return this.#isCounted;
  }
  refresh(): this {
    const timer = running.get(this.#id);
    if (timer) {
      core.tell({ op: 'clear', id: this.#id });
      core.tell({ op: 'timer', id: this.#id, ms: timer.ms, isRepeated: timer.isRepeated });
    }
    return this;
  }
  close(): this {
    clear(this);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

interface Timer {
  readonly run: () => void;
  readonly ms: number;
  readonly isRepeated: boolean;
  readonly handle: Timeout;
  readonly isOfLibrary: boolean;
}

const running = new Map<number, Timer>();
let made = 0;
let ofLibrary = 0;

const starter =
  (isRepeated: boolean, isOfLibrary: boolean) =>
  (callback: (...args: never[]) => unknown, ms: unknown = 0, ...args: unknown[]): Timeout => {
    if (typeof callback !== 'function') {
      throw Object.assign(
        new TypeError(`The "callback" argument must be of type function. Received ${String(callback)}`),
        { code: 'ERR_INVALID_ARG_TYPE' },
      );
    }
    const [count, most] = isOfLibrary
      ? [ofLibrary, LIBRARY_TIMERS]
      : [running.size - ofLibrary, given.timers];
    if (count >= most) {
      throw new LabLimit(
        isOfLibrary
          ? `The library has ${LIBRARY_TIMERS} timers here at most: of connections, and of events that wait with a time limit`
          : `A program here may have ${given.timers} timers at a time`,
      );
    }
    made += 1;
    const id = made;
    const task = taskNow();
    const handle = new Timeout(id);
    const run = () => inTask(task, () => call(callback, handle, args));
    const wait = Number(ms) || 0;
    running.set(id, { run, ms: wait, isRepeated, handle, isOfLibrary });
    if (isOfLibrary) ofLibrary += 1;
    core.tell({ op: 'timer', id, ms: wait, isRepeated });
    return handle;
  };

function drop(id: number): void {
  const timer = running.get(id);
  if (timer && running.delete(id) && timer.isOfLibrary) ofLibrary -= 1;
}

function clear(handle: unknown): void {
  const id =
    handle instanceof Timeout || typeof handle === 'number' || typeof handle === 'string'
      ? Number(handle)
      : Number.NaN;
  if (!running.has(id)) return;
  drop(id);
  core.tell({ op: 'clear', id });
}

/** The time of a timer has come. */
export function fire(id: number): void {
  const timer = running.get(id);
  if (timer && !timer.isRepeated) drop(id);
  timer?.run();
}

/** Some timer keeps the program running. */
export const isWaiting = (): boolean => [...running.values()].some(({ handle }) => handle.hasRef());

export const setTimeout = starter(false, false);
export const setInterval = starter(true, false);
export const setImmediate = (callback: (...args: never[]) => unknown, ...args: unknown[]): Timeout =>
  setTimeout(callback, 0, ...args);
export const clearTimeout = clear;
export const clearInterval = clear;
export const clearImmediate = clear;
export const libraryTimers = {
  setTimeout: starter(false, true),
  setInterval: starter(true, true),
  clearTimeout: clear,
  clearInterval: clear,
};
