import { DerivedBytes } from './derived';
import { type InflaterSource, inflaterSource } from './inflater-source';
import type { ByteRange, Fault, LayerUnit, Peer, Undecoded, WireRange } from './layer-unit';
import type { Waiting } from './waiting';

/** One read or write of the server's socket (not a TCP segment); `bytes` is either without a protocol. */
export type ReadKind = 'read' | 'write' | 'bytes';

/** One read or write of the server's socket: the unit of the `tcp` layer, which holds the bytes. */
export class ReadUnit implements LayerUnit<'tcp', ReadKind> {
  readonly id: number;
  readonly stream: Stream;
  readonly at: number;
  readonly start: number;
  readonly bytes: Uint8Array;

  constructor(id: number, stream: Stream, at: number, start: number, bytes: Uint8Array) {
    this.id = id;
    this.stream = stream;
    this.at = at;
    this.start = start;
    this.bytes = bytes;
  }

  get connection(): number {
    return this.stream.connection;
  }
  get layer(): 'tcp' {
    return 'tcp';
  }
  get sender(): Peer {
    return this.stream.sender;
  }
  get kind(): ReadKind {
    if (this.stream.isPlain) return 'bytes';
    return this.stream.sender === 'client' ? 'read' : 'write';
  }
  get until(): number {
    return this.at;
  }
  get end(): number {
    return this.start + this.bytes.length;
  }
  get inside(): null {
    return null;
  }
  get partial(): boolean {
    return false;
  }
  get fault(): null {
    return null;
  }
  get isAfterFailure(): false {
    return false;
  }
  /** Its own bytes never change; what they carry does. */
  get revision(): number {
    let newest = 0;
    for (const { revision } of this.stream.wireUnitsIn(this.start, this.end))
      newest = Math.max(newest, revision);
    return newest;
  }
}

/** A layer and a kind as one number, as units store them. Valid for this page only: never stored or sent. */
type UnitCode = number;

interface UnitType {
  readonly layer: string;
  readonly kind: string;
}

const TYPES: UnitType[] = [];
/** A code takes one byte of a unit. */
const MAX_TYPES = 256;

/**
 * The codes of a layer's kinds and of `undecoded`. Each layer asks once, when it is loaded.
 * @throws RangeError when another layer has this id, a kind is named twice, or there are more than 256 kinds in all.
 */
export function unitCodes<Kind extends string>(
  layer: string,
  kinds: readonly Kind[],
): Readonly<Record<Kind | Undecoded, UnitCode>> {
  if (TYPES.some((type) => type.layer === layer)) throw new RangeError(`two layers are called ${layer}`);
  const codes = new Map<string, UnitCode>();
  for (const kind of [...kinds, 'undecoded']) {
    if (codes.has(kind)) throw new RangeError(`the layer ${layer} names its kind ${kind} twice`);
    codes.set(kind, TYPES.push({ layer, kind }) - 1);
  }
  if (TYPES.length > MAX_TYPES) throw new RangeError(`more than ${MAX_TYPES} kinds of units`);
  return Object.fromEntries(codes) as Record<Kind | Undecoded, UnitCode>;
}

// The low byte of a unit's `TYPE` is its index into `TYPES`; above that stand these.
const CODE_BITS = 0xff;
const PARTIAL = 0x100;
const HAS_EXTRA = 0x200;
const AFTER_FAILURE = 0x400;

const BLOCK_UNITS = 2048;
const NOTHING = -1;

// The numbers of a unit, side by side, so that a new one writes to one line of the processor's cache.
const ROW = 8;
// Bytes of a stream, which is kept whole: 4 GiB of it would fit in no page.
const START = 0;
const END = 1;
// Ids of other units.
const FIRST = 2;
const LAST = 3;
const INSIDE = 4;
const CONTENT = 5;
/** The log's revision when the unit last changed. */
const REVISION = 6;
const TYPE = 7;

