import { DerivedBytes } from './derived';
import { type InflaterSource, inflaterSource } from './inflater-source';
import type { ByteRange, Fault, LayerUnit, Peer, Undecoded, WireRange } from './layer-unit';

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

const PARTIAL = 1;
const HAS_EXTRA = 2;
const AFTER_FAILURE = 4;

const BLOCK_UNITS = 2048;
const NOTHING = -1;

/**
 * The numbers of `BLOCK_UNITS` units in columns. A capture holds hundreds of thousands of units; this leaves the garbage
 * collector two small slots per unit, with nothing in them to follow.
 */
class Block {
  readonly log: UnitLog;
  // Bytes of a stream, which is kept whole: 4 GiB of it would fit in no page.
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** Index into `TYPES`. */
  readonly code: Uint8Array;
  /** Whether it is partial, whether it has an `Extra`, and whether it came after a failure. */
  readonly state: Uint8Array;
  // Ids of other units.
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly inside: Int32Array;
  readonly content: Int32Array;
  /** The log's revision when the unit last changed. */
  readonly revision: Uint32Array;

  constructor(log: UnitLog) {
    this.log = log;
    // One buffer for all columns: the widest first, so that each is aligned.
    const buffer = new ArrayBuffer(BLOCK_UNITS * (7 * 4 + 2));
    const at = (column: number) => BLOCK_UNITS * 4 * column;
    this.start = new Uint32Array(buffer, at(0), BLOCK_UNITS);
    this.end = new Uint32Array(buffer, at(1), BLOCK_UNITS);
    this.first = new Int32Array(buffer, at(2), BLOCK_UNITS);
    this.last = new Int32Array(buffer, at(3), BLOCK_UNITS);
    this.inside = new Int32Array(buffer, at(4), BLOCK_UNITS);
    this.content = new Int32Array(buffer, at(5), BLOCK_UNITS);
    this.revision = new Uint32Array(buffer, at(6), BLOCK_UNITS);
    this.code = new Uint8Array(buffer, at(7), BLOCK_UNITS);
    this.state = new Uint8Array(buffer, at(7) + BLOCK_UNITS, BLOCK_UNITS);
  }
}

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
    const at = id % BLOCK_UNITS;
    block.code[at] = code;
    block.state[at] = PARTIAL;
    block.first[at] = first;
    block.last[at] = last;
    block.start[at] = start;
    block.end[at] = end;
    block.inside[at] = inside;
    block.content[at] = NOTHING;
    block.revision[at] = block.log.revision;
  }

  get layer(): string {
    return TYPES[this.#block.code[this.id % BLOCK_UNITS]!]!.layer;
  }
  get kind(): string {
    return TYPES[this.#block.code[this.id % BLOCK_UNITS]!]!.kind;
  }
  /** It turned out to be something other than it began as. */
  set code(code: UnitCode) {
    this.#block.code[this.id % BLOCK_UNITS] = code;
    this.#touch();
  }
  get start(): number {
    return this.#block.start[this.id % BLOCK_UNITS]!;
  }
  get end(): number {
    return this.#block.end[this.id % BLOCK_UNITS]!;
  }
  get partial(): boolean {
    return (this.#block.state[this.id % BLOCK_UNITS]! & PARTIAL) !== 0;
  }
  get first(): ReadUnit {
    return this.#block.log.units[this.#block.first[this.id % BLOCK_UNITS]!] as ReadUnit;
  }
  get last(): ReadUnit {
    return this.#block.log.units[this.#block.last[this.id % BLOCK_UNITS]!] as ReadUnit;
  }
  /** Ids of `first` and `last`. */
  get firstId(): number {
    return this.#block.first[this.id % BLOCK_UNITS]!;
  }
  get lastId(): number {
    return this.#block.last[this.id % BLOCK_UNITS]!;
  }
  get inside(): UnitRecord | null {
    return this.#unit(this.#block.inside[this.id % BLOCK_UNITS]!);
  }
  /** The first unit of the layer above that it carries. */
  get content(): UnitRecord | null {
    return this.#unit(this.#block.content[this.id % BLOCK_UNITS]!);
  }
  set content(unit: UnitRecord | null) {
    this.#block.content[this.id % BLOCK_UNITS] = unit === null ? NOTHING : unit.id;
    this.#touch();
  }
  get revision(): number {
    return this.#block.revision[this.id % BLOCK_UNITS]!;
  }

  /** Takes a unit of the layer above; keeps only the first one. */
  carry(id: number): void {
    const { content } = this.#block;
    const at = this.id % BLOCK_UNITS;
    if (content[at] === NOTHING) content[at] = id;
    this.#touch();
  }

  /** It now reaches `end`, in `last`. */
  growTo(end: number, last: ReadUnit): void {
    const at = this.id % BLOCK_UNITS;
    this.#block.end[at] = end;
    this.#block.last[at] = last.id;
    this.#touch();
  }

  /** Its last byte has come. */
  complete(): void {
    this.#block.state[this.id % BLOCK_UNITS]! &= ~PARTIAL;
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
    if ((this.#block.state[this.id % BLOCK_UNITS]! & AFTER_FAILURE) !== 0) return true;
    return this.inside?.isAfterFailure ?? false;
  }
  /** It stands on the wire after a fault that ends the reading of a conforming endpoint. */
  markAfterFailure(): void {
    this.#block.state[this.id % BLOCK_UNITS]! |= AFTER_FAILURE;
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

  /** Marks it as changed, with everything that carries it; each of them once in one step of the decoder. */
  #touch(): void {
    const { log, revision } = this.#block;
    if (revision[this.id % BLOCK_UNITS] !== log.revision) this.#tell(log.revision);
  }
  #tell(now: number): void {
    let unit: UnitRecord | null = this;
    for (; unit !== null && unit.revision !== now; unit = unit.inside) {
      unit.#block.revision[unit.id % BLOCK_UNITS] = now;
    }
  }

  #unit(id: number): UnitRecord | null {
    return id === NOTHING ? null : (this.#block.log.units[id] as UnitRecord);
  }
  get #extra(): Extra | undefined {
    const hasExtra = (this.#block.state[this.id % BLOCK_UNITS]! & HAS_EXTRA) !== 0;
    return hasExtra ? this.#block.log.extras.get(this.id) : undefined;
  }
  get #ownExtra(): Extra {
    const existing = this.#extra;
    if (existing !== undefined) return existing;
    const extra: Extra = { fault: null, next: null, partner: null, data: null };
    this.#block.log.extras.set(this.id, extra);
    this.#block.state[this.id % BLOCK_UNITS]! |= HAS_EXTRA;
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
