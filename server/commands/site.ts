import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildIfNeeded } from '../build';
import { createDevSite } from '../dev';
import { logFault } from '../fault-log';
import type { ServerSettings, WireServer } from '../server';
import { createSite } from '../site';
import { tidyMemory } from '../tidy-memory';
import { Failure } from './command';
import { ROOT } from './root';

/** The built pages, built now if need be; or, for developers, pages from their sources. `print` gets what there is to say meanwhile. */
export function siteOf(isDev: boolean, print: (line: string) => void): ServerSettings['site'] {
  if (isDev) return (http) => createDevSite(ROOT, http);
  // Once the port is known to be free.
  return async () => {
    await buildIfNeeded(ROOT, print);
    return createSite(join(ROOT, 'dist'));
  };
}

/** Serves until it is told to stop. */
export function serveOn(server: WireServer): void {
  tidyMemory();
  // The guards at each entry should let nothing get here. If something does, log one line and keep serving the class.
  process.on('uncaughtException', (error) => logFault('Something outside every guard', error));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void server.close().then(() => process.exit(0)));
}

/** What to say when a server cannot listen there; other errors are thrown on. */
export function listenFailure(
  error: unknown,
  { port, host }: { readonly port: number; readonly host: string },
): Failure {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Failure(
      `Port ${port} is taken by another program: end that one, or choose another port with --port ${port + 1}.`,
    );
  if (code === 'EACCES')
    return new Failure(`Port ${port} is not yours to use: choose one above 1023 with --port.`);
  if (code === 'EADDRNOTAVAIL')
    return new Failure(`This machine has no address ${host}: give --host one of its own.`);
  throw error;
}

export function openInBrowser(url: string): void {
  const commands: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...rest] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command!, [...rest, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log('No browser could be opened: open the address above yourself.'));
  child.unref();
}
