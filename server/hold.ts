import { nowMicros } from './clock';
import { DelayLine, type HeldBudget } from './delay-line';

/** The callback of a stream's write. */
export type Done = (error?: Error | null) => void;

/** The two ends between which bytes are held: the application that uses a socket, and the network. */
export interface HoldEnds {
  /** Hands bytes, or the end of them (null), to the application; false when it wants no more for now. */
  toApplication(bytes: Buffer | null): boolean;
  /** Refuses what followed the bytes handed on so far. */
  refuseApplication(): void;
  /** Tells the application that the connection failed. */
  failApplication(error: Error): void;
  /** A write to the network failed. */
  networkFailed(error: Error): void;
  readOnFromNetwork(): void;
  /** Writes bytes that the application wrote `heldMicros` ago. */
  toNetwork(bytes: Buffer, heldMicros: number, done: Done): void;
  endNetwork(done: Done): void;
}

/** Limits of connections that stay open behind a cut after their application has closed them: how long, how many, and how many now. */
export interface OrphanLimits {
  readonly orphanMs: number;
  readonly orphans: { readonly max: number; count: number };
}

/** What all connections of a server share. */
export interface HoldLimits extends OrphanLimits {
  /** Held in one direction of one connection. */
  readonly maxBytes: number;
  readonly budget: HeldBudget;
  /** Most reads into which one read from the system is cut, where the lab asks for short ones. */
  readonly piecesPerRead: number;
  readonly smallReads: SmallReadLimits;
}

/** How many small reads a connection may have before it must pause after each. */
export interface SmallReadLimits {
  /** A read of fewer bytes is small. */
  readonly bytes: number;
  readonly atOnce: number;
  readonly perSecond: number;
  readonly breakMs: number;
}

/** Ends that were held when everything was dropped. */
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
 * Holds what passes between the network and the application of one connection until it is due: bytes, the end of a direction after
 * them, and a reset. Neither side can fill it without bound: while it is full, the network is not read and the application's write
 * stays pending.
 */
export class Hold {
  readonly #ends: HoldEnds;
  readonly #incoming: DelayLine<FromNetwork>;
  readonly #outgoing: DelayLine<FromApplication>;
  /** The application's write that is pending until there is room again. */
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

  /** Refuses what follows, after handing on what came before. */
  refuse(dueMicros: number): void {
    this.#incoming.add({ isRefused: true }, 0, dueMicros);
  }

  /** The connection failed; what came before is handed on first. */
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

  /** Bytes that the application writes, to be held for `holdMicros`. They are copied, since the write may be done long before they leave. */
  write(bytes: Buffer, holdMicros: number, done: Done): void {
    // One reading of the clock: between two, the process may have stood still, and what was held would seem shorter than it was.
    const writtenAtMicros = nowMicros();
    this.#outgoing.add(
      { bytes: Buffer.from(bytes), writtenAtMicros },
      bytes.length,
      writtenAtMicros + holdMicros,
    );
    if (this.#outgoing.isFull) this.#waiting = done;
    else done();
  }

  /** The application ends its direction. */
  end(dueMicros: number, done: Done): void {
    this.#outgoing.add({ ended: done }, 0, dueMicros);
  }

  /** Lets nothing through in either direction until it is called with false. */
  cut(isCut: boolean): void {
    this.#incoming.cut(isCut);
    this.#outgoing.cut(isCut);
  }

  /** Loses what is held; what comes later is not lost. Returns the ends and the reset among it, which the other side must still learn of. */
  drop(): DroppedEnds {
    const incoming = this.#incoming.drop();
    const outgoing = this.#outgoing.drop();
    this.#makeRoom();
    const ended = outgoing.find((thing) => 'ended' in thing);
    // The application's part is done; otherwise its socket would wait for this forever.
    ended?.ended();
    return {
      client: incoming.some((thing) => 'bytes' in thing && thing.bytes === null),
      server: ended !== undefined,
      error: incoming.find((thing) => 'error' in thing)?.error ?? null,
    };
  }

  /** The connection is gone; forgets what is held. */
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
    // After the end nobody may ask for more: a reset behind it would wait forever, and the connection would stay.
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
