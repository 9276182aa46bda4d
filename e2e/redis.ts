import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilListening } from './nginx';

/** A Redis server in a process of its own, which keeps nothing on the disk. */
export interface TestRedis {
  readonly url: string;
  /** It answers nothing, and its connections stay open. */
  pause(): void;
  resume(): void;
  /** Ends it at once; with `start` it is there again, and empty. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export const hasRedis = (): boolean =>
  spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** @throws Error when it is not installed. */
export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'redis-'));
  const port = await freePort();
  let child: ChildProcess;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async start() {
      const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
      child = spawn('redis-server', ['--port', String(port), ...options], { stdio: 'ignore' });
      const failed = once(child, 'error').then(([error]) => {
        throw new Error(`Redis cannot be started (Debian: apt-get install redis-server): ${error}`);
      });
      failed.catch(() => undefined);
      await Promise.race([untilListening(port), failed]);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) await redis.kill();
      rmSync(folder, { recursive: true });
    },
  };
  await redis.start();
  return redis;
}
