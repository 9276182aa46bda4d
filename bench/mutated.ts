import { Inflater } from '../src/protocol/inflate';
import { inflaterSource } from '../src/protocol/inflater-source';
import { fetchLayers } from '../src/protocol/layers';
import { ENGINE_IO_RULES } from '../src/protocol/rules/engine-io-rules';
import { FRAME_RULES } from '../src/protocol/rules/frame-rules';
import { SOCKET_IO_RULES } from '../src/protocol/rules/socket-io-rules';
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
  inflaterSource.provide(Inflater);
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
  const until = performance.now() + RUN_MS;
  const cases = [...FRAME_RULES, ...ENGINE_IO_RULES, ...SOCKET_IO_RULES];
  const { streams, bytes, slowest, failure } = runMutated(
    seed,
    cases,
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
