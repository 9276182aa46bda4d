/** The server's clock: microseconds since its process began; never jumps. */
export function nowMicros(): number {
  return Math.round(performance.now() * 1000);
}

/** `process.hrtime`, in microseconds, at 0 of that clock: what other threads of this process count with. */
export const hrtimeOfZeroMicros = Number(process.hrtime.bigint()) / 1000 - performance.now() * 1000;
