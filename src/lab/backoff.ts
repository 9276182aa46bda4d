const MIN_MS = 100;
const FIRST_MS = 2_000;
const MAX_MS = 5_000;

/**
 * How long to wait before attempt 1, 2, 3 …: a random time up to a bound that doubles, so that after a restart of
 * the server a class reconnects over seconds and not all at once. `random` is from [0, 1).
 */
export function retryDelayMs(attempt: number, random: () => number): number {
  const longest = Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(longest - random() * (longest - MIN_MS));
}
