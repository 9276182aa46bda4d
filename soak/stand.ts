import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Limits } from '../server/limits';
import { type HealthyClients, startHealthyClients } from './healthy';
import { warmUp } from './warm-up';

/** Settings of a server for some rows. */
export interface StandSettings {
  /** Arguments for its command line. */
  readonly args?: readonly string[];
  /** Limits that differ from the defaults. With them, the pages are one sentence. */
  readonly limits?: Partial<Limits>;
  /** Limit on open files of its process. */
  readonly maxFiles?: number;
  /** Not warmed up: it has run neither a program nor Socket.IO. */
  readonly isCold?: boolean;
}

/** A server in its own process, with healthy clients that use it all the time. */
export interface Stand {
  readonly settings: StandSettings;
  readonly port: number;
  readonly pid: number;
  readonly healthy: HealthyClients;
  /** Why it is no longer a sound server, or null. */
  readonly harm: string | null;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const START_MS = 60_000;
/** What a process prints when it dies, or when something grows that should not. */
const FATAL =
  /FATAL|native stack trace|Uncaught|Unhandled|MaxListenersExceeded|out of memory|assertion failed/i;

/**
 * Starts the server as a newcomer does, or with its own limits.
 * @throws Error with the server's output when it does not start.
 */
export async function startStand(settings: StandSettings): Promise<Stand> {
  const child = spawnServer(settings);
  const said: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (said.length < 1000) said.push(line);
  });
  try {
    const port = await portOf(child, said);
    const url = `http://localhost:${port}`;
    if (!settings.isCold) await warmUp(port);
    const healthy = await startHealthyClients(url, settings.isCold ?? false);
    return {
      settings,
      port,
      pid: child.pid!,
      healthy,
      get harm() {
        if (child.exitCode !== null || child.signalCode !== null) {
          return `the server's process ended (${child.signalCode ?? child.exitCode}): ${said.find((line) => FATAL.test(line)) ?? said.at(-1) ?? 'without a word'}`;
        }
        const fatal = said.find((line) => FATAL.test(line));
        return fatal ? `the server said: ${fatal}` : null;
      },
      async close() {
        healthy.close();
        await end(child);
      },
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function spawnServer({ args = [], limits, maxFiles }: StandSettings): ChildProcess {
  const script = limits
    ? ['soak/stand-server.ts', JSON.stringify(limits)]
    : ['server/main.ts', '--port', '0', ...args];
  const command = [process.execPath, '--import', 'tsx', ...script];
  // `exec`, so that the watched process is the server itself.
  const [program, ...rest] = maxFiles
    ? ['sh', '-c', `ulimit -n ${maxFiles}; exec "$@"`, 'sh', ...command]
    : command;
  return spawn(program!, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function portOf(child: ChildProcess, said: readonly string[]): Promise<number> {
  const lines = createInterface({ input: child.stdout! });
  const patience = setTimeout(() => lines.close(), START_MS);
  try {
    for await (const line of lines) {
      const port = /http:\/\/[^\s:]+:(\d+)/.exec(line)?.[1];
      if (port) {
        child.stdout!.resume();
        return Number(port);
      }
    }
  } finally {
    clearTimeout(patience);
  }
  throw new Error(`the server did not start: ${said.find((line) => line.trim() !== '') ?? 'without a word'}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(patience);
}
