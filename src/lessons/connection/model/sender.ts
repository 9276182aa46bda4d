import { FIRST_SEQ, type Sending } from './model';

/** RFC 6298 §2.1 and §2.4: one second at first, and never less; all delays here are far shorter. */
const RTO_MS = 1000;
/** RFC 6298 §2.5: an upper limit of 60 seconds or more is allowed. */
const MAX_RTO_MS = 60_000;
/** This many duplicate acknowledgements in a row mean a loss (RFC 5681 §3.2). */
const DUPLICATES = 3;

/** One part of what is sent: its number from 1, its first byte's sequence number, its bytes. */
export interface Part {
  readonly number: number;
  readonly seq: number;
  readonly text: string;
}

/** What the sending end resends next. */
export interface Repeat {
  readonly part: Part;
  readonly why: Exclude<Sending, 'first'>;
}

/** The sending end: what is acknowledged, and when something is sent again. */
export class Sender {
  readonly parts: readonly Part[];
  /** SND.UNA and SND.NXT. */
  una = FIRST_SEQ;
  next = FIRST_SEQ;
  /** When the retransmission timer goes off; null while it is off. */
  timerAt: number | null = null;
  rtoMs = RTO_MS;
  #duplicates = 0;
  /** While losses are repaired: SND.NXT when that began. */
  #recover: number | null = null;

  constructor(segments: readonly string[]) {
    let seq = FIRST_SEQ;
    this.parts = segments.map((text, index) => {
      const part = { number: index + 1, seq, text };
      seq += text.length;
      return part;
    });
  }

  /** A part has been sent, for the first time or again. */
  sent({ seq, text }: Part, atMs: number): void {
    this.next = Math.max(this.next, seq + text.length);
    // RFC 6298 §5.1.
    this.timerAt ??= atMs + this.rtoMs;
  }

  acknowledged(ack: number, atMs: number) {
    if (ack < this.una) return { effect: 'old', duplicates: 0, repeat: null } as const;
    if (ack === this.una) return this.#again();
    this.una = ack;
    this.#duplicates = 0;
    this.rtoMs = RTO_MS;
    // RFC 6298 §5.2 and §5.3.
    this.timerAt = this.una === this.next ? null : atMs + this.rtoMs;
    const isRepairing = this.#recover !== null && ack < this.#recover;
    if (!isRepairing) this.#recover = null;
    const repeat: Repeat | null = isRepairing ? { part: this.#first(), why: 'partial' } : null;
    return { effect: 'new', duplicates: 0, repeat } as const;
  }

  /** RFC 6298 §5.4 to §5.6: resends the earliest part not acknowledged, and doubles the timeout. */
  timedOut(atMs: number): Repeat {
    this.#recover = this.next;
    this.#duplicates = 0;
    this.rtoMs = Math.min(MAX_RTO_MS, this.rtoMs * 2);
    this.timerAt = atMs + this.rtoMs;
    return { part: this.#first(), why: 'timeout' };
  }

  #again() {
    // RFC 5681 §2: a duplicate only while data is outstanding.
    if (this.una === this.next) return { effect: 'old', duplicates: 0, repeat: null } as const;
    this.#duplicates += 1;
    const isLoss = this.#duplicates === DUPLICATES && this.#recover === null;
    if (isLoss) this.#recover = this.next;
    const repeat: Repeat | null = isLoss ? { part: this.#first(), why: 'fast' } : null;
    return { effect: 'duplicate', duplicates: this.#duplicates, repeat } as const;
  }

  #first(): Part {
    return this.parts.find(({ seq }) => seq === this.una)!;
  }
}
