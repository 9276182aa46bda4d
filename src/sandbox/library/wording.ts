import { calledAt } from './inside';

/** What this engine says, and what V8 says of the same. Numbers are groups of the pattern. */
const WORDS: readonly (readonly [RegExp, (found: RegExpExecArray, called: () => string) => string])[] = [
  [/^not a (?:function|constructor)$/, (_, called) => notCallable(called())],
  [
    /^cannot read property '(.*)' of (undefined|null)$/,
    ([, name, of]) =>
      name === 'Symbol.iterator'
        ? `${of} is not iterable`
        : `Cannot read properties of ${of} (reading '${name}')`,
  ],
  [
    /^cannot set property '(.*)' of (undefined|null)$/,
    ([, name, of]) => `Cannot set properties of ${of} (setting '${name}')`,
  ],
  [/^'(.*)' is not defined$/, ([, name]) => `${name} is not defined`],
  [/^'(.*)' is read-only$/, () => 'Assignment to constant variable.'],
  [/^(.*) is not initialized$/, ([, name]) => `Cannot access '${name}' before initialization`],
  [/^value is not iterable$/, () => 'object is not iterable'],
  [/^bigint are forbidden in JSON\.stringify$/i, () => 'Do not know how to serialize a BigInt'],
  [/^circular reference$/, () => 'Converting circular structure to JSON'],
];

const notCallable = (called: string) =>
  called.startsWith('new ')
    ? `${called.slice('new '.length)} is not a constructor`
    : `${called || '(intermediate value)'} is not a function`;

/** The same error, in V8's words where the engine's own differ: what is said here is then said in Node. */
export function inWordsOfV8(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  try {
    const { message } = error;
    // Only this engine words a full stack like this.
    if (message === 'stack overflow' && error.name === 'InternalError') {
      return fixed(error, 'Maximum call stack size exceeded', RangeError.prototype);
    }
    for (const [pattern, words] of WORDS) {
      const found = pattern.exec(message);
      if (found)
        return fixed(
          error,
          words(found, () => callOf(error)),
          null,
        );
    }
  } catch {
    // A program may have changed what this uses.
  }
  return error;
}

function fixed(error: Error, message: string, prototype: object | null): Error {
  if (prototype) Object.setPrototypeOf(error, prototype);
  Object.defineProperty(error, 'message', { value: message, configurable: true, writable: true });
  return error;
}

function callOf({ stack }: Error): string {
  const top = String(stack).trimStart().split('\n')[0] ?? '';
  const found = /(?:server|client)\.js:(\d+):(\d+)/.exec(top);
  return found ? calledAt(Number(found[1]), Number(found[2])) : '';
}
