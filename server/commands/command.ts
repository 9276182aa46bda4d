/** One thing that the command line does: `wire101 watch …`. */
export interface Command {
  /** One line for the list of commands. */
  readonly about: string;
  /** Its usage, in full. */
  readonly usage: string;
  /**
   * Does it. Resolves when the work is under way, or done.
   * @throws UsageError when the arguments are not understood, and CommandError when it cannot be done.
   */
  run(args: readonly string[]): Promise<void>;
}

/** The arguments are not understood. The message is one sentence. */
export class UsageError extends Error {}

/** It cannot be done. The message is one sentence for whoever typed the command. */
export class CommandError extends Error {}

/** Reads a port. @throws UsageError */
export function readPort(text: string): number {
  const port = Number(text);
  if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new UsageError(`A port is a number from 0 to 65535, not "${text}".`);
}
