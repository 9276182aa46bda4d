import { Buffer } from './buffer';
import { EventEmitter } from './events';
import { LabLimit } from './inside';
import { format, inspect } from './inspect';
import { process } from './process';
import * as crypto from './stand-ins/crypto';
import path from './stand-ins/path';
import * as timers from './timers';
import { fileURLToPath, parse, pathToFileURL, URL, URLSearchParams } from './url';
import { performance, TextDecoder, TextEncoder } from './web';

/** Modules of Node that both ends can import. */

const noFiles = new Proxy(
  {},
  {
    get: (_, name) => {
      if (name === 'default') return noFiles;
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return () => {
        throw new LabLimit(`fs.${name} is left out here: a lab has no files.`);
      };
    },
  },
);

const sleep = (ms: number, value?: unknown) =>
  new Promise((resolve) => timers.setTimeout(() => resolve(value), ms));
const promisify =
  (work: (...args: unknown[]) => void) =>
  (...args: unknown[]) =>
    new Promise((resolve, reject) => {
      work(...args, (error: unknown, value: unknown) => (error ? reject(error) : resolve(value)));
    });
const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = timers;
const url = { URL, URLSearchParams, fileURLToPath, pathToFileURL, parse };

export const OF_NODE: Readonly<Record<string, object>> = {
  events: EventEmitter,
  path,
  'path/posix': path,
  url,
  fs: noFiles,
  'fs/promises': noFiles,
  util: { inspect, format, promisify, TextEncoder, TextDecoder },
  crypto: crypto.default,
  timers: { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate },
  'timers/promises': { setTimeout: sleep, setImmediate: (value: unknown) => sleep(0, value) },
  buffer: { Buffer },
  process,
  perf_hooks: { performance },
};

/** Names of modules by which a program would leave the sandbox. */
export const LEAVING =
  /^(node:)?(cluster|child_process|worker_threads|net|tls|dgram|dns|os|vm|v8|inspector|module|http2)$/;

/** The limit of the lab that a package meets. */
export const noPackage = (name: string, reason: string): LabLimit =>
  new LabLimit(`Cannot find package '${name.slice(0, 100)}': ${reason}.`);

/** A module as `import` and `require` give it. */
export function withDefault(module: object): object {
  if (!Object.hasOwn(module, 'default') && module !== noFiles) {
    Object.defineProperty(module, 'default', { value: module, configurable: true });
  }
  return module;
}
