import { core, LabLimit } from './inside';
import { inspect } from './inspect';
import { inWordsOfV8 } from './wording';

/** Longest text of one line of output. */
export const MAX_TEXT = 2000;
export const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

/** Listeners of `process` for what nobody catches: true when one has taken the error. */
type Catcher = (error: unknown, isRejection: boolean) => boolean;
let catcher: Catcher = () => false;

/** Sets who is asked first. */
export const setCatcher = (now: Catcher): void => {
  catcher = now;
};

/** The sentence for a name that is missing here; null where it is a mistake like any other. */
type LeftOut = (name: string) => string | null;
let leftOut: LeftOut = () => null;

/** Sets what is left out here. */
export const setLeftOut = (now: LeftOut): void => {
  leftOut = now;
};

const lineIn = (error: unknown): number => {
  const found = error instanceof Error ? /(?:server|client)\.js:(\d+)/.exec(String(error.stack)) : null;
  return found ? Number(found[1]) : core.lineNow();
};

/** Nobody caught this, so that Node would end; or a bound of the lab was reached, which is told as such. */
export function report(error: unknown, isRejection = false): void {
  const fixed = inWordsOfV8(error);
  const limit = limitIn(fixed);
  if (limit !== null) {
    core.tell({ op: 'limit', text: cut(limit), line: lineIn(fixed) });
    return;
  }
  try {
    if (catcher(fixed, isRejection)) return;
  } catch (another) {
    // What a handler throws ends Node.
    tellUncaught(another);
    return;
  }
  tellUncaught(fixed);
}

/** What the lab lacks, in a sentence; null when this is a mistake of the program. */
function limitIn(error: unknown): string | null {
  if (error instanceof LabLimit) return error.message;
  if (!(error instanceof ReferenceError)) return null;
  const [, name] = /^(\w+) is not defined$/.exec(error.message) ?? [];
  return name === undefined ? null : leftOut(name);
}

function tellUncaught(error: unknown): void {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `Uncaught ${inspect(error)}`;
  core.tell({ op: 'uncaught', text: cut(text), line: lineIn(error) });
}

const rejected = (error: unknown) => report(error, true);

/** Nobody takes this result: if it is a promise, nobody catches its rejection. */
export function dropped<Value>(result: Value): Value {
  // Most results are nothing, and that is faster to see.
  if (typeof result === 'object' && result instanceof Promise) result.then(undefined, rejected);
  return result;
}

/** Runs a callback that nobody is around of: what it throws, now or later, is reported. */
export function call(listener: (...args: never[]) => unknown, self: unknown, args: readonly unknown[]): void {
  try {
    dropped(listener.apply(self, args as never[]));
  } catch (error) {
    report(error);
  }
}
