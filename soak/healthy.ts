import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What healthy clients met while others attacked. */
export interface HealthyReport {
  /** Echoes, answers and acknowledgements that never came. */
  readonly lost: number;
  /** Of the WebSocket echo: the wait that 99 of 100 did not exceed, and the longest. */
  readonly p99Ms: number;
  readonly longestMs: number;
  /** The longest wait for the program of their own lab. */
  readonly longestProgramMs: number;
  readonly echoes: number;
  /** How late the clients' own clock was, 99 of 100 times at most: so much of a wait is the machine's, not the server's. */
  readonly lateMs: number;
  /** What happened to them, in sentences. */
  readonly troubles: readonly string[];
}

/** Clients in a process of their own, which use one lab all the time. */
export interface HealthyClients {
  /** Forgets what was before. */
  begin(): void;
  /** What they met since; waits a few seconds for what is still on its way. */
  report(): Promise<HealthyReport>;
  close(): void;
}

/** Of the messages between the two processes. */
export type ToHealthy = 'begin' | 'report';

/** `isEchoOnly`: no Socket.IO and no program. Resolves once they are served. */
export async function startHealthyClients(url: string, isEchoOnly: boolean): Promise<HealthyClients> {
  const script = fileURLToPath(new URL('./healthy-client.ts', import.meta.url));
  const child = fork(script, [url, isEchoOnly ? 'echo' : 'all'], { execArgv: ['--import', 'tsx'] });
  const gone = once(child, 'exit').then(() => {
    throw new Error('The healthy clients could not begin: see their error above.');
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
