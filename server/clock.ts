/** The server's clock: microseconds since its process began; never jumps. */
export function nowMicros(): number {
  return Math.round(performance.now() * 1000);
}

/**
 * `process.hrtime`, in microseconds, at 0 of that clock: what other threads of this process count with. Time that passes between
 * the two readings makes it too early, so that the latest of some is the best.
 */
export const hrtimeOfZeroMicros = Math.max(
  ...Array.from({ length: 8 }, () => Number(process.hrtime.bigint()) / 1000 - performance.now() * 1000),
);
