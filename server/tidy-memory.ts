import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_MS = 5000;
/** A collection stops the server for a moment, so it waits until the server is busy for less than this share of the time. */
const BUSY = 0.3;
/** Least growth that is worth a collection. */
const GROWTH_BYTES = 8 * 2 ** 20;

/**
 * Collects garbage after the server has grown, when it has little to do. V8 collects while memory is allocated, so what a flood of
 * traffic leaves behind, including up to 64 MiB of buffers, would stay while the server is idle.
 */
export function tidyMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let minBytes = process.memoryUsage.rss();
  let maxBytes = minBytes;
  let before = performance.eventLoopUtilization();
  // Nothing shows when what is held becomes garbage, so it looks again and again, less and less often.
  let [looks, looksBetween] = [0, 1];
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const bytes = process.memoryUsage.rss();
    if (bytes > maxBytes + GROWTH_BYTES) [maxBytes, looks, looksBetween] = [bytes, 0, 1];
    if (bytes < minBytes + GROWTH_BYTES || utilization > BUSY || ++looks < looksBetween) return;
    collect();
    [looks, looksBetween] = [0, looksBetween * 2];
    maxBytes = process.memoryUsage.rss();
    minBytes = Math.min(minBytes, maxBytes);
  }, LOOK_MS).unref();
}
