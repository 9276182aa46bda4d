import { createDecoder } from '../protocol/create-decoder';
import type { WritableDecoder } from '../protocol/decoder';
import type { FeedRecord, PacketRef } from '../protocol/feed';
import type { Call, Capture, CaptureSource, CaptureWriter, CodeEvent } from './capture';
import type { Programs } from './code-index';
import { CodeLog } from './code-log';
import { CapturedConnections } from './connections';
import { nextFrame } from './next-frame';

/** Beyond this the page would grow too large for a small machine: about half a million small frames, or 384 MB of payload. */
const MEMORY_CAP_BYTES = 384 * 1024 * 1024;
/** What a unit, its place in the timetable and its arrow cost besides its bytes; measured (`bench/stage.ts`), rounded up. */
const UNIT_BYTES = 200;
/** Records move the clock on by this much at least: every connection is looked at. */
const CLOCK_STEP_MICROS = 1_000_000;
/** What a connection costs besides its units and bytes, with the states of its decoders; measured, rounded up. */
const CONNECTION_BYTES = 10_000;

/** Both sides of a capture. Whoever feeds it keeps this; everyone else gets a `Capture`. */
export interface WritableCapture extends Capture, CaptureWriter {}

interface CaptureOptions {
  readonly decoder?: WritableDecoder;
  /** Payload, inflated data and units together; counted, since a page cannot query its memory. */
  readonly memoryCapBytes?: number;
}

/** An empty capture: give it the feed's records and the page's calls. */
export function createCapture(options: CaptureOptions = {}): WritableCapture {
  return new Log(options.decoder ?? null, options.memoryCapBytes ?? MEMORY_CAP_BYTES);
}

class Log implements WritableCapture {
  readonly decoder: WritableDecoder;
  readonly calls: Call[] = [];
  readonly missed: { atMicros: number; bytes: number; records: number }[] = [];
  fullAt: number | null = null;
  lastAt = 0;
  revision = 0;
  readonly #memoryCapBytes: number;
  readonly #cables: CapturedConnections;
  source: CaptureSource = { kind: 'lab' };
  readonly #code = new CodeLog();
  readonly #callKinds = new Map<number, Call['kind']>();
  /** Calls that are still to be made, each of which opens a connection, or several as `io()` does. */
  readonly #reserved = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #payloadBytes = 0;
  #lastSeq = 0;
  #passedTo = 0;
  #lastCallId = 0;
  #isTelling = false;

  constructor(decoder: WritableDecoder | null, memoryCapBytes: number) {
    this.decoder = decoder ?? createDecoder({ changed: () => this.#change() });
    this.#memoryCapBytes = memoryCapBytes;
    this.#cables = new CapturedConnections(
      this.decoder,
      (id) => this.#callKinds.get(id) ?? (this.#reserved.has(id) ? 'io' : null),
    );
  }

  get connections() {
    return this.#cables.all;
  }

  get code(): readonly CodeEvent[] {
    return this.#code.events;
  }

  get programs(): Programs {
    return this.#code.programs;
  }

  connection(id: number) {
    return this.#cables.get(id);
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  comesFrom(source: CaptureSource): void {
    this.source = source;
    this.#change();
  }

  apply(records: readonly FeedRecord[]): void {
    let isChanged = false;
    for (const record of records) isChanged = this.#applyOne(record) || isChanged;
    if (isChanged) this.#change();
    if (this.lastAt - this.#passedTo >= CLOCK_STEP_MICROS) this.passTo(this.lastAt);
  }

  passTo(atMicros: number): void {
    // A lab's own connections wait for a student, who may take any time.
    if (this.source.kind === 'lab' || this.fullAt !== null) return;
    this.#passedTo = atMicros;
    const { faulty } = this.decoder;
    const before = faulty.length;
    this.decoder.passTo(atMicros, (connection) => this.#cables.isImpaired(connection));
    if (faulty.length !== before) this.#change();
  }

  reserveCalls(count: number): readonly number[] {
    const numbers = Array.from({ length: count }, (_, at) => this.#lastCallId + 1 + at);
    this.#lastCallId += count;
    for (const number of numbers) this.#reserved.add(number);
    return numbers;
  }

  addCall(call: Omit<Call, 'id'> & { readonly id?: number }): Call {
    const id = call.id ?? this.#lastCallId + 1;
    if (this.#callKinds.has(id)) throw new RangeError(`call ${id} is already in the capture`);
    const added: Call = { ...call, id };
    this.#callKinds.set(id, call.kind);
    this.#lastCallId = Math.max(this.#lastCallId, id);
    this.calls.push(added);
    this.#change();
    return added;
  }

  addCode(event: Omit<CodeEvent, 'id'>): CodeEvent {
    const added = this.#code.name(event);
    if (this.#isFull(event.at)) return added;
    this.#code.add(added);
    this.#change();
    return added;
  }

  addPackets(id: number, packets: readonly PacketRef[]): void {
    // When a line was not kept, neither are its packets.
    if (this.#code.addPackets(id, packets)) this.#change();
  }

  assignRaw(port: number, opener: number): void {
    if (this.#cables.assignRaw(port, opener)) this.#change();
  }

  #applyOne(record: FeedRecord): boolean {
    if (record.type === 'hello' || record.type === 'clock') return false;
    if (record.type === 'missed') return this.#miss(record);
    // A resumed feed may repeat records.
    if (record.seq <= this.#lastSeq) return false;
    this.#lastSeq = record.seq;
    if (this.#isFull(record.atMicros)) return false;
    this.lastAt = Math.max(this.lastAt, record.atMicros);
    if (record.type === 'open') this.#cables.open(record);
    else if (record.type === 'end') this.#cables.end(record);
    else if (record.type === 'impairment') this.#cables.impair(record);
    else if (record.type === 'upstream') this.#cables.upstream(record);
    else if (record.type === 'code') {
      const { atMicros: at, run, kind, line, text, packets } = record;
      this.addCode({ at, end: 'server', client: 0, run, kind, line, text, packets });
    } else {
      this.#payloadBytes += record.bytes.length;
      this.#cables.push(record);
    }
    return true;
  }

  #miss({ fromSeq, toSeq, bytes }: { fromSeq: number; toSeq: number; bytes: number }): boolean {
    const records = toSeq - Math.max(fromSeq - 1, this.#lastSeq);
    if (records <= 0) return false;
    this.#lastSeq = toSeq;
    this.missed.push({ atMicros: this.lastAt, bytes, records });
    this.#cables.miss();
    return true;
  }

  get #takenBytes(): number {
    const { units, derivedBytes } = this.decoder;
    const { length } = this.connections;
    const decoded = derivedBytes + units.length * UNIT_BYTES + length * CONNECTION_BYTES;
    return this.#payloadBytes + this.#code.takenBytes + decoded;
  }

  #isFull(atMicros: number): boolean {
    if (this.fullAt !== null) return true;
    if (this.#takenBytes < this.#memoryCapBytes) return false;
    this.fullAt = atMicros;
    this.#change();
    return true;
  }

  #change(): void {
    this.revision += 1;
    if (this.#isTelling) return;
    this.#isTelling = true;
    nextFrame(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
