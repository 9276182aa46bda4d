import { type ByteSource, type DerivedBytes, RESULT_BYTES, type Remakable } from './derived';
import type { Inflater } from './inflate';
import type { InflaterSource } from './inflater-source';
import { unmask } from './origin';
import type { UnitLog, UnitRecord } from './records';
import { framePayload } from './websocket-frame-describe';

/** Most bytes that one compressed message may inflate to here: the limit of a lab’s server too. */
export const MAX_INFLATED_BYTES = 1024 * 1024;

/** What permessage-deflate does in one direction (RFC 7692 §7.1). */
export interface Compression {
  /** Whether a message may refer to the ones before it. */
  readonly contextTakeover: boolean;
  /** Size of the LZ77 window, as the exponent of 2: 8 to 15. */
  readonly windowBits: number;
}

/** Memory of an inflated message besides its unit and its bytes. */
const MESSAGE_BYTES = 160;

/** The bytes of a message that has just come, and where to find them later. */
interface NewlyInflated {
  readonly bytes: Uint8Array;
  readonly source: InflatedMessage;
}

/** Inflates the compressed messages of one direction as they come (RFC 7692 §7.2.2), and again when they are asked for. */
export class MessageInflater {
  readonly #kept: DerivedBytes;
  readonly #inflaters: InflaterSource;
  readonly #compression: Compression;
  #inflater: Inflater | null = null;
  #run: Run | null = null;
  #why = '';
  #isAfterFinal = false;

  /** Nothing is inflated before the log's source has an inflater. */
  constructor({ derived, inflaters }: UnitLog, compression: Compression) {
    this.#kept = derived;
    this.#inflaters = inflaters;
    this.#compression = compression;
  }

  /** Why a message was corrupt, in the words of zlib; empty when it does not say. */
  get why(): string {
    return this.#why;
  }

  /** Whether the message before the corrupt one had a final block. */
  get isAfterFinal(): boolean {
    return this.#isAfterFinal;
  }

