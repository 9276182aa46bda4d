import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test as base } from '@playwright/test';

/** The server as a newcomer starts it: a separate process, on a free port. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** Ends its process at once, as a crash would. */
  kill(): Promise<void>;
}

/** @throws Error with the server's own output when it ends before it listens. */
export async function startServer(port = 0, options: readonly string[] = []): Promise<RunningServer> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'server/main.ts', '--port', String(port), ...options],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const url = await firstUrl(child);
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    url,
    port: Number(new URL(url).port),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function firstUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: child.stdout! }).on('line', (line) => {
      said.push(line);
      const url = /http:\/\/\S+/.exec(line);
      if (url) resolve(url[0].replace(/\/$/, ''));
    });
    child.once('exit', (code) =>
      reject(new Error(`the server ended (${code}) and said: ${said.join('\n')}`)),
    );
  });
}

/** `server`: one for all tests of a worker. Tests that stop or flood a server start their own. */
export const test = base.extend<object, { server: RunningServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
