import type { Impairment } from '../src/protocol/feed';

/** When what is sent in one direction of a connection is due at its end, as the lab slows it on purpose. */
export class Pace {
  /** When the last byte has left, where only so many pass a second. */
  #leftMicros = 0;
  #dueMicros = 0;

  /** `bytes` that are sent at `atMicros`: never due before what was sent before them. */
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
