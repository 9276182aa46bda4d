const PAGE_BYTES = 65_536;

/** A program whose memory is counted. */
export interface Spender {
  readonly memory: WebAssembly.Memory;
  /** It took the most when there was no more for all. */
  readonly tookTheMost: (sentence: string) => void;
}

/**
 * What the programs of one process take together beyond what each begins with. When one wants more than is left, the one that took
 * the most is ended: so nobody who comes later and takes little is refused for what others hold.
 */
export class MemoryBudget {
  readonly #mostBytes: number;
  readonly #reclaim: () => void;
  readonly #grown = new Map<Spender, number>();
  #usedBytes = 0;

  /** `reclaim` collects what was held by those that were ended. */
  constructor(mostBytes: number, reclaim: () => void) {
    this.#mostBytes = mostBytes;
    this.#reclaim = reclaim;
  }

  /** From here on, the growth of its memory is counted, and perhaps refused: an engine takes that for a lack of memory. */
  add(spender: Spender): void {
    const { memory } = spender;
    this.#grown.set(spender, 0);
    const grow = memory.grow.bind(memory);
    Object.defineProperty(memory, 'grow', {
      value: (pages: number) => {
        if (!this.#take(spender, pages * PAGE_BYTES)) throw new RangeError('the budget of all is used up');
        return grow(pages);
      },
    });
  }

  remove(spender: Spender): void {
    this.#usedBytes -= this.#grown.get(spender) ?? 0;
    this.#grown.delete(spender);
  }

  #take(spender: Spender, bytes: number): boolean {
    const own = this.#grown.get(spender);
    if (own === undefined) return false;
    let hasEnded = false;
    while (this.#usedBytes + bytes > this.#mostBytes) {
      if (this.#endLargest(spender, own + bytes)) return false;
      hasEnded = true;
    }
    if (hasEnded) this.#reclaim();
    this.#usedBytes += bytes;
    this.#grown.set(spender, own + bytes);
    return true;
  }

  /** Whether that is the one that wants more. A function of its own, so that nothing holds what it ended. */
  #endLargest(spender: Spender, wantedBytes: number): boolean {
    const others = [...this.#grown].filter(([one]) => one !== spender);
    const [largest, bytes] = others.reduce((a, b) => (b[1] > a[1] ? b : a), [spender, wantedBytes]);
    this.remove(largest);
    largest.tookTheMost(
      `All programs on this server together have ${inMiB(this.#mostBytes)} MiB of memory beyond what each begins with. They wanted more, and this one took the most (${inMiB(bytes)} MiB), so it was ended.`,
    );
    return largest === spender;
  }
}

const inMiB = (bytes: number) => Math.round(bytes / 2 ** 20);
