import { type FeedRecord, type MissedRecord, NEVER_MICROS } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';

/** How much memory all logs together may use, and use now. */
export interface LogBudget {
  readonly maxBytes: number;
  /** A log up to this size loses nothing to others. */
  readonly shareBytes: number;
  usedBytes: number;
  /** All open logs. */
  readonly logs: Set<LabLog>;
}

/** A viewer's position in a log. Owned by the viewer, moved by `LabLog.read` and `LabLog.skipLost`. */
export interface Cursor {
  /** Number of the slab, from 0, and the offset in it. */
  slab: number;
  offset: number;
  /** The next record's number. */
  seq: number;
  /** Chunk bytes (without heads) of all records before. */
  payload: number;
}

interface Slab {
  readonly buffer: Buffer<ArrayBuffer>;
  readonly view: DataView;
  used: number;
  /** A viewer was given a view of the buffer, so it must not be reused. */
  isShared: boolean;
  /** Number of its first record, and chunk bytes of all records before. */
  readonly firstSeq: number;
  readonly payloadBefore: number;
}

const FIRST_SLAB_BYTES = 4 * 1024;
const SLAB_BYTES = 256 * 1024;
const HEAD_BYTES = 5;
const CHUNK_HEAD_BYTES = HEAD_BYTES + 8 + 4 + 1 + 8 + 8 + 4;
const CHUNK = 1;
const JSON_RECORD = 2;
/** How many dropped slabs are remembered, to count what a returning viewer has lost. */
const MARKS = 512;

/**
 * The bounded log of one lab: its records, encoded as the feed carries them (`src/protocol/feed.ts`), in slabs that are only
 * appended to. Appending copies; reading gives views. The oldest slabs are dropped when this log, or all logs together, would grow
 * beyond their bounds.
 */
export class LabLog {
  /** Called after a record is added; set by the feed while it waits for records of this lab. */
  onGrow: (() => void) | null = null;
  /** Whether somebody watches it: when memory runs short, unwatched logs lose their oldest records first. */
  isWatched = false;
  readonly #maxBytes: number;
  readonly #budget: LogBudget;
  #slabs: Slab[] = [];
  #marks: { readonly firstSeq: number; readonly payloadBefore: number }[] = [];
  #dropped = 0;
  #bytes = 0;
  #seq = 0;
  #payload = 0;
  #isClosed = false;

  constructor(maxBytes: number, budget: LogBudget) {
    this.#maxBytes = maxBytes;
    this.#budget = budget;
    budget.logs.add(this);
  }

  /** Number of the newest record; 0 while there is none. */
  get lastSeq(): number {
    return this.#seq;
  }

