import { EventEmitter, type Listener } from '../../events';
import { warnOnce } from '../../inside';
import { nextTick } from '../../ticks';
import { noPages } from '../pages';

const Emitter = EventEmitter as unknown as new () => EventEmitter;

/** Stands for Node's HTTP server: the lab's own carries its clients. */
export class Server extends Emitter {
  listening = false;
  #port = 0;
  listen(...given: unknown[]): this {
    const first = given[0];
    const port = typeof first === 'object' && first !== null ? (first as { port?: unknown }).port : first;
    this.#port = Number(port) || 3000;
    const done = given.find((one) => typeof one === 'function') as Listener | undefined;
    if (done) this.once('listening', done);
    this.listening = true;
    nextTick(() => void this.emit('listening'));
    return this;
  }
  address(): { address: string; family: string; port: number } | null {
    return this.listening ? { address: '::', family: 'IPv6', port: this.#port } : null;
  }
  close(done?: (error?: Error) => void): this {
    const wasListening = this.listening;
    this.listening = false;
    if (done) {
      const error = Object.assign(new Error('Server is not running.'), { code: 'ERR_SERVER_NOT_RUNNING' });
      nextTick(() => (wasListening ? done() : done(error)));
    }
    if (wasListening) nextTick(() => void this.emit('close'));
    return this;
  }
  closeAllConnections(): void {}
  closeIdleConnections(): void {}
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
Object.defineProperty(Server, 'name', { value: 'Server' });

/** For the library, whose own server answers nothing but 404. */
export const createServer = (): Server => new Server();

/** For programs: what answers requests is told to do nothing. */
export function createProgramServer(...given: unknown[]): Server {
  const handler = given.find((one) => typeof one === 'function');
  // An application of `express` tells that itself, once it has something to serve.
  if (handler && (handler as { isApp?: boolean }).isApp !== true) noPages();
  return new Server();
}

const noRequests = (): never => {
  warnOnce(
    'Requests to other servers are left out here: this program speaks Socket.IO with its clients, and nothing else.',
  );
  throw new Error('connect ECONNREFUSED: a lab has no network');
};
export const request = noRequests;
export const get = noRequests;
export class IncomingMessage extends Emitter {}
export class ServerResponse extends Emitter {}
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
export const STATUS_CODES: Readonly<Record<number, string>> = {
  200: 'OK',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** The module as programs get it. */
export const http = {
  Server,
  createServer: createProgramServer,
  request,
  get,
  IncomingMessage,
  ServerResponse,
  METHODS,
  STATUS_CODES,
};
export default http;
