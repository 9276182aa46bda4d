import type { Impairment } from '../src/protocol/feed';

/** Reads are gathered up to this size, that of one read from the system. */
const GATHERED_BYTES = 64 * 1024;
/** Pieces that arrive in a second, under a limit of bytes per second. */
const PIECES_A_SECOND = 20;

/**
 * Changes the reads that the application and the viewers get from the network: makes them shorter, joins several, or holds them back.
 * The bytes and their order stay. Short reads come one per turn of the event loop, so that other connections get their turns. One
 * read from the system becomes at most `maxPieces`; the pieces of a long one are longer than was asked for.
 */
export class ReadShaper {
  readonly #take: (bytes: Buffer | null) => boolean;
  readonly #readOn: () => void;
  readonly #maxPieces: number;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  /** What is being handed on, piece by piece. */
  #rest: Buffer | null = null;
  #pieceBytes = 0;
  #next: NodeJS.Immediate | null = null;
  /** The direction ends after the kept bytes. */
  #hasEnded = false;
  #impairment: Impairment | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `take` gets each read and says whether more is wanted. `readOn` resumes reading from the network. */
  constructor(take: (bytes: Buffer | null) => boolean, readOn: () => void, maxPieces: number) {
    this.#take = take;
    this.#readOn = readOn;
    this.#maxPieces = maxPieces;
  }

  /** Bytes from the network, or their end (null); false when the network should not be read for now. */
  read(bytes: Buffer | null, impairment: Impairment): boolean {
    this.#impairment = impairment;
    if (bytes === null) this.#hasEnded = true;
    else {
      // Copied, since the buffer of a read may be reused while these bytes wait here.
      this.#kept.push(Buffer.from(bytes));
      this.#keptBytes += bytes.length;
    }
    if (impairment.cut === 'stall' || this.#rest !== null) return false;
    const { gatherMs } = impairment;
    if (gatherMs === 0 || this.#hasEnded || this.#keptBytes >= GATHERED_BYTES) return this.#flush();
    this.#timer ??= setTimeout(() => {
      if (this.#flush()) this.#readOn();
    }, gatherMs);
    return true;
  }

  /** The impairment has changed. */
  change(impairment: Impairment): void {
    this.#impairment = impairment;
    const isWaiting = impairment.cut === 'stall' || (impairment.gatherMs > 0 && this.#timer !== null);
    if (isWaiting) return;
    if (this.#rest !== null) this.#next ??= setImmediate(() => this.#goOn());
    else if (this.#keptBytes === 0 && !this.#hasEnded) this.#readOn();
    else if (this.#flush()) this.#readOn();
  }

  clear(): void {
    this.#stopTimer();
    if (this.#next) clearImmediate(this.#next);
    this.#next = null;
    this.#kept = [];
    this.#keptBytes = 0;
    this.#rest = null;
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Hands on the kept bytes and their end, now or piece by piece; true when that is done and more is wanted. */
  #flush(): boolean {
    this.#stopTimer();
    const bytes = this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptBytes = 0;
    this.#pieceBytes = this.#longest(bytes.length);
    this.#rest = bytes;
    return this.#handOn();
  }

  #handOn(): boolean {
    const rest = this.#rest!;
    let wantsMore = true;
    if (rest.length > 0) {
      this.#rest = rest.subarray(this.#pieceBytes);
      wantsMore = this.#take(rest.subarray(0, this.#pieceBytes));
      // `take` may have ended the connection.
      if (this.#rest === null) return false;
    }
    if (this.#rest!.length > 0) {
      this.#next = setImmediate(() => this.#goOn());
      return false;
    }
    this.#rest = null;
    if (this.#keptBytes > 0) return this.#flush();
    if (!this.#hasEnded) return wantsMore;
    this.#hasEnded = false;
    return this.#take(null);
  }

  #goOn(): void {
    this.#next = null;
    if (this.#rest === null || this.#impairment?.cut === 'stall') return;
    if (this.#handOn()) this.#readOn();
  }

  /** The longest piece of a read of `bytes`. */
  #longest(bytes: number): number {
    const { readBytes = 0, bytesPerSecond = 0 } = this.#impairment ?? {};
    const most = readBytes > 0 ? Math.max(readBytes, Math.ceil(bytes / this.#maxPieces)) : GATHERED_BYTES;
    return bytesPerSecond > 0 ? Math.max(1, Math.min(most, piecesOf(bytesPerSecond))) : most;
  }
}

/** How many bytes pass at once, under a limit of bytes per second. */
export function piecesOf(bytesPerSecond: number): number {
  return Math.max(1, Math.ceil(bytesPerSecond / PIECES_A_SECOND));
}
