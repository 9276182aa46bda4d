const PAGE_BYTES = 65_536;

/** A program whose memory is counted. */
export interface Spender {
  readonly memory: WebAssembly.Memory;
  /** Called when it had taken the most and the memory of all was used up. */
  readonly tookTheMost: (sentence: string) => void;
}

/**
 * The memory that the programs of one process take together beyond what each begins with. When one wants more than is left, the one
 * that has taken the most is ended, so that nobody who comes later and takes little is refused because of others.
 */
export class MemoryBudget {
  readonly #maxBytes: number;
  readonly #reclaim: () => void;
  readonly #grown = new Map<Spender, number>();
  #usedBytes = 0;

  /** `reclaim` frees the memory of ended programs. */
  constructor(maxBytes: number, reclaim: () => void) {
    this.#maxBytes = maxBytes;
    this.#reclaim = reclaim;
  }

  /** Counts the growth of its memory from now on, and may refuse it; an engine treats that as a lack of memory. */
  add(spender: Spender): void {
    const { memory } = spender;
    this.#grown.set(spender, 0);
    const grow = memory.grow.bind(memory);
    Object.defineProperty(memory, 'grow', {
      value: (pages: number) => {
        if (!this.#take(spender, pages * PAGE_BYTES))
          throw new RangeError('the memory of all programs is used up');
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
    while (this.#usedBytes + bytes > this.#maxBytes) {
      if (this.#endLargest(spender, own + bytes)) return false;
      hasEnded = true;
    }
    if (hasEnded) this.#reclaim();
    this.#usedBytes += bytes;
    this.#grown.set(spender, own + bytes);
    return true;
  }

  /** Ends the largest program; true when that is the one that wants more. A separate function, so that nothing refers to it afterwards. */
  #endLargest(spender: Spender, wantedBytes: number): boolean {
    const others = [...this.#grown].filter(([one]) => one !== spender);
    const [largest, bytes] = others.reduce((a, b) => (b[1] > a[1] ? b : a), [spender, wantedBytes]);
    this.remove(largest);
    largest.tookTheMost(
      `All programs on this server share ${inMiB(this.#maxBytes)} MiB of memory beyond what each begins with. They wanted more, and this one took the most (${inMiB(bytes)} MiB), so it was ended.`,
    );
    return largest === spender;
  }
}

const inMiB = (bytes: number) => Math.round(bytes / 2 ** 20);
