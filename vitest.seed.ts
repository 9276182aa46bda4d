import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly seed: number;
  }
}

/** What every run takes unless it is told another: the same commit has the same result. */
const USUAL_SEED = 101;

/**
 * Gives all property tests one seed, `$SEED`, and prints it.
 * @throws RangeError when it is no whole number of 32 bits.
 */
export default function giveSeed({ provide }: TestProject): void {
  const seed = Number(process.env.SEED ?? USUAL_SEED);
  if (seed !== (seed | 0))
    throw new RangeError(`SEED is a whole number of 32 bits, not ${process.env.SEED}.`);
  console.log(`Property tests run with SEED=${seed}.`);
  provide('seed', seed);
}
