import type { ByteRange, Fault, LayerId, Peer, Unit, UnitKind, WireRange } from './unit';

/** One read or write of the server's socket: the unit of the `tcp` layer, and the keeper of its bytes. */
export class ReadUnit implements Unit {
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
  get layer(): LayerId {
    return 'tcp';
  }
  get sender(): Peer {
    return this.stream.sender;
  }
  get kind(): UnitKind {
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
}

/**
 * A unit of any layer above `tcp`. One class with few slots for all of them: a capture holds hundreds of thousands.
 * Times and sender are those of its first and last read, so they need no slots of their own.
 */
export class UnitRecord implements Unit {
  readonly id: number;
  readonly layer: LayerId;
  kind: UnitKind;
  readonly first: ReadUnit;
  last: ReadUnit;
  readonly start: number;
  end: number;
  readonly inside: UnitRecord | null;
  partial = true;
  fault: Fault | null = null;
  /** The first unit of the layer above that it carries. */
  content: UnitRecord | null = null;
  /** The next fragment of the same message, the next packet in the same body. */
  next: UnitRecord | null = null;
  partner: UnitRecord | null = null;
  /** What its own layer must remember and cannot find again in the bytes; mostly nothing. */
  data: unknown = null;

  constructor(
    id: number,
    layer: LayerId,
    kind: UnitKind,
    first: ReadUnit,
    start: number,
    inside: UnitRecord | null,
  ) {
    this.id = id;
    this.layer = layer;
    this.kind = kind;
    this.first = first;
    this.last = first;
    this.start = start;
    this.end = start;
    this.inside = inside;
  }

  get connection(): number {
    return this.first.stream.connection;
  }
  get sender(): Peer {
    return this.first.stream.sender;
  }
  get stream(): Stream {
    return this.first.stream;
  }
  get at(): number {
    return this.first.at;
  }
  get until(): number {
    return this.last.at;
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
    if (read === undefined) throw new RangeError(`byte ${offset} of a stream of ${this.length} bytes`);
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
  readonly units: Unit[] = [];
  revision = 0;

  addRead(stream: Stream, at: number, bytes: Uint8Array): ReadUnit {
    const read = new ReadUnit(this.units.length, stream, at, stream.length, bytes);
    this.units.push(read);
    stream.reads.push(read);
    stream.length += bytes.length;
    return read;
  }

  /** A unit on the wire itself: `inside` nothing. */
  addWire(layer: LayerId, kind: UnitKind, first: ReadUnit, start: number): UnitRecord {
    const unit = new UnitRecord(this.units.length, layer, kind, first, start, null);
    this.units.push(unit);
    first.stream.wireUnits.push(unit);
    return unit;
  }

  /** A unit that `carrier` carries: in all of it so far, or in the given part of its stream. */
  addAbove(layer: LayerId, kind: UnitKind, carrier: UnitRecord, span: ByteRange = carrier): UnitRecord {
    const { stream } = carrier;
    const first = span === carrier ? carrier.first : stream.readAt(span.start);
    const unit = new UnitRecord(this.units.length, layer, kind, first, span.start, carrier);
    unit.end = span.end;
    unit.last = span === carrier ? carrier.last : stream.readAt(Math.max(span.start, span.end - 1));
    this.units.push(unit);
    if (carrier.content === null) carrier.content = unit;
    return unit;
  }
}