  /** Inflates the next complete message. After "corrupt" or "too large" with context takeover no other can follow. */
  inflate(message: UnitRecord): NewlyInflated | 'corrupt' | 'too large' {
    this.#inflater ??= this.#start();
    const inflater = this.#inflater;
    if (this.#run === null || this.#run.isFull) this.#run = this.#nextRun(inflater);
    const isAfterFinal = inflater.hasFinal;
    const bytes = inflateMessage(inflater, message);
    if (bytes === 'corrupt') {
      this.#why = inflater.why;
      this.#isAfterFinal = isAfterFinal;
    }
    if (!this.#compression.contextTakeover) inflater.reset();
    return bytes instanceof Uint8Array ? { bytes, source: this.#run.add(message, bytes) } : bytes;
  }

  /** Whether a message inflates when the context of the one before it is kept. */
  inflatesAfter(previous: UnitRecord, message: UnitRecord): boolean {
    const inflater = this.#newInflater();
    return [previous, message].every((each) => inflateMessage(inflater, each) instanceof Uint8Array);
  }

  /** No more messages will come. */
  end(): void {
    if (this.#inflater !== null) this.#kept.pin(-this.#size);
    this.#inflater = null;
    this.#run = null;
  }

  #start(): Inflater {
    this.#kept.pin(this.#size);
    return this.#newInflater();
  }

  get #size(): number {
    return this.#inflaters.inflater.sizeOf(this.#compression.windowBits);
  }

  #newInflater(): Inflater {
    return new this.#inflaters.inflater(-this.#compression.windowBits);
  }

  #nextRun(inflater: Inflater): Run {
    const { contextTakeover, windowBits } = this.#compression;
    const isFirst = this.#run === null || !contextTakeover;
    if (isFirst) return new Run(this.#kept, contextTakeover, () => this.#newInflater());
    this.#kept.pin(this.#size);
    const past = inflater.copy(-windowBits);
    return new Run(this.#kept, contextTakeover, () => past.copy(-windowBits));
  }
}

/** Bytes that fill a run, and what a message counts besides its bytes. */
const RUN_BYTES = 1024 * 1024;
const RUN_MESSAGE_BYTES = 512;

/**
 * Messages of one direction that are let go and inflated again together. With context takeover each may refer to the
 * messages before it, so a run begins with a copy of the inflater as it was then, some 40 KiB. A run is long enough for
 * such copies to be few, and short enough to be inflated again quickly.
 */
class Run implements Remakable {
  readonly #kept: DerivedBytes;
  readonly #contextTakeover: boolean;
  readonly #startAgain: () => Inflater;
  readonly #messages: UnitRecord[] = [];
  #results: Uint8Array[] | null = [];
  #work = 0;

  /** `startAgain` gives an inflater as it was before the run's first message. */
  constructor(kept: DerivedBytes, contextTakeover: boolean, startAgain: () => Inflater) {
    this.#kept = kept;
    this.#contextTakeover = contextTakeover;
    this.#startAgain = startAgain;
  }

  get isFull(): boolean {
    return this.#work >= RUN_BYTES;
  }

  add(message: UnitRecord, bytes: Uint8Array): InflatedMessage {
    const index = this.#messages.push(message) - 1;
    this.#work += RUN_MESSAGE_BYTES + bytes.length + (message.end - message.start);
    this.#kept.pin(MESSAGE_BYTES);
    // A run that was let go while it was still growing keeps nothing until it is asked for.
    if (this.#results !== null) {
      this.#results.push(bytes);
      this.#kept.use(this, bytes.length + RESULT_BYTES);
    }
    return new InflatedMessage(this, index, bytes.length);
  }

  bytesOf(index: number): Uint8Array {
    let more = 0;
    if (this.#results === null) {
      this.#results = this.#inflateAgain();
      for (const { length } of this.#results) more += length + RESULT_BYTES;
    }
    this.#kept.use(this, more);
    return this.#results[index]!;
  }

  letGo(): void {
    this.#results = null;
  }

  #inflateAgain(): Uint8Array[] {
    const inflater = this.#startAgain();
    return this.#messages.map((message) => {
      const bytes = inflateMessage(inflater, message);
      if (!this.#contextTakeover) inflater.reset();
      // The same bytes and the same state: what inflated once does so again.
      return bytes instanceof Uint8Array ? bytes : new Uint8Array(0);
    });
  }
}

/** The bytes of one message, wherever they are. */
export class InflatedMessage implements ByteSource {
  readonly length: number;
  readonly #run: Run;
  readonly #index: number;

  constructor(run: Run, index: number, length: number) {
    this.#run = run;
    this.#index = index;
    this.length = length;
  }

  bytes(): Uint8Array {
    return this.#run.bytesOf(this.#index);
  }
}

const inflateMessage = (inflater: Inflater, message: UnitRecord) =>
  inflater.inflate(compressedParts(message), MAX_INFLATED_BYTES, true);

/** Where compressed bytes are unmasked: each part is inflated before the next one is written here. */
const INPUT = new Uint8Array(65536);

/** The sender removed these four bytes: RFC 7692 §7.2.1. */
const TAIL = Uint8Array.of(0, 0, 255, 255);

/** The payloads of a message's frames, unmasked, and the tail: in parts, each valid until the next. */
function* compressedParts(message: UnitRecord): Generator<Uint8Array> {
  let filled = 0;
  for (let frame: UnitRecord | null = message.inside; frame !== null; frame = frame.next) {
    const payload = framePayload(frame);
    if (payload === null) continue;
    const { stream, start, end, key } = payload;
    for (let at = start; at < end; ) {
      const stop = Math.min(end, at + INPUT.length - filled);
      unmask(stream.slice(at, stop), 0, stop - at, key, (at - start) & 3, INPUT, filled);
      filled += stop - at;
      at = stop;
      if (filled < INPUT.length) continue;
      yield INPUT;
      filled = 0;
    }
  }
  if (filled + TAIL.length > INPUT.length) {
    yield INPUT.subarray(0, filled);
    filled = 0;
  }
  INPUT.set(TAIL, filled);
  yield INPUT.subarray(0, filled + TAIL.length);
}
