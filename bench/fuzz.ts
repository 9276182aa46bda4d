import { described, fuzz, seedFrom } from '../server/fuzz/fuzz';
import type { BenchRow } from './row';

/** Attempts in each batch. */
const SIZE = 250;

/**
 * Sends hostile traffic on every way into the server for FUZZ_MINUTES (default 3), from FUZZ_SEED (default any). Prints what did harm
 * with its seed; the goal is none.
 */
export async function benchFuzz(): Promise<BenchRow[]> {
  const minutes = Number(process.env.FUZZ_MINUTES ?? 3);
  const seed = seedFrom(process.env.FUZZ_SEED, Date.now() % 1_000_000_000);
  const until = performance.now() + minutes * 60_000;
  console.log(`From FUZZ_SEED=${seed}, ${minutes} minutes:`);
  let tried = 0;
  const finding = await fuzz({
    seed,
    size: SIZE,
    isOver: () => performance.now() >= until,
    onBatch: () => {
      tried += SIZE;
    },
  });
  if (finding) console.log(described(finding));
  const harms = finding?.harms.length ?? 0;
  return [
    {
      name: 'harms in hostile traffic',
      ours: harms,
      baseline: 0,
      unit: 'harms',
      ratio: harms,
      goal: '0',
      ok: harms === 0,
    },
    {
      name: 'tried without harm',
      ours: tried,
      baseline: SIZE,
      unit: 'attempts',
      ratio: tried / SIZE,
      goal: '≥ 1',
      ok: tried >= SIZE,
    },
  ];
}
