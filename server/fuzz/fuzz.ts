import type { Attempt } from './attempt';
import { makeBatch } from './batch';
import type { Harm } from './harm';
import { createRandom } from './random';
import { smallest } from './shrink';
import { openStand } from './stand';

/** A run of the fuzzer: batch after batch, each with a seed of its own. */
interface FuzzOptions {
  /** Seed of the first batch; each later one has the next number. */
  readonly seed: number;
  /** Asked before each batch, with the number of batches so far. */
  readonly isOver: (batches: number) => boolean;
  /** Attempts in each batch. */
  readonly size: number;
  /** Called after each batch that did no harm. */
  readonly onBatch?: (seed: number) => void;
}

/** What a run has found. */
interface Finding {
  /** With this as FUZZ_SEED, the batch is the first one. */
  readonly seed: number;
  readonly harms: readonly Harm[];
  /** The fewest attempts of the batch that still did harm on a new server; null when it did not happen again. */
  readonly smallest: readonly Attempt[] | null;
}

/** Tries batch after batch on one server until one does harm; null when none did. */
export async function fuzz({ seed, isOver, size, onBatch }: FuzzOptions): Promise<Finding | null> {
  const stand = await openStand();
  let found: { seed: number; harms: readonly Harm[]; batch: readonly Attempt[] } | null = null;
  for (let n = 0; !found && !isOver(n); n++) {
    const batch = makeBatch(createRandom(seed + n), size);
    const harms = await stand.run(batch);
    if (harms.length > 0) found = { seed: seed + n, harms, batch };
    else onBatch?.(seed + n);
  }
  await stand.close();
  if (!found) return null;
  return { seed: found.seed, harms: found.harms, smallest: await smallest(found.batch, found.harms) };
}

/** The finding in words. */
export function described({ seed, harms, smallest: least }: Finding): string {
  const lines = harms.slice(0, 5).map(({ kind, detail }) => `${kind}: ${detail.slice(0, 2000)}`);
  const attempts = least?.map((attempt) => JSON.stringify(attempt)) ?? [
    '(it did not happen a second time with this batch alone)',
  ];
  const shown = attempts.slice(0, 5);
  const left = attempts.length > shown.length ? [`… and ${attempts.length - shown.length} more`] : [];
  return [
    `Run it again with FUZZ_SEED=${seed}.`,
    ...lines,
    'The smallest batch that did it:',
    ...shown,
    ...left,
  ].join('\n');
}

/** FUZZ_SEED, or the given seed. */
export function seedFrom(given: string | undefined, otherwise: number): number {
  const seed = Number(given ?? otherwise);
  return Number.isSafeInteger(seed) && seed >= 0 ? seed : otherwise;
}
