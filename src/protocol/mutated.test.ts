import { expect, inject, it } from 'vitest';
import { fetchLayers } from './layers';
import { ALL_CASES } from './rules/chapters';
import { runMutated } from './testing/mutated';

const RUN_MS = 5_000;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

await fetchLayers();

it(
  'decodes and describes mutated streams of all layers: it never throws, and takes time in proportion to their size',
  () => {
    const until = performance.now() + RUN_MS;
    const { streams, failure } = runMutated(
      inject('seed'),
      ALL_CASES,
      () => performance.now() >= until,
      cpuMs,
    );
    expect(failure).toBeNull();
    expect(streams).toBeGreaterThan(0);
  },
  RUN_MS * 6,
);
