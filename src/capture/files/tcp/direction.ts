import type { Slab } from '../slab';

/** Why bytes are not in the file: no segment with them was captured, or only its beginning. */
export type GapCause = 'missing' | 'snaplen';

/** What comes out of one direction, in order. */
export interface DirectionSink {
  bytes(bytes: Uint8Array): void;
  gap(bytes: number, cause: GapCause): void;
  /** The direction has ended, after all of its bytes. */
  end(how: 'fin' | 'reset'): void;
}

/** What all directions share: how many bytes wait in them, and where bytes are copied to. */
export interface WaitingBudget {
  bytes: number;
  readonly slab: Slab;
}

interface Waiting {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly cutBytes: number;
  /** What the sender had received by then, as a position of the other direction; 0 for unknown. */
  readonly after: number;
}

/** What may wait for a missing segment, in one direction and in all; beyond this the missing one is given up. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
const MAX_ALL_WAITING_BYTES = 64 * 1024 * 1024;
const MAX_WAITING_SEGMENTS = 8192;
/**
 * A capture may hold an acknowledgement before the segment that it acknowledges. After so many further packets of the
 * connection the segment is missing.
 */
const PATIENCE_PACKETS = 64;
/** A reset may come from somebody who does not know the sequence numbers. */
const MAX_RESET_DISTANCE = 1024 * 1024;

/**
 * Puts the segments of one direction in order. Positions are sequence numbers that do not wrap around: of bytes that came
 * twice, the first ones count. Nothing comes out before what its sender had received when it was sent.
 */
export class Direction {
  /** The direction of what the other side sends. */
  peer: Direction | null = null;
  /** Position of the next byte; null while it is not known where the capture begins. */
  #next: number | null = null;
  /** Any position that has been seen, to unwrap the next one. */
  #near: number | null = null;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** The highest position that the other side has acknowledged; 0 for none. */
  #acknowledged = 0;
  /** Packets of the connection since something was found missing. */
  #patience = 0;
  #endAt: number | null = null;
  #endHow: 'fin' | 'reset' = 'fin';
  #isOver = false;
  #hasBegun = false;
  readonly #budget: WaitingBudget;
  readonly #sink: DirectionSink;

