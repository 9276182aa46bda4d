import * as adapter from 'library:adapter';
import { LEAVING, noPackage, OF_NODE, withDefault } from '../of-node';
import debug from '../stand-ins/debug';
import { socketIo } from './server';
import { express } from './stand-ins/express';
import { http } from './stand-ins/http';

/** What a server's program can import. */

const WITH_HTTP: Readonly<Record<string, object>> = { ...OF_NODE, http, https: http };

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
  [LEAVING, 'it would leave the sandbox'],
  [/^uWebSockets\.js$/, 'it is not JavaScript, so it cannot run in the lab'],
  [/^socket\.io-client$/, 'clients are written in the panes beside this one'],
];

/** The module of this name. */
export function importing(given: unknown): unknown {
  const name = String(given);
  const plain = name.replace(/^node:/, '');
  if (Object.hasOwn(WITH_HTTP, plain)) return withDefault(WITH_HTTP[plain]!);
  if (Object.hasOwn(PACKAGES, name)) return withDefault(PACKAGES[name]!);
  const reason = ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1];
  throw noPackage(name, reason ?? 'here there is socket.io, and nothing to install');
}
