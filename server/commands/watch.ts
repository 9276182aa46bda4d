import { readUpstream } from '../relay/upstream';
import { createServer, type ServerSettings, type WireServer } from '../server';
import { type Command, readOptions, readPort, UsageError } from './command';
import { listenFailure, openInBrowser, serveOn, siteOf } from './site';

const PAGE_PORT = 8101;

/** Watches a server of the user's own. */
export const watch: Command = {
  name: 'watch',
  about: 'show the traffic of a server of your own',
  usage: `Usage: wire101 watch URL [--port N] [--page-port N] [--host ADDRESS] [--insecure] [--open]

Start your server, then use it at the relay's address instead of its own: what passes is shown on a page.

  URL                where your server is: http://localhost:3000
  --port N           port of the relay (default 8102; 0 for any free one)
  --page-port N      port of the page (default ${PAGE_PORT}, or any free one)
  --host ADDRESS     address to listen on; 0.0.0.0 lets other machines use the relay (default: this machine only)
  --insecure         take the certificate of an https server without checking it
  --open             open the page in the browser`,
  async run(args) {
    const { upstream, port, pagePort, host, open } = readArguments(args);
    const server = await servePage(pagePort, { host, site: siteOf(false, console.error) });
    serveOn(server);
    const watched = await server.watch({ upstream, port, host }).catch((error: unknown) => {
      throw listenFailure(error, { port, host });
    });
    const page = `${server.url}/watch/${watched.lab}`;
    console.log(`Watching ${upstream.origin}`);
    console.log(`  use it at   ${watched.relay}`);
    console.log(`  see it at   ${page}`);
    console.log('Whoever has the second address sees everything that passes. Ctrl C ends it.');
    if (open) openInBrowser(page);
    return null;
  },
};

/** The usual port may be taken, for instance by the course; then any will do, unless the user has chosen one. */
async function servePage(chosen: number | null, settings: Omit<ServerSettings, 'port'>): Promise<WireServer> {
  const port = chosen ?? PAGE_PORT;
  try {
    return await createServer({ ...settings, port });
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (isTaken && chosen === null) return createServer({ ...settings, port: 0 });
    throw listenFailure(error, { port, host: settings.host });
  }
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = readOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '8102' },
      'page-port': { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      insecure: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
    },
  });
  const [url, another] = positionals;
  if (url === undefined)
    throw new UsageError('Say which server to watch: wire101 watch http://localhost:3000');
  if (another !== undefined)
    throw new UsageError(`One server is watched at a time; "${another}" would be a second one.`);
  const upstream = readUpstream(url, values.insecure);
  if ('error' in upstream) throw new UsageError(upstream.error);
  const { host, open, port, 'page-port': pagePort } = values;
  return {
    upstream,
    host,
    open,
    port: readPort(port),
    pagePort: pagePort === undefined ? null : readPort(pagePort),
  };
}
