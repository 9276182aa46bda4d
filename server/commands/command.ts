import { once } from 'node:events';
import { parseArgs } from 'node:util';

/** One thing that `wire101` does. */
export interface Command {
  /** The word after `wire101`. */
  readonly name: string;
  /** What it does, in a few words. */
  readonly about: string;
  /** How it is called, and what its options mean. */
  readonly usage: string;
  /**
   * Does it. Resolves to the exit code, or to null when the program goes on, as a server does.
   * @throws UsageError, Failure
   */
  run(args: readonly string[]): Promise<number | null>;
}

/** It was called in a way that it does not understand: exit code 2. */
export class UsageError extends Error {}

/** It could not be done: exit code 1. The message is one sentence. */
export class Failure extends Error {}

/** Reads a port. @throws UsageError */
export function readPort(text: string): number {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new UsageError(`A port is a number from 0 to 65535, not "${text}".`);
}

type Config = NonNullable<Parameters<typeof parseArgs>[0]>;

/**
 * Like `parseArgs`.
 * @throws UsageError for options that do not exist, or lack their value.
 */
export function readOptions<T extends Config>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message.replace(/(?:\. To specify.*|\.?)$/s, '.'));
  }
}

/** Runs a command as the whole program: its exit code, its errors as one sentence on stderr. `program` is how it was called. */
export async function runCommand(command: Command, args: readonly string[], program: string): Promise<void> {
  // Who reads our output may have seen enough (`| head`).
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  if (args.includes('--help') || args.includes('-h')) {
    await write(`${command.usage}\n`);
    return;
  }
  try {
    const code = await command.run(args);
    if (code !== null) process.exitCode = code;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\nUse "${program} --help" to see how it is called.`);
      process.exit(2);
    }
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Writes to stdout, and waits while its reader is slower than we are. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
