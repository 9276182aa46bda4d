import { EventEmitter } from './events';
import { core } from './inside';
import { nextTick } from './ticks';
import { setCatcher } from './uncaught';

const VERSION = '20.19.0';
let startedAt = core.native.now();

/** The program begins, at this instant of the host's clock: its engine may have waited for it. */
export const beginAt = (at: number): void => {
  startedAt = at;
};

/** Node's `process`, as a program sees it. */
export const process = Object.assign(new (EventEmitter as unknown as new () => EventEmitter)(), {
  nextTick,
  env: {} as Record<string, string>,
  argv: ['node', 'server.js'],
  execArgv: [],
  pid: 1,
  ppid: 0,
  platform: 'linux',
  arch: 'x64',
  version: `v${VERSION}`,
  versions: { node: VERSION },
  title: 'node',
  exitCode: undefined as number | undefined,
  exit: () => void core.tell({ op: 'close' }),
  cwd: () => '/app',
  uptime: () => (core.native.now() - startedAt) / 1e6,
  hrtime: Object.assign(
    ([seconds, nanoseconds]: readonly [number, number] = [0, 0]) => {
      const now = core.native.now() * 1000 - (seconds * 1e9 + nanoseconds);
      return [Math.floor(now / 1e9), Math.floor(now % 1e9)];
    },
    { bigint: () => BigInt(Math.floor(core.native.now() * 1000)) },
  ),
  memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
  emitWarning: (warning: unknown) => {
    const text =
      warning instanceof Error ? `${warning.name}: ${warning.message}` : `Warning: ${String(warning)}`;
    core.tell({ op: 'log', level: 'warn', text });
  },
  stdout: {
    write: (text: unknown) =>
      core.tell({ op: 'log', level: 'log', text: String(text).replace(/\n$/, '') }) !== undefined,
  },
  stderr: {
    write: (text: unknown) =>
      core.tell({ op: 'log', level: 'error', text: String(text).replace(/\n$/, '') }) !== undefined,
  },
});

setCatcher((error, isRejection) => {
  const name =
    isRejection && process.listenerCount('unhandledRejection') > 0
      ? 'unhandledRejection'
      : 'uncaughtException';
  if (process.listenerCount(name) === 0) return false;
  process.emit(name, error, name === 'unhandledRejection' ? undefined : name);
  return true;
});
