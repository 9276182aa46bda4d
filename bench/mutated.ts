import { fetchLayers } from '../src/protocol';
import { ALL_CASES } from '../src/protocol/rules/chapters';
import { runMutated } from '../src/protocol/testing/mutated';
import type { BenchRow } from './row';

const RUN_MS = 60_000;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Decodes mutated streams of all layers for a minute, from SEED (default any), and asks every question of their units.
 * Prints the first that throws or takes longer than its size allows; the goal is none.
 */
export async function benchMutated(): Promise<BenchRow[]> {
  await fetchLayers();
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
  const until = performance.now() + RUN_MS;
  const { streams, bytes, slowest, failure } = runMutated(
    seed,
    ALL_CASES,
    () => performance.now() >= until,
    cpuMs,
  );
  console.log(`From SEED=${seed}: ${streams} streams of ${bytes} bytes.`);
  if (failure !== null) console.log(failure);
  return [
    {
      name: `${streams} mutated streams: most time, of what is allowed`,
      ours: failure === null ? slowest : Number.POSITIVE_INFINITY,
      baseline: 1,
      unit: 'shares',
      ratio: slowest,
      goal: '≤ 1, none throws',
      ok: failure === null,
    },
  ];
}
