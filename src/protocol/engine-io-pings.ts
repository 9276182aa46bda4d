import * as rules from './engine-io-rules';

/** A timer may run out a little before its time. */
const TIMER_SLACK_MS = 5;

/** Whether a session's server sends its pings in time (Engine.IO protocol v4, “Heartbeat”). */
export class PingWatch {
  readonly #intervalMs: number;
  readonly #timeoutMs: number;
  #heardAt: number;
  #hasPinged = false;

  /** As the open packet announces them, which came at `openedAt`, in microseconds. */
  constructor(intervalMs: number, timeoutMs: number, openedAt: number) {
    this.#intervalMs = intervalMs;
    this.#timeoutMs = timeoutMs;
    this.#heardAt = openedAt;
  }

  ping(at: number): void {
    this.#heardAt = at;
    this.#hasPinged = true;
  }

  /** What is to be said of the silence when the client closes the session; null when it was not too long. */
  closedAt(at: number): rules.Finding | null {
    const silentMs = (at - this.#heardAt) / 1000;
    if (silentMs < this.#intervalMs + this.#timeoutMs - TIMER_SLACK_MS) return null;
    return rules.noPing(this.#intervalMs, this.#timeoutMs, this.#hasPinged);
  }
}
