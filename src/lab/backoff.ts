const FIRST_MS = 300;
const LONGEST_MS = 5_000;

/**
 * How long to wait before attempt 1, 2, 3 …: doubling, capped, and spread by up to a half so that a whole class whose
 * server restarted does not come back in the same instant. `random` is from [0, 1).
 */
export function retryDelayMs(attempt: number, random: () => number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.round(longest * (1 - random() / 2));
}
