import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Manager } from 'socket.io-client';
import { onTestFinished, vi } from 'vitest';
import { consoleFor } from './node-console';

/** What the consoles of both ends have said. */
export interface Said {
  readonly client: readonly string[];
  readonly server: readonly string[];
}

/** A program of each end. */
export interface Pair {
  readonly server: string;
  readonly client: string;
  /** Options of the server that the program is given. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The program makes a server of its own, at `port`. */
  readonly isOwn?: boolean;
  /** The program brings everything, and listens at port 3000. */
  readonly isWhole?: boolean;
}

/** What clients print when there is no more to come. */
export const OVER = 'over';

/** What programs find in plain Node besides its globals. */
const NAMES = ['io', 'require', 'console', 'process', 'port'] as const;

/**
 * Runs both in this process, with the libraries as they are, until the client's has said `over`, and for as long as `more` takes, which
 * gets what is still growing: the server's end may have something to say yet.
 */
export async function inPlainNode(
  { server, client, options, isOwn, isWhole }: Pair,
  more: (said: Said) => Promise<void>,
): Promise<Said> {
  const require = createRequire(import.meta.url);
  const said = { client: [] as string[], server: [] as string[] };
  const http = createServer();
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  // In a page, a client finds its server here.
  vi.stubGlobal('location', {
    protocol: 'http:',
    host: `127.0.0.1:${port}`,
    hostname: '127.0.0.1',
    port: String(port),
  });
  if (isWhole) http.close();
  const managers = managersMade();
  const servers = serversMade();
  const io = isOwn || isWhole ? null : new Server(http, { ...options });
  try {
    const run = (code: string, end: keyof Said, own: unknown, look = () => {}) => {
      const console = consoleFor((text) => {
        said[end].push(text);
        look();
      });
      const text = isWhole ? withoutImports(code).replaceAll(/\b3000\b/g, String(port)) : code;
      const program = new Function(...NAMES, `return (async () => {${text}\n})()`);
      return program(own, require, console, { nextTick: process.nextTick }, http) as Promise<void>;
    };
    await run(server, 'server', io);
    await new Promise<void>((resolve, reject) => {
      const look = () => void (said.client.includes(OVER) && resolve());
      run(client, 'client', require('socket.io-client'), look).catch(reject);
    });
    await more(said);
    // What follows is the end of the test.
    return { client: [...said.client], server: [...said.server] };
  } finally {
    for (const manager of managers) manager.reconnection(false)._close();
    vi.unstubAllGlobals();
    for (const made of servers) await made.close();
    http.close();
    http.closeAllConnections();
  }
}

/** All managers that open a connection until the test is over. */
function managersMade(): ReadonlySet<Manager & { _close(): void }> {
  const { prototype } = createRequire(import.meta.url)('socket.io-client').Manager as typeof Manager;
  return calling(prototype, 'open') as ReadonlySet<Manager & { _close(): void }>;
}

/** All servers that are attached to something until the test is over. */
const serversMade = (): ReadonlySet<Server> => calling(Server.prototype, 'attach');

/** What this method is called on, until the test is over. */
function calling<Target extends object>(prototype: Target, name: keyof Target): ReadonlySet<Target> {
  const made = new Set<Target>();
  const original = prototype[name] as (...given: unknown[]) => unknown;
  function noted(this: Target, ...given: unknown[]) {
    made.add(this);
    return original.apply(this, given);
  }
  Object.assign(prototype, { [name]: noted });
  onTestFinished(() => void Object.assign(prototype, { [name]: original }));
  return made;
}

/** A function has no imports of its own. */
const withoutImports = (code: string): string =>
  code.replace(/^import (.+) from ('.+');$/gm, 'const $1 = require($2);');
