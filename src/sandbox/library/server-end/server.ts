import * as library from 'library:socket.io';
import { given } from '../inside';
import { madeServer } from './lab-engine';
import { createServer } from './stand-ins/http';

/** The port that tutorials use. */
const PORT = 3000;

type Options = Readonly<Record<string, unknown>>;

/** The library's own server; when a program makes one, the one that the lab provides is not needed. */
export class Server extends library.Server {
  constructor(server?: unknown, options?: object) {
    if (isOfProgram) madeServer();
    // The library changes the options that it gets.
    super(isOptions(server) ? merged(server) : server, isOptions(server) ? options : merged(options));
  }
}

let isOfProgram = false;

const isOptions = (value: unknown): value is Options =>
  typeof value === 'object' &&
  value !== null &&
  !('listen' in value) &&
  Object.getPrototypeOf(value) === Object.prototype;
const merged = (options: object = {}): object => ({ ...given.options, ...options });

/** `io`, which a program has without making it, with the options of the page. */
export const io = new Server().attach(createServer().listen(PORT));
isOfProgram = true;

/** `require('socket.io')`: a function that makes a server, as in the package. */
const makeServer = (server?: unknown, options?: object): Server => new Server(server, options);
export const socketIo = Object.assign(makeServer, {
  Server,
  Namespace: library.Namespace,
  Socket: library.Socket,
  default: makeServer,
});
