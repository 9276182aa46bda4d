import * as adapter from 'library:adapter';
import { Buffer } from './buffer';
import { EventEmitter } from './events';
import { LabLimit } from './inside';
import { format, inspect } from './inspect';
import { process } from './process';
import { socketIo } from './server';
import * as crypto from './stand-ins/crypto';
import debug from './stand-ins/debug';
import { express } from './stand-ins/express';
import { http } from './stand-ins/http';
import path from './stand-ins/path';
import * as timers from './timers';
import { fileURLToPath, parse, pathToFileURL, URL, URLSearchParams } from './url';
import { performance, TextDecoder, TextEncoder } from './web';

/** What a program can import. */

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

const OF_NODE: Readonly<Record<string, object>> = {
  http,
  https: http,
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

const middleware = () => () => undefined;
const PACKAGES: Readonly<Record<string, object>> = {
  'socket.io': socketIo,
  'socket.io-adapter': adapter,
  express,
  cors: middleware,
  debug,
  dotenv: { config: () => ({}) },
  'dotenv/config': {},
};

/** What would leave the sandbox, or needs another machine. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^@socket\.io\/admin-ui$/, 'its page would need a second server'],
  [
    /^(@socket\.io\/.*|socket\.io-redis)$|(redis|mongo|postgres|amqp|nats|kafka)/,
    'a lab has one server, and no network to others',
  ],
  [
    /^(node:)?(cluster|child_process|worker_threads|net|tls|dgram|dns|os|vm|v8|inspector|module|http2)$/,
    'it would leave the sandbox',
  ],
  [/^uWebSockets\.js$/, 'it is no JavaScript, so it cannot run in the lab'],
  [/^socket\.io-client$/, 'clients are written in the panes beside this one'],
];

/** The module of this name. */
export function importing(given: unknown): unknown {
  const name = String(given);
  const plain = name.replace(/^node:/, '');
  if (Object.hasOwn(OF_NODE, plain)) return withDefault(OF_NODE[plain]!);
  if (Object.hasOwn(PACKAGES, name)) return withDefault(PACKAGES[name]!);
  const reason = ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1];
  throw new LabLimit(
    reason
      ? `Cannot find package '${name.slice(0, 100)}': ${reason}.`
      : `Cannot find package '${name.slice(0, 100)}': here there is socket.io, and nothing to install.`,
  );
}

function withDefault(module: object): object {
  if (!Object.hasOwn(module, 'default') && module !== noFiles) {
    Object.defineProperty(module, 'default', { value: module, configurable: true });
  }
  return module;
}
