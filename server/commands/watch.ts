import { parseArgs } from 'node:util';
import { readUpstream, type Upstream } from '../relay/upstream';
import type { WatchedServer, WireServer } from '../server';

export const WATCH_USAGE = `Usage: wire101 watch URL [--port N] [--page-port N] [--host ADDRESS] [--insecure] [--open]

Shows the traffic of a server of your own: start your server, then use it at the relay's address instead.

  URL                where your server is: http://localhost:3000
  --port N           port of the relay (default 8102; 0 for any free one)
  --page-port N      port of the page that shows the traffic (default 8101, or any free one)
  --host ADDRESS     address to listen on; 0.0.0.0 lets other machines use the relay (default: this machine only)
  --insecure         take the certificate of an https server without checking it
  --open             open the page in the browser`;

export interface WatchOrder {
  readonly upstream: Upstream;
  readonly port: number;
  /** Null for 8101 if that is free, else any. */
  readonly pagePort: number | null;
  readonly host: string;
  readonly open: boolean;
}

/** Reads the arguments after `watch`. @throws Error with a sentence when they are not understood. */
export function readWatchOrder(args: readonly string[]): WatchOrder | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8102' },
      'page-port': { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      insecure: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const [url, ...more] = positionals;
  if (url === undefined) throw new Error('Say what to watch: wire101 watch http://localhost:3000');
  if (more.length > 0) throw new Error(`One server is watched at a time, not also ${more[0]}.`);
  const upstream = readUpstream(url, values.insecure);
  if ('error' in upstream) throw new Error(upstream.error);
  const { host, open, 'page-port': pagePort } = values;
  return {
    upstream,
    port: portOf(values.port),
    pagePort: pagePort === undefined ? null : portOf(pagePort),
    host,
    open,
  };
}

/** Has the server watch, and returns the page's address. Rejects with the system's error when it cannot listen. */
export async function beginWatching(
  server: WireServer,
  { upstream, port, host }: WatchOrder,
): Promise<Watching> {
  const watched = await server.watch({ upstream, port, host });
  return { ...watched, page: `${server.url}/watch/${watched.lab}` };
}

interface Watching extends WatchedServer {
  readonly page: string;
}

/** What the command prints once it watches. */
export function watchingText({ relay, page }: Watching, { upstream }: WatchOrder): string {
  return [
    `Watching ${upstream.origin}`,
    `  use it at      ${relay}`,
    `  see it at      ${page}`,
    'The second address is secret: whoever has it sees everything that passes. Stop with Ctrl C.',
  ].join('\n');
}

function portOf(text: string): number {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new Error(`A port is a number from 0 to 65535, not “${text}”.`);
}