/**
 * The numbers of `BLOCK_UNITS` units. A capture holds hundreds of thousands of units; this leaves the garbage collector
 * two small slots per unit, with nothing in them to follow.
 */
class Block {
  readonly log: UnitLog;
  readonly numbers = new Int32Array(BLOCK_UNITS * ROW);

  constructor(log: UnitLog) {
    this.log = log;
  }
}

/** Where the numbers of a unit begin in its block. */
const rowOf = (id: number): number => (id & (BLOCK_UNITS - 1)) * ROW;

/** What only some units have. */
interface Extra {
  fault: Fault | null;
  next: UnitRecord | null;
  partner: UnitRecord | null;
  data: unknown;
}

/** A unit of any layer above `tcp`. */
export class UnitRecord implements LayerUnit {
  readonly id: number;
  readonly #block: Block;

  constructor(
    id: number,
    block: Block,
    code: UnitCode,
    first: number,
    last: number,
    start: number,
    end: number,
    inside: number,
  ) {
    this.id = id;
    this.#block = block;
    const { numbers } = block;
    const row = rowOf(id);
    numbers[row + START] = start;
    numbers[row + END] = end;
    numbers[row + FIRST] = first;
    numbers[row + LAST] = last;
    numbers[row + INSIDE] = inside;
    numbers[row + CONTENT] = NOTHING;
    numbers[row + REVISION] = block.log.revision;
    numbers[row + TYPE] = code | PARTIAL;
  }

