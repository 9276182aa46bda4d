import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Node's own console, whose lines go here. */
export function consoleFor(say: (text: string) => void): Console {
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      pending += String(chunk);
      done();
    },
  });
  let pending = '';
  const real = new Console(stream, stream);
  return new Proxy(real, {
    get: (target, name) => {
      const method = target[name as keyof Console] as unknown;
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        pending = '';
        const result = (method as (...args: unknown[]) => unknown).apply(target, args);
        if (pending !== '') say(pending.replace(/\n$/, ''));
        return result;
      };
    },
  });
}
