import type { Impairment } from '../src/protocol/feed';

/** Computes when bytes sent in one direction of a connection are due at the other end, with the delay that the lab adds. */
export class Pace {
  /** When the last byte has left, under a limit of bytes per second. */
  #leftMicros = 0;
  #dueMicros = 0;

  /** When `bytes` sent at `atMicros` are due; never before bytes sent earlier. */
  due(atMicros: number, bytes: number, { delayMs, jitterMs, bytesPerSecond }: Impairment): number {
    let leftMicros = atMicros;
    if (bytesPerSecond > 0) {
      leftMicros = Math.max(this.#leftMicros, atMicros) + Math.ceil((bytes / bytesPerSecond) * 1e6);
      this.#leftMicros = leftMicros;
    }
    const jitterMicros = jitterMs > 0 ? Math.round(Math.random() * jitterMs * 1000) : 0;
    this.#dueMicros = Math.max(this.#dueMicros, leftMicros + delayMs * 1000 + jitterMicros);
    return this.#dueMicros;
  }
}