  get layer(): string {
    return TYPES[this.#type & CODE_BITS]!.layer;
  }
  get kind(): string {
    return TYPES[this.#type & CODE_BITS]!.kind;
  }
  /** It turned out to be something other than it began as. */
  set code(code: UnitCode) {
    this.#type = (this.#type & ~CODE_BITS) | code;
    this.#touch();
  }
  get start(): number {
    return this.#block.numbers[rowOf(this.id) + START]! >>> 0;
  }
  get end(): number {
    return this.#block.numbers[rowOf(this.id) + END]! >>> 0;
  }
  get partial(): boolean {
    return (this.#type & PARTIAL) !== 0;
  }
  get first(): ReadUnit {
    return this.#block.log.units[this.#block.numbers[rowOf(this.id) + FIRST]!] as ReadUnit;
  }
  get last(): ReadUnit {
    return this.#block.log.units[this.#block.numbers[rowOf(this.id) + LAST]!] as ReadUnit;
  }
  /** Ids of `first` and `last`. */
  get firstId(): number {
    return this.#block.numbers[rowOf(this.id) + FIRST]!;
  }
  get lastId(): number {
    return this.#block.numbers[rowOf(this.id) + LAST]!;
  }
  get inside(): UnitRecord | null {
    return this.#unit(this.#block.numbers[rowOf(this.id) + INSIDE]!);
  }
  /** The first unit of the layer above that it carries. */
  get content(): UnitRecord | null {
    return this.#unit(this.#block.numbers[rowOf(this.id) + CONTENT]!);
  }
  set content(unit: UnitRecord | null) {
    this.#block.numbers[rowOf(this.id) + CONTENT] = unit === null ? NOTHING : unit.id;
    this.#touch();
  }
  get revision(): number {
    return this.#block.numbers[rowOf(this.id) + REVISION]! >>> 0;
  }

  /** Takes a unit of the layer above; keeps only the first one. */
  carry(id: number): void {
    const { numbers } = this.#block;
    const at = rowOf(this.id) + CONTENT;
    if (numbers[at] === NOTHING) numbers[at] = id;
    this.#touch();
  }

  /** It now reaches `end`, in `last`. */
  growTo(end: number, last: ReadUnit): void {
    const { numbers } = this.#block;
    const row = rowOf(this.id);
    numbers[row + END] = end;
    numbers[row + LAST] = last.id;
    this.#touch();
  }

  /** Its last byte has come. */
  complete(): void {
    this.#type &= ~PARTIAL;
    this.#touch();
  }

  get fault(): Fault | null {
    return this.#extra?.fault ?? null;
  }
  set fault(fault: Fault | null) {
    const extra = this.#ownExtra;
    if (fault !== null && (extra.fault === null || extra.fault.kind === 'notice'))
      this.#block.log.faulty.push(this);
    extra.fault = fault;
    this.#touch();
  }
  get isAfterFailure(): boolean {
    if ((this.#type & AFTER_FAILURE) !== 0) return true;
    return this.inside?.isAfterFailure ?? false;
  }
  /** It stands on the wire after a fault that ends the reading of a conforming endpoint. */
  markAfterFailure(): void {
    this.#type |= AFTER_FAILURE;
    this.#touch();
  }
  /** The next fragment of the same message, the next packet in the same body. */
  get next(): UnitRecord | null {
    return this.#extra?.next ?? null;
  }
  set next(unit: UnitRecord | null) {
    this.#ownExtra.next = unit;
    this.#touch();
  }
  get partner(): UnitRecord | null {
    return this.#extra?.partner ?? null;
  }
  set partner(unit: UnitRecord | null) {
    this.#ownExtra.partner = unit;
    this.#touch();
  }
  /** State of its own layer that cannot be found again in the bytes; usually null. */
  get data(): unknown {
    return this.#extra?.data ?? null;
  }
  set data(data: unknown) {
    this.#ownExtra.data = data;
  }

  get log(): UnitLog {
    return this.#block.log;
  }
  get stream(): Stream {
    return this.first.stream;
  }
  get connection(): number {
    return this.stream.connection;
  }
  get sender(): Peer {
    return this.stream.sender;
  }
  get at(): number {
    return this.first.at;
  }
  get until(): number {
    return this.last.at;
  }

  get #type(): number {
    return this.#block.numbers[rowOf(this.id) + TYPE]!;
  }
  set #type(type: number) {
    this.#block.numbers[rowOf(this.id) + TYPE] = type;
  }

  /** Marks it as changed, with everything that carries it; each of them once in one step of the decoder. */
  #touch(): void {
    const { revision } = this.#block.log;
    if (this.revision !== revision) this.#tell(revision);
  }
  #tell(now: number): void {
    let unit: UnitRecord | null = this;
    for (; unit !== null && unit.revision !== now; unit = unit.inside) {
      unit.#block.numbers[rowOf(unit.id) + REVISION] = now;
    }
  }

  #unit(id: number): UnitRecord | null {
    return id === NOTHING ? null : (this.#block.log.units[id] as UnitRecord);
  }
  get #extra(): Extra | undefined {
    return (this.#type & HAS_EXTRA) !== 0 ? this.#block.log.extras.get(this.id) : undefined;
  }
  get #ownExtra(): Extra {
    const existing = this.#extra;
    if (existing !== undefined) return existing;
    const extra: Extra = { fault: null, next: null, partner: null, data: null };
    this.#block.log.extras.set(this.id, extra);
    this.#type |= HAS_EXTRA;
    return extra;
  }
}

/** The bytes of one direction of a connection, in the pieces they came in, and the wire units found in them. */
export class Stream {
  readonly connection: number;
  readonly sender: Peer;
  readonly reads: ReadUnit[] = [];
  /** HTTP messages, frames and undecoded stretches, in order, without gaps. */
  readonly wireUnits: UnitRecord[] = [];
  length = 0;
  /** It carries no protocol: its reads and writes are the units on the wire. */
  isPlain = false;
  /** What comes from here on stands after a fault that ends the reading of a conforming endpoint. */
  isAfterFailure = false;

  constructor(connection: number, sender: Peer) {
    this.connection = connection;
    this.sender = sender;
  }

  /** Index of the read that holds this byte; of the newest one when the byte has not come. */
  indexAt(offset: number): number {
    return lastStartingAt(this.reads, offset);
  }

  readAt(offset: number): ReadUnit {
    const read = this.reads[this.indexAt(offset)];
    if (read === undefined) throw new RangeError(`no byte ${offset} in a stream of ${this.length} bytes`);
    return read;
  }

