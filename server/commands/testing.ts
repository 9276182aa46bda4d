import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './root';

/** What a program said and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; `input` is given to its stdin. */
export async function run(
  command: string,
  args: readonly string[],
  { input, env = {}, cwd }: { input?: Uint8Array | string; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Run> {
  const child = spawn(command, [...args], { env: { ...process.env, ...env }, ...(cwd && { cwd }) });
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (bytes: Buffer) => output.stdout.push(bytes));
  child.stderr.on('data', (bytes: Buffer) => output.stderr.push(bytes));
  // A program that needs no more of it has closed its stdin.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    stdout: Buffer.concat(output.stdout).toString(),
    stderr: Buffer.concat(output.stderr).toString(),
  };
}

/** Runs `wire101` as it is called in a terminal. */
export const wire101 = (args: readonly string[], options?: Parameters<typeof run>[2]): Promise<Run> =>
  run(process.execPath, [join(ROOT, 'bin', 'wire101.mjs'), ...args], options);