  /** Size of its slabs, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a chunk record of bytes that are held for `heldMicros`; copies the bytes. */
  chunk(
    connection: number,
    sender: Peer,
    atMicros: number,
    offset: number,
    bytes: Uint8Array,
    heldMicros = 0,
  ): void {
    if (this.#isClosed) return;
    const length = CHUNK_HEAD_BYTES + bytes.length;
    const slab = this.#slabFor(length);
    const { view, used } = slab;
    view.setUint8(used, CHUNK);
    view.setUint32(used + 1, length - HEAD_BYTES);
    view.setFloat64(used + 5, ++this.#seq);
    view.setUint32(used + 13, connection);
    view.setUint8(used + 17, sender === 'client' ? 0 : 1);
    view.setFloat64(used + 18, atMicros);
    view.setFloat64(used + 26, offset);
    view.setUint32(used + 34, Math.min(heldMicros, NEVER_MICROS));
    slab.buffer.set(bytes, used + CHUNK_HEAD_BYTES);
    slab.used = used + length;
    this.#payload += bytes.length;
    this.onGrow?.();
  }

  /** Adds an open, impairment or end record: `make` gets its number. */
  record(make: (seq: number) => FeedRecord): void {
    if (this.#isClosed) return;
    const body = JSON.stringify(make(this.#seq + 1));
    const length = Buffer.byteLength(body);
    const slab = this.#slabFor(HEAD_BYTES + length);
    this.#seq++;
    slab.view.setUint8(slab.used, JSON_RECORD);
    slab.view.setUint32(slab.used + 1, length);
    slab.buffer.write(body, slab.used + HEAD_BYTES);
    slab.used += HEAD_BYTES + length;
    this.onGrow?.();
  }

  /** Where a viewer continues that has everything up to record `after` (0 for nothing). */
  cursorAfter(after: number): Cursor {
    const seq = Math.min(after, this.#seq) + 1;
    const index = this.#slabs.findLastIndex((slab) => slab.firstSeq <= seq);
    const slab = this.#slabs[index];
    if (!slab) return { slab: this.#dropped - 1, offset: 0, seq, payload: this.#payloadNear(seq) };
    const cursor = {
      slab: this.#dropped + index,
      offset: 0,
      seq: slab.firstSeq,
      payload: slab.payloadBefore,
    };
    while (cursor.seq < seq && cursor.offset < slab.used) {
      const length = slab.view.getUint32(cursor.offset + 1);
      if (slab.view.getUint8(cursor.offset) === CHUNK) {
        cursor.payload += length + HEAD_BYTES - CHUNK_HEAD_BYTES;
      }
      cursor.offset += HEAD_BYTES + length;
      cursor.seq++;
    }
    return cursor;
  }

  /** What is lost, with the cursor moved past it, when the record at `cursor` has been dropped; otherwise null. */
  skipLost(cursor: Cursor): MissedRecord | null {
    const oldest = this.#slabs[0];
    if (!oldest || cursor.slab >= this.#dropped || cursor.seq >= oldest.firstSeq) return null;
    const lost: MissedRecord = {
      type: 'missed',
      fromSeq: cursor.seq,
      toSeq: oldest.firstSeq - 1,
      bytes: oldest.payloadBefore - cursor.payload,
    };
    cursor.slab = this.#dropped;
    cursor.offset = 0;
    cursor.seq = oldest.firstSeq;
    cursor.payload = oldest.payloadBefore;
    return lost;
  }

  /** The records from `cursor` to the end of its slab, with the cursor moved past them; null when there are none. */
  read(cursor: Cursor): Uint8Array | null {
    if (cursor.slab < this.#dropped) {
      cursor.slab = this.#dropped;
      cursor.offset = 0;
    }
    for (;;) {
      const index = cursor.slab - this.#dropped;
      const slab = this.#slabs[index];
      if (!slab) return null;
      const bytes = cursor.offset < slab.used ? slab.buffer.subarray(cursor.offset, slab.used) : null;
      if (bytes) slab.isShared = true;
      const next = this.#slabs[index + 1];
      if (next) cursor.slab++;
      cursor.offset = next ? 0 : slab.used;
      cursor.seq = next ? next.firstSeq : this.#seq + 1;
      cursor.payload = next ? next.payloadBefore : this.#payload;
      if (bytes || !next) return bytes;
    }
  }

  /** Frees all memory; nothing is added any more. */
  close(): void {
    this.#isClosed = true;
    this.onGrow = null;
    this.#budget.logs.delete(this);
    this.#budget.usedBytes -= this.#bytes;
    this.#bytes = 0;
    this.#dropped += this.#slabs.length;
    this.#slabs = [];
  }

  /** Chunk bytes before record `seq` of a dropped slab: those before the slab, so a little too few. */
  #payloadNear(seq: number): number {
    return this.#marks.findLast((mark) => mark.firstSeq <= seq)?.payloadBefore ?? 0;
  }

  #slabFor(length: number): Slab {
    const last = this.#slabs.at(-1);
    if (last && last.used + length <= last.buffer.length) return last;
    const size = Math.max(length, Math.min(SLAB_BYTES, Math.max(FIRST_SLAB_BYTES, this.#bytes)));
    // Without viewers the log reuses its own memory.
    const buffer = this.#makeRoom(size) ?? Buffer.allocUnsafeSlow(size);
    const slab: Slab = {
      buffer,
      view: new DataView(buffer.buffer, buffer.byteOffset, size),
      used: 0,
      isShared: false,
      firstSeq: this.#seq + 1,
      payloadBefore: this.#payload,
    };
    this.#slabs.push(slab);
    this.#bytes += size;
    this.#budget.usedBytes += size;
    return slab;
  }

  /**
   * Drops the oldest slabs until `size` more bytes fit: its own when this log is full, those of the largest log when all logs are.
   * Returns the buffer of a dropped slab if it can be reused.
   */
  #makeRoom(size: number): Buffer<ArrayBuffer> | null {
    let spare: Buffer<ArrayBuffer> | null = null;
    while (this.#slabs.length > 0 && this.#bytes + size > this.#maxBytes)
      spare = this.#dropOldest(size) ?? spare;
    while (this.#budget.usedBytes + size > this.#budget.maxBytes) {
      const log = this.#largest();
      if (log === null) break;
      spare = log.#dropOldest(size) ?? spare;
    }
    return spare;
  }

  /** The log that loses its oldest slab when all logs together are full; null when none has any. */
  #largest(): LabLog | null {
    let found: LabLog | null = null;
    for (const log of this.#budget.logs) {
      if (log.#bytes <= this.#budget.shareBytes) continue;
      const isFirst = found === null || (found.isWatched && !log.isWatched);
      if (isFirst || (log.isWatched === found?.isWatched && log.#bytes > found.#bytes)) found = log;
    }
    return found ?? (this.#slabs.length > 0 ? this : null);
  }

  /** Returns the slab's buffer if it can be reused for a slab of this size. */
  #dropOldest(size: number): Buffer<ArrayBuffer> | null {
    const { buffer, isShared, firstSeq, payloadBefore } = this.#slabs.shift()!;
    this.#marks.push({ firstSeq, payloadBefore });
    if (this.#marks.length > MARKS) this.#marks.shift();
    this.#dropped++;
    this.#bytes -= buffer.length;
    this.#budget.usedBytes -= buffer.length;
    return !isShared && buffer.length === size ? buffer : null;
  }
}
