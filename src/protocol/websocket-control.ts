import type { Peer } from './layer-unit';
import type { UnitRecord } from './records';

/** Pings that may wait for their pong; older ones then count as unanswered. */
const MAX_WAITING = 64;

interface WaitingPing {
  readonly frame: UnitRecord;
  readonly payload: Uint8Array;
}

/** Finds which pong answers which ping, and which Close which, on one connection (RFC 6455 §5.5). */
export class ControlPairs {
  readonly #pings: Record<Peer, WaitingPing[]> = { client: [], server: [] };
  #close: UnitRecord | null = null;
  #hasEnded = false;

  ping(frame: UnitRecord, payload: Uint8Array): void {
    const waiting = this.#pings[frame.sender];
    if (waiting.length === MAX_WAITING) waiting.shift();
    waiting.push({ frame, payload: payload.slice() });
  }

  /**
   * A pong answers the latest ping with the same payload; one that answers none is unsolicited, and allowed. False when pings wait and
   * it answers none of them.
   */
  pong(frame: UnitRecord, payload: Uint8Array): boolean {
    const waiting = this.#pings[frame.sender === 'client' ? 'server' : 'client'];
    const index = waiting.findLastIndex((ping) => isEqual(ping.payload, payload));
    if (index < 0) return waiting.length === 0;
    pair(waiting[index]!.frame, frame);
    waiting.splice(0, index + 1);
    return true;
  }

  /** One direction has ended. True when it is the first, and no side has sent a Close frame. */
  endsWithoutClose(): boolean {
    const isFirst = !this.#hasEnded && this.#close === null;
    this.#hasEnded = true;
    return isFirst;
  }

  /** Each side sends one Close: the second answers the first. */
  close(frame: UnitRecord): void {
    if (this.#close === null) this.#close = frame;
    else if (this.#close.sender !== frame.sender && this.#close.partner === null) pair(this.#close, frame);
  }
}

function pair(a: UnitRecord, b: UnitRecord): void {
  a.partner = b;
  b.partner = a;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