  constructor(sink: DirectionSink, budget: WaitingBudget) {
    this.#sink = sink;
    this.#budget = budget;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether bytes or a gap have come out of it. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether bytes wait for others of this direction. */
  get hasGap(): boolean {
    const [first] = this.#waiting;
    return first !== undefined && (this.#next === null || first.start > this.#next);
  }

  /** The first bytes that wait, for somebody who must know how the direction begins. */
  get firstWaiting(): Uint8Array | null {
    return this.#waiting[0]?.bytes ?? null;
  }

  /** The SYN of this direction: its bytes begin one after it. */
  begin(sequence: number): void {
    const position = this.#unwrap(sequence) + 1;
    this.#next ??= position;
  }

  /**
   * Bytes of a segment; they are copied. `acknowledgement` is what it says of the other direction, or null. Call `flow`
   * after this and after each of the following.
   */
  segment(sequence: number, bytes: Uint8Array, cutBytes: number, acknowledgement: number | null): void {
    if (this.#isOver) return;
    const start = this.#unwrap(sequence);
    const after = acknowledgement === null ? 0 : this.peer!.#unwrap(acknowledgement);
    const isNext = start === this.#next && this.#waiting.length === 0 && !this.#isBefore(after);
    if (isNext) this.#deliver(this.#budget.slab.copy(bytes), cutBytes);
    else this.#wait(start, bytes, cutBytes, after);
    const isTooMuch =
      this.#waitingBytes > MAX_WAITING_BYTES ||
      this.#waiting.length > MAX_WAITING_SEGMENTS ||
      this.#budget.bytes > MAX_ALL_WAITING_BYTES;
    if (isTooMuch) this.giveUp();
  }

  /** The direction ends at this sequence number. A reset far from what was sent ends it at once. */
  endsAt(sequence: number, how: 'fin' | 'reset'): void {
    if (this.#isOver || this.#endAt !== null) return;
    this.#endAt = this.#unwrap(sequence);
    this.#endHow = how;
    if (this.#waiting.length === 0) this.#next ??= this.#endAt;
  }

  /** The other side has received everything before this number. */
  acknowledge(sequence: number): void {
    const position = this.#unwrap(sequence);
    this.#acknowledged = this.#acknowledged === 0 ? position : Math.max(this.#acknowledged, position);
    // What was sent before the capture began is not missing.
    this.#next ??= Math.min(position, this.#waiting[0]?.start ?? position);
  }

  /** A packet of the connection has been seen, in either direction. */
  tick(): void {
    const [first] = this.#waiting;
    if (first === undefined || this.#next === null || this.#isOver) return;
    const isMissed = this.#acknowledged > this.#next || first.start <= this.#next;
    this.#patience = isMissed ? this.#patience + 1 : 0;
    if (this.#patience > PATIENCE_PACKETS) this.giveUp();
  }

  /** Passes on what is next, and the end when it is reached. Whether there was anything. */
  flow(): boolean {
    if (this.#next === null || this.#isOver) return false;
    let hasFlown = false;
    for (;;) {
      const [part] = this.#waiting;
      if (part === undefined || part.start > this.#next || this.#isBefore(part.after)) break;
      this.#waiting.shift();
      this.#count(-part.bytes.length);
      this.#deliver(part.bytes, part.cutBytes);
      hasFlown = true;
    }
    if (this.#endAt === null) return hasFlown;
    const isFar = this.#endHow === 'reset' && Math.abs(this.#endAt - this.#next) > MAX_RESET_DISTANCE;
    if (!isFar && (this.#endAt > this.#next || this.#waiting.length > 0)) return hasFlown;
    this.#isOver = true;
    this.#sink.end(this.#endHow);
    return true;
  }

  /** What the first bytes that wait are waiting for will not come. */
  giveUp(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#patience = 0;
    this.#next ??= first.start;
    if (first.start > this.#next) this.#gap(first.start - this.#next, 'missing');
    else this.#waiting[0] = { ...first, after: 0 };
  }

  /** Nothing more comes, and nothing waits: tells the end, and what is known to be missing before it. */
  finish(): void {
    this.#next ??= this.#near ?? 0;
    const missing = (this.#endAt ?? this.#acknowledged) - this.#next;
    // A single byte is more likely the end of the direction, which acknowledgements count as a byte.
    const isMissing = !this.#isOver && missing > (this.#endAt === null ? 1 : 0);
    if (isMissing && missing <= MAX_RESET_DISTANCE) this.#gap(missing, 'missing');
    this.flow();
  }

  /** The other side has reset the connection: nothing more is expected. */
  drop(): void {
    this.#isOver = true;
    this.#count(-this.#waitingBytes);
    this.#waiting = [];
  }

  /** Whether the other direction has not come so far yet, and may still. */
  #isBefore(after: number): boolean {
    const { peer } = this;
    return (
      peer !== null && peer.#next !== null && !peer.#isOver && after > peer.#next && after !== peer.#pastEnd
    );
  }

  /** An acknowledgement of the end counts one more byte. */
  get #pastEnd(): number {
    return this.#endAt !== null && this.#endAt === this.#next ? this.#endAt + 1 : 0;
  }

  #unwrap(sequence: number): number {
    // Well above 0, so that positions before the first one seen stay positive.
    const near = this.#near ?? 2 ** 32 + sequence;
    this.#near = near + ((sequence - near) | 0);
    return this.#near;
  }

  #wait(start: number, bytes: Uint8Array, cutBytes: number, after: number): void {
    let from = this.#next === null ? start : Math.max(start, this.#next);
    const capturedEnd = start + bytes.length;
    const end = capturedEnd + cutBytes;
    // Only what no other segment holds yet is kept: the first one counts.
    const last = this.#waiting.at(-1);
    const isLast = last === undefined || endOf(last) <= from;
    let at = isLast ? this.#waiting.length : this.#waiting.findIndex((other) => endOf(other) > from);
    while (from < end) {
      const other = this.#waiting[at];
      const to = Math.min(end, other?.start ?? end);
      if (to > from) {
        const held = from < capturedEnd ? bytes.slice(from - start, Math.min(to, capturedEnd) - start) : NONE;
        const cut = Math.max(0, to - Math.max(from, capturedEnd));
        this.#waiting.splice(at, 0, { start: from, bytes: held, cutBytes: cut, after });
        this.#count(held.length);
        at++;
      }
      if (other === undefined) break;
      from = Math.max(from, endOf(other));
      at++;
    }
  }

  #count(bytes: number): void {
    this.#waitingBytes += bytes;
    this.#budget.bytes += bytes;
  }

  #deliver(bytes: Uint8Array, cutBytes: number): void {
    this.#patience = 0;
    this.#hasBegun = true;
    this.#next! += bytes.length;
    if (bytes.length > 0) this.#sink.bytes(bytes);
    if (cutBytes > 0) this.#gap(cutBytes, 'snaplen');
  }

  #gap(bytes: number, cause: GapCause): void {
    this.#patience = 0;
    this.#hasBegun = true;
    this.#next! += bytes;
    this.#sink.gap(bytes, cause);
  }
}

const NONE = new Uint8Array(0);
const endOf = ({ start, bytes, cutBytes }: Waiting): number => start + bytes.length + cutBytes;
