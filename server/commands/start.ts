import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded } from '../build';
import { createDevSite } from '../dev';
import { logFault } from '../fault-log';
import { nameIn } from '../hosts';
import { createServer, type WireServer } from '../server';
import { createSite, type Site } from '../site';
import { tidyMemory } from '../tidy-memory';
import { type Command, Failure, readOptions, UsageError } from './command';
import { ROOT } from './root';

const USAGE = `Usage: wire101 start [--port N] [--host ADDRESS] [--allow-host NAME] [--public-url URL] [--open]
       npm start -- [the same options], in the project

  --port N           port to listen on (or PORT in the environment; default 8101; 0 for any free one)
  --host ADDRESS     address to listen on; 0.0.0.0 opens it to a class (default: this machine only)
  --allow-host NAME  also answer to this name, besides this machine's own names and addresses; may be repeated
  --public-url URL   where a proxy publishes the server: its name is answered to, and labs give addresses below it
  --open             open the page in the browser
  --dev              serve the pages from their sources, with hot reload`;

type Options = ReturnType<typeof readStartOptions>;

/** Serves the course. */
export const start: Command = {
  name: 'start',
  about: 'serve the course, and print its address',
  usage: USAGE,
  async run(args) {
    const options = readStartOptions(args);
    const server = await serve(options);
    tidyMemory();
    // The guards at each entry should let nothing get here. If something does, log one line and keep serving the class.
    process.on('uncaughtException', (error) => logFault('Something outside every guard', error));
    console.log(`Wire 101 is at ${server.url}`);
    if (options.open) openInBrowser(server.url);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void server.close().then(() => process.exit(0)));
    }
    return null;
  },
};

function readStartOptions(args: readonly string[]) {
  const { values } = readOptions({
    args: [...args],
    options: {
      port: { type: 'string', default: process.env.PORT || '8101' },
      host: { type: 'string', default: '127.0.0.1' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      'public-url': { type: 'string' },
      open: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
    },
  });
  const number = Number(values.port);
  if (!Number.isInteger(number) || number < 0 || number > 65535) {
    throw new UsageError(`A port is a number from 0 to 65535, not "${values.port}".`);
  }
  const { 'allow-host': allowedHosts, 'public-url': publicUrl } = values;
  const odd = allowedHosts.find((name) => nameIn(name) === null);
  if (odd !== undefined)
    throw new UsageError(`--allow-host takes a name such as wire.example, not "${odd}".`);
  if (publicUrl !== undefined && !/^https?:\/\//.test(URL.canParse(publicUrl) ? publicUrl : '')) {
    throw new UsageError(`--public-url takes an address such as https://wire.example, not "${publicUrl}".`);
  }
  return { ...values, allowedHosts, publicUrl: publicUrl?.replace(/\/+$/, ''), port: number };
}

/** Built once the port is known to be free. */
async function builtSite(): Promise<Site> {
  await buildIfNeeded(ROOT, (line) => console.log(line));
  return createSite(join(ROOT, 'dist'));
}

async function serve({ port, host, allowedHosts, publicUrl, dev }: Options): Promise<WireServer> {
  try {
    return await createServer({
      port,
      host,
      allowedHosts,
      ...(publicUrl === undefined ? {} : { publicUrl }),
      isWarm: true,
      site: dev ? (http) => createDevSite(ROOT, http) : builtSite,
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new Failure(
        `Port ${port} is taken by another program: end that one, or choose another port with --port ${port + 1}.`,
      );
    }
    if (code === 'EACCES')
      throw new Failure(`Port ${port} is not yours to use: choose one above 1023 with --port.`);
    if (code === 'EADDRNOTAVAIL') {
      throw new Failure(`This machine has no address ${host}: give --host one of its own.`);
    }
    throw error;
  }
}

function openInBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...rest] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command!, [...rest, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened: open the address above yourself.'));
  child.unref();
}
