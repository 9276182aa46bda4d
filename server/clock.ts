/** The server's clock: microseconds since its process began. It never jumps. */
export function nowMicros(): number {
  return Math.round(performance.now() * 1000);
}

/**
 * `process.hrtime`, which other processes of this machine share, at 0 of that clock: microseconds. Time that passes between the
 * two readings makes the result too early, so the latest of several is the best.
 */
export const hrtimeOfZeroMicros = Math.max(
  ...Array.from({ length: 8 }, () => Number(process.hrtime.bigint()) / 1000 - performance.now() * 1000),
);
