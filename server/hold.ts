import { nowMicros } from './clock';
import { DelayLine, type HeldBudget } from './delay-line';

/** How a stream is told that its write is done. */
export type Done = (error?: Error | null) => void;

/** The two ends between which bytes are held: the application that uses a socket, and the network behind it. */
export interface HoldEnds {
  /** Hands bytes, or the end of them (null), to the application; false when it wants no more for now. */
  toApplication(bytes: Buffer | null): boolean;
  /** Has refused what came after the bytes before. */
  refuseApplication(): void;
  /** Tells the application that the connection failed. */
  failApplication(error: Error): void;
  /** The network failed in a write. */
  networkFailed(error: Error): void;
  readOnFromNetwork(): void;
  /** Writes bytes that the application wrote `heldMicros` ago. */
  toNetwork(bytes: Buffer, heldMicros: number, done: Done): void;
  endNetwork(done: Done): void;
}

/** Connections that their application has closed behind a cut, and that stay open: how many there may be, are, and for how long. */
export interface OrphanLimits {
  readonly orphanMs: number;
  readonly orphans: { readonly max: number; count: number };
}

/** What all holds of a server share. */
export interface HoldLimits extends OrphanLimits {
  /** Of one connection and direction. */
  readonly maxBytes: number;
  readonly budget: HeldBudget;
  /** Into so many reads at most one read of the system is cut, where the lab asks for short ones. */
  readonly piecesPerRead: number;
  readonly smallReads: SmallReadLimits;
}

/** How many reads of a few bytes a connection may have before its reading takes breaks, in which more comes together. */
export interface SmallReadLimits {
  /** A read of fewer bytes is small. */
  readonly bytes: number;
  readonly atOnce: number;
  readonly perSecond: number;
  readonly breakMs: number;
}

/** Ends that were on their way, and reached nobody. */
export interface DroppedEnds {
  readonly client: boolean;
  readonly server: boolean;
  readonly error: Error | null;
}

type FromNetwork =
  | { readonly bytes: Buffer | null }
  | { readonly error: Error }
  | { readonly isRefused: true };
type FromApplication =
  | { readonly bytes: Buffer; readonly writtenAtMicros: number }
  | { readonly ended: Done };

/**
 * Holds what passes between the network and the application of one connection until it is due: bytes, the end of a
 * direction in its place after them, and a reset. Neither side can fill it without bound: when it is full the network is not
 * read, and the application's write is not done.
 */
export class Hold {
  readonly #ends: HoldEnds;
  readonly #incoming: DelayLine<FromNetwork>;
  readonly #outgoing: DelayLine<FromApplication>;
  /** The application's write that is not done before there is room again. */
  #waiting: Done | null = null;
  /** The network has ended or failed: there is nothing more to read from it. */
  #isOver = false;

  constructor(ends: HoldEnds, { maxBytes, budget }: HoldLimits) {
    this.#ends = ends;
    this.#incoming = new DelayLine(maxBytes, budget, (thing) => this.#reachApplication(thing));
    this.#outgoing = new DelayLine(maxBytes, budget, (thing) => this.#reachNetwork(thing));
  }

  /** Nothing is on its way to the application. */
  get isFreeInward(): boolean {
    return this.#incoming.isFree;
  }

  /** Nothing is on its way to the network. */
  get isFreeOutward(): boolean {
    return this.#outgoing.isFree;
  }

  /** Bytes from the network, or their end (null); false when the network should not be read for now. */
  read(bytes: Buffer | null, dueMicros: number): boolean {
    if (bytes === null) this.#isOver = true;
    this.#incoming.add({ bytes }, bytes?.length ?? 0, dueMicros);
    return !this.#incoming.isFull;
  }

  /** What came before is handed on first. */
  refuse(dueMicros: number): void {
    this.#incoming.add({ isRefused: true }, 0, dueMicros);
  }

  /** The connection failed: what came before is handed on first. */
  fail(error: Error, dueMicros: number): void {
    this.#isOver = true;
    this.#outgoing.clear();
    this.#incoming.add({ error }, 0, dueMicros);
    this.#incoming.resume();
  }

  /** The application wants more bytes. */
  wantMore(): void {
    this.#incoming.resume();
    this.#readOn();
  }

  /** Bytes that the application writes; they are copied, since the write may be done long before they leave. */
  write(bytes: Buffer, dueMicros: number, done: Done): void {
    this.#outgoing.add({ bytes: Buffer.from(bytes), writtenAtMicros: nowMicros() }, bytes.length, dueMicros);
    if (this.#outgoing.isFull) this.#waiting = done;
    else done();
  }

  /** The application ends its direction. */
  end(dueMicros: number, done: Done): void {
    this.#outgoing.add({ ended: done }, 0, dueMicros);
  }

  /** Lets nothing through, in neither direction, until it is called with false. */
  cut(isCut: boolean): void {
    this.#incoming.cut(isCut);
    this.#outgoing.cut(isCut);
  }

  /** What is on its way is lost; what comes later is not. Gives what of it the other side is still to be told: whose directions end, and a reset. */
  drop(): DroppedEnds {
    const incoming = this.#incoming.drop();
    const outgoing = this.#outgoing.drop();
    this.#makeRoom();
    const ended = outgoing.find((thing) => 'ended' in thing);
    // The application has done what it could: else its socket would wait for this for ever.
    ended?.ended();
    return {
      client: incoming.some((thing) => 'bytes' in thing && thing.bytes === null),
      server: ended !== undefined,
      error: incoming.find((thing) => 'error' in thing)?.error ?? null,
    };
  }

  /** The connection is gone, and what is held with it. */
  clear(): void {
    this.#incoming.clear();
    this.#outgoing.clear();
  }

  #reachApplication(thing: FromNetwork): boolean {
    if ('error' in thing) {
      this.#ends.failApplication(thing.error);
      return false;
    }
    if ('isRefused' in thing) {
      this.#ends.refuseApplication();
      return true;
    }
    const wantsMore = this.#ends.toApplication(thing.bytes);
    if (wantsMore) this.#readOn();
    // Nobody may ask again after the last of it: a reset behind it would wait for ever, and the connection stay.
    return wantsMore || this.#isOver;
  }

  #readOn(): void {
    if (!this.#isOver && !this.#incoming.isFull) this.#ends.readOnFromNetwork();
  }

  #reachNetwork(thing: FromApplication): boolean {
    if ('ended' in thing) {
      this.#ends.endNetwork(thing.ended);
      return false;
    }
    const { bytes, writtenAtMicros } = thing;
    let isWritten = false;
    this.#ends.toNetwork(bytes, nowMicros() - writtenAtMicros, (error) => {
      isWritten = true;
      if (error) this.#ends.networkFailed(error);
      else this.#outgoing.resume();
    });
    this.#makeRoom();
    return isWritten;
  }

  #makeRoom(): void {
    const done = this.#waiting;
    if (done === null || this.#outgoing.isFull) return;
    this.#waiting = null;
    done();
  }
}
