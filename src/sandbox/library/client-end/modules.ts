import * as library from 'library:socket.io-client';
import { LEAVING, noPackage, OF_NODE, withDefault } from '../of-node';
import debug from '../stand-ins/debug';

/** What a client's program can import. */

export const { io } = library;

/** `require('socket.io-client')`: a function with the rest as its members, as in the package. */
const socketIoClient = Object.assign(io, library, { default: io });

/** The same from where pages fetch it. */
const FETCHED = /^(https?:\/\/[^?#]*|\/)socket\.io(-client)?\b/;

/** What would leave the sandbox, or is elsewhere. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [LEAVING, 'it would leave the sandbox'],
  [/^(socket\.io|express)$/, 'the server is written in the pane beside this one'],
  [/^(node:)?https?$/, 'this program speaks Socket.IO and nothing else'],
  [/^(node:)?readline(\/promises)?$|^(inquirer|prompts)$/, 'nobody can type into a console here'],
  [
    /^(react|vue|svelte|jquery|angular|preact)\b|^@(angular|vue)\//,
    'this program runs beside the page, not in it',
  ],
];

/** The module of this name. */
export function importing(given: unknown): unknown {
  const name = String(given);
  const plain = name.replace(/^node:/, '');
  if (name === 'socket.io-client' || FETCHED.test(name)) return socketIoClient;
  if (name === 'debug') return withDefault(debug);
  if (Object.hasOwn(OF_NODE, plain)) return withDefault(OF_NODE[plain]!);
  const reason = ELSEWHERE.find(([pattern]) => pattern.test(name))?.[1];
  throw noPackage(name, reason ?? 'here there is socket.io-client, and nothing to install');
}
