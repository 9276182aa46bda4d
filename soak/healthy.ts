import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What happened to healthy clients while others attacked. */
export interface HealthyReport {
  /** Echoes, answers and acknowledgements that never came. */
  readonly lost: number;
  /** 99th percentile of the waits for the WebSocket echo, and the longest. */
  readonly p99Ms: number;
  readonly longestMs: number;
  /** The longest wait for the program of their own lab. */
  readonly longestProgramMs: number;
  readonly echoes: number;
  /** 99th percentile of the lateness of the clients' own timers: this part of a wait is due to the machine, not the server. */
  readonly lateMs: number;
  /** What happened to them, in sentences. */
  readonly troubles: readonly string[];
}

/** Clients in their own process that use one lab all the time. */
export interface HealthyClients {
  /** Starts counting anew. */
  begin(): void;
  /** What has happened since then; waits a few seconds for what is still on its way. */
  report(): Promise<HealthyReport>;
  close(): void;
}

/** Longest wait for a message between the two processes. */
export type ToHealthy = 'begin' | 'report';

/** `isEchoOnly`: without Socket.IO and a program. Resolves when they are served. */
export async function startHealthyClients(url: string, isEchoOnly: boolean): Promise<HealthyClients> {
  const script = fileURLToPath(new URL('./healthy-client.ts', import.meta.url));
  const child = fork(script, [url, isEchoOnly ? 'echo' : 'all'], { execArgv: ['--import', 'tsx'] });
  const gone = once(child, 'exit').then(() => {
    throw new Error('The healthy clients could not start: see their error above.');
  });
  gone.catch(() => undefined);
  const next = () => Promise.race([once(child, 'message').then(([message]) => message as unknown), gone]);
  const tell = (message: ToHealthy) => {
    if (child.connected) child.send(message);
  };
  await next();
  return {
    begin: () => tell('begin'),
    async report() {
      const report = next();
      tell('report');
      return (await report) as HealthyReport;
    },
    close: () => void child.kill('SIGKILL'),
  };
}
