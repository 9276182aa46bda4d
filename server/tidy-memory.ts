import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_MS = 5000;
/** A garbage collection stops everything for a moment: it waits until the server uses less of its time than this. */
const BUSY = 0.3;
/** Less garbage than this is not worth a collection. */
const GARBAGE_BYTES = 8 * 2 ** 20;
/** A collection that gives back less was of no use. */
const LITTLE_BYTES = 2 ** 20;

/**
 * Collects garbage when the server has grown and has little to do. V8 collects while memory is asked for: what a flood of traffic
 * leaves behind, up to 64 MiB of buffers among it, would otherwise stay for as long as the server is idle.
 */
export function tidyMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let leastBytes = process.memoryUsage.rss();
  let before = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const bytes = process.memoryUsage.rss();
    if (utilization < BUSY && bytes > leastBytes + GARBAGE_BYTES) {
      collect();
      // One collection often only makes the next one possible.
      const after = process.memoryUsage.rss();
      if (after > bytes - LITTLE_BYTES) leastBytes = after;
    } else leastBytes = Math.min(leastBytes, bytes);
  }, LOOK_MS).unref();
}
