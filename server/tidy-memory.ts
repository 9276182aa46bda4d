import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_MS = 5000;
/** A collection stops the server for a moment: it waits until the server uses less of its time than this. */
const BUSY = 0.3;
/** Growth that is worth a collection. */
const GROWTH_BYTES = 8 * 2 ** 20;

/**
 * Collects garbage after the server has grown, once it has little to do. V8 collects while memory is asked for: what a flood of
 * traffic leaves behind, up to 64 MiB of buffers among it, would stay for as long as the server is idle.
 */
export function tidyMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let leastBytes = process.memoryUsage.rss();
  let mostBytes = leastBytes;
  let before = performance.eventLoopUtilization();
  // Nothing shows when what is held becomes garbage, so it looks again and again, and more and more seldom.
  let [looks, looksBetween] = [0, 1];
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const bytes = process.memoryUsage.rss();
    if (bytes > mostBytes + GROWTH_BYTES) [mostBytes, looks, looksBetween] = [bytes, 0, 1];
    if (bytes < leastBytes + GROWTH_BYTES || utilization > BUSY || ++looks < looksBetween) return;
    collect();
    [looks, looksBetween] = [0, looksBetween * 2];
    mostBytes = process.memoryUsage.rss();
    leastBytes = Math.min(leastBytes, mostBytes);
  }, LOOK_MS).unref();
}
