import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly seed: number;
  }
}

/** Used unless `$SEED` is set: the same commit gives the same result. */
const DEFAULT_SEED = 101;

/**
 * Gives all property tests one seed, `$SEED`, and prints it.
 * @throws RangeError when it is not a 32-bit integer.
 */
export default function giveSeed({ provide }: TestProject): void {
  const seed = Number(process.env.SEED ?? DEFAULT_SEED);
  if (seed !== (seed | 0)) throw new RangeError(`SEED must be a 32-bit integer, not ${process.env.SEED}.`);
  console.log(`Property tests run with SEED=${seed}.`);
  provide('seed', seed);
}
