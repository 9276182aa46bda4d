import { type DataSegment, FIRST_SEQ } from './model';

/** The receiving end: it keeps what comes out of order, gives the application what is in order, and expects the next byte. */
export class Receiver {
  /** RCV.NXT. */
  expected = FIRST_SEQ;
  read = '';
  readonly #held = new Map<number, string>();

  get held(): readonly { readonly seq: number; readonly text: string }[] {
    return [...this.#held].map(([seq, text]) => ({ seq, text })).sort((a, b) => a.seq - b.seq);
  }

  /** Takes a segment; `text` is what the application can read now because of it. */
  take({ seq, text }: DataSegment): {
    readonly effect: 'in order' | 'held' | 'duplicate';
    readonly text: string;
  } {
    if (seq < this.expected || this.#held.has(seq)) return { effect: 'duplicate', text: '' };
    this.#held.set(seq, text);
    if (seq > this.expected) return { effect: 'held', text: '' };
    return { effect: 'in order', text: this.#release() };
  }

  #release(): string {
    let released = '';
    for (let text = this.#held.get(this.expected); text !== undefined; ) {
      this.#held.delete(this.expected);
      this.expected += text.length;
      released += text;
      text = this.#held.get(this.expected);
    }
    this.read += released;
    return released;
  }
}
