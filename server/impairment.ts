import type { Impairment } from '../src/protocol/feed';

/** Whether reads pass as they come, and what is written goes out. */
export function isShaped({ readBytes, gatherMs, bytesPerSecond, cut }: Impairment): boolean {
  return readBytes > 0 || gatherMs > 0 || bytesPerSecond > 0 || cut !== 'none';
}
