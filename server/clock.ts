/** The server's clock: microseconds since its process began; never jumps. */
export function nowMicros(): number {
  return Math.round(performance.now() * 1000);
}
