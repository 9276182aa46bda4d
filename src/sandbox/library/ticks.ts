import { inTask, taskNow } from './inside';
import { call } from './uncaught';

const ticks: (() => void)[] = [];

/** `process.nextTick`: after what runs now, and before promises. It goes on with the task that called it. */
export function nextTick(callback: (...args: never[]) => unknown, ...args: unknown[]): void {
  if (typeof callback !== 'function')
    throw new TypeError('The "callback" argument must be of type function.');
  const task = taskNow();
  ticks.push(() => inTask(task, () => call(callback, undefined, args)));
}

/** Does what is waiting, and what that orders. True when there was something. */
export function runTicks(): boolean {
  const hadSome = ticks.length > 0;
  for (let at = 0; at < ticks.length; at++) ticks[at]!();
  ticks.length = 0;
  return hadSome;
}

/** `queueMicrotask`. */
export function queueMicrotask(callback: () => void): void {
  const task = taskNow();
  void Promise.resolve().then(() => inTask(task, () => call(callback, undefined, [])));
}