  /** The bytes `[start, end)`: a view when they came in one read, else a copy. Clipped to what has come. */
  slice(start: number, end: number): Uint8Array {
    const last = Math.min(end, this.length);
    if (start >= last) return new Uint8Array(0);
    let index = this.indexAt(start);
    const read = this.reads[index]!;
    if (last <= read.end) return read.bytes.subarray(start - read.start, last - read.start);
    const joined = new Uint8Array(last - start);
    for (let at = start; at < last; index++) {
      const { bytes, start: readStart } = this.reads[index]!;
      const part = bytes.subarray(at - readStart, Math.min(bytes.length, last - readStart));
      joined.set(part, at - start);
      at += part.length;
    }
    return joined;
  }

  /** The wire units with a byte in `[start, end)`. */
  wireUnitsIn(start: number, end: number): readonly UnitRecord[] {
    const { wireUnits } = this;
    const found: UnitRecord[] = [];
    for (let index = lastStartingAt(wireUnits, start); index < wireUnits.length; index++) {
      const unit = wireUnits[index]!;
      if (unit.start >= end) break;
      if (unit.end > start) found.push(unit);
    }
    return found;
  }

  range(start: number, end: number): WireRange {
    return { connection: this.connection, sender: this.sender, start, end };
  }
}

/** Index of the last item that starts at or before `offset`, at least 0. Items are ordered by their start. */
export function lastStartingAt(items: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (items[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** All units, in the order in which they began. */
export class UnitLog {
  readonly units: LayerUnit[] = [];
  readonly extras = new Map<number, Extra>();
  /** See `Decoder.faulty`. */
  readonly faulty: LayerUnit[] = [];
  /** Data derived from the bytes, kept for a while. */
  readonly derived: DerivedBytes;
  readonly inflaters: InflaterSource;
  /** What waits for an answer. */
  readonly waiting = new Set<Waiting>();
  revision = 0;
  #block = new Block(this);
  #blockEnd = BLOCK_UNITS;

  constructor(derived = new DerivedBytes(), inflaters = inflaterSource) {
    this.derived = derived;
    this.inflaters = inflaters;
  }

  addRead(stream: Stream, at: number, bytes: Uint8Array): ReadUnit {
    const read = new ReadUnit(this.units.length, stream, at, stream.length, bytes);
    this.units.push(read);
    stream.reads.push(read);
    stream.length += bytes.length;
    return read;
  }

  /** A unit on the wire: `inside` is null. */
  addWire(code: UnitCode, first: ReadUnit, start: number): UnitRecord {
    const unit = this.#add(code, first.id, first.id, start, start, NOTHING);
    first.stream.wireUnits.push(unit);
    if (first.stream.isAfterFailure) unit.markAfterFailure();
    return unit;
  }

  /** A unit inside `carrier`: in all of it so far, or in the given part of its stream. */
  addAbove(code: UnitCode, carrier: UnitRecord, span: ByteRange | null = null): UnitRecord {
    const unit =
      span === null
        ? this.#add(code, carrier.firstId, carrier.lastId, carrier.start, carrier.end, carrier.id)
        : this.#addSpan(code, carrier, span);
    carrier.carry(unit.id);
    return unit;
  }

  #addSpan(code: UnitCode, carrier: UnitRecord, { start, end }: ByteRange): UnitRecord {
    const { stream } = carrier;
    const last = stream.readAt(Math.max(start, end - 1));
    return this.#add(code, stream.readAt(start).id, last.id, start, end, carrier.id);
  }

  #add(code: UnitCode, first: number, last: number, start: number, end: number, inside: number): UnitRecord {
    const id = this.units.length;
    if (id >= this.#blockEnd) {
      this.#block = new Block(this);
      this.#blockEnd = id - (id % BLOCK_UNITS) + BLOCK_UNITS;
    }
    const unit = new UnitRecord(id, this.#block, code, first, last, start, end, inside);
    this.units.push(unit);
    return unit;
  }
}
