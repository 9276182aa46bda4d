import type { Impairment } from '../src/protocol/feed';

/** What is gathered grows no further than one read of the system. */
const GATHERED_BYTES = 64 * 1024;
/** Where only so many bytes pass a second, they come in as many pieces. */
const PIECES_A_SECOND = 20;

/**
 * Makes other reads of what comes from the network, for the application and whoever watches it: shorter ones, one of several, or
 * none for now. The bytes and their order stay.
 */
export class ReadShaper {
  readonly #take: (bytes: Buffer | null) => boolean;
  readonly #readOn: () => void;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  /** The end of the direction stands after what is kept. */
  #hasEnded = false;
  #impairment: Impairment | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `take` is one read: it tells whether more is wanted. `readOn` has the network be read again. */
  constructor(take: (bytes: Buffer | null) => boolean, readOn: () => void) {
    this.#take = take;
    this.#readOn = readOn;
  }

  /** What came, or the end (null); false when the network should not be read for now. */
  read(bytes: Buffer | null, impairment: Impairment): boolean {
    this.#impairment = impairment;
    if (bytes === null) this.#hasEnded = true;
    else {
      // The system may use the memory of a read again once it is handed on; here it waits.
      this.#kept.push(Buffer.from(bytes));
      this.#keptBytes += bytes.length;
    }
    if (impairment.cut === 'stall') return false;
    const { gatherMs } = impairment;
    if (gatherMs === 0 || this.#hasEnded || this.#keptBytes >= GATHERED_BYTES) return this.#flush();
    this.#timer ??= setTimeout(() => {
      if (this.#flush()) this.#readOn();
    }, gatherMs);
    return true;
  }

  /** It is set to something else. */
  change(impairment: Impairment): void {
    this.#impairment = impairment;
    const isWaiting = impairment.cut === 'stall' || (impairment.gatherMs > 0 && this.#timer !== null);
    if (isWaiting) return;
    if (this.#keptBytes === 0 && !this.#hasEnded) this.#readOn();
    else if (this.#flush()) this.#readOn();
  }

  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#kept = [];
    this.#keptBytes = 0;
  }

  #flush(): boolean {
    const bytes = this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept);
    const hasEnded = this.#hasEnded;
    this.clear();
    this.#hasEnded = false;
    let wantsMore = true;
    const most = this.#longest();
    for (let from = 0; from < bytes.length; from += most) {
      wantsMore = this.#take(bytes.subarray(from, from + most));
    }
    return hasEnded ? this.#take(null) : wantsMore;
  }

  #longest(): number {
    const { readBytes = 0, bytesPerSecond = 0 } = this.#impairment ?? {};
    const most = readBytes > 0 ? readBytes : GATHERED_BYTES;
    return bytesPerSecond > 0 ? Math.max(1, Math.min(most, piecesOf(bytesPerSecond))) : most;
  }
}

/** How many bytes go at once where only so many pass a second. */
export function piecesOf(bytesPerSecond: number): number {
  return Math.max(1, Math.ceil(bytesPerSecond / PIECES_A_SECOND));
}
