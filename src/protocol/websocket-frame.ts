import type { StreamEnd } from './decoder';
import type { Fault } from './layer-unit';
import { unmask } from './origin';
import { type ReadUnit, type Stream, type UnitLog, type UnitRecord, unitCodes } from './records';
import type { ControlPairs } from './websocket-control';
import { FrameFaults } from './websocket-frame-faults';
import {
  HINT_BYTES,
  headerSize,
  headerSizeOf,
  int32,
  MAX_HEADER_BYTES,
  payloadLength,
} from './websocket-frame-header';
import type { FindHint } from './websocket-hints-source';
import type { MessageReader } from './websocket-message';
import {
  addFault,
  FRAME_KINDS,
  isPlain,
  isShortest,
  OPCODES,
  tooManyUnread,
  WITHOUT_CLOSE,
} from './websocket-rules';

const CODES = unitCodes('websocket', FRAME_KINDS);
/** Frames that are still taken apart after a fault or a Close frame: noise has hundreds of thousands in a megabyte. */
const MAX_UNREAD_FRAMES = 1000;

const BY_OPCODE = OPCODES.map((kind) => CODES[kind]);

/**
 * Reads the frames of one direction after the opening handshake (RFC 6455 §5). A frame that breaks a rule is shown to
 * its end, and so is what follows it: an endpoint would read no further, so those frames are marked.
 */
export class FrameReader {
  readonly #log: UnitLog;
  readonly #stream: Stream;
  readonly #messages: MessageReader;
  readonly #pairs: ControlPairs;
  readonly #faults: FrameFaults;
  #frame: UnitRecord | null = null;
  /** The header, when it comes in several reads. */
  readonly #header = new Uint8Array(MAX_HEADER_BYTES);
  #headerCount = 0;
  #inPayload = false;
  /** Payload bytes still to come, and how many came. */
  #remaining = 0;
  #taken = 0;
  #key = 0;
  #opcode = 0;
  #isFinal = false;
  /** Unmasked payload of the control frame that is being read. */
  readonly #control = new Uint8Array(125);
  #undecoded: UnitRecord | null = null;
  #isOver = false;
  #why: Fault | null = null;
  /** Frames that came after an endpoint stopped reading. */
  #unread = 0;

  constructor(
    log: UnitLog,
    stream: Stream,
    compresses: boolean,
    messages: MessageReader,
    pairs: ControlPairs,
    findHint: FindHint,
  ) {
    this.#log = log;
    this.#stream = stream;
    this.#messages = messages;
    this.#pairs = pairs;
    this.#faults = new FrameFaults(stream.sender, compresses, messages, findHint);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Reads the bytes of `read` from index `from` on. */
  read(read: ReadUnit, from: number): void {
    const { bytes } = read;
    const { length } = bytes;
    if (this.#frame !== null) this.#faults.goOn(this.#frame);
    let at = from;
    while (at < length) {
      if (this.#inPayload) at = this.#readPayload(read, at);
      else if (this.#isOver) {
        this.#growUndecoded(read, at);
        return;
      } else if (this.#headerCount === 0 && length - at >= 2 && length - at >= headerSize(bytes[at + 1]!)) {
        this.#begin(read, at);
        at = this.#takeHeader(read, bytes, at, at);
      } else at = this.#gatherHeader(read, at);
    }
  }

  /** Nothing has come for a while: what the current frame lacks is said of it, until more comes. */
  wait(): void {
    const frame = this.#frame;
    if (frame === null || this.#isOver) return;
    const isHeader = this.#headerCount > 0;
    const came = isHeader ? this.#headerCount : this.#taken;
    const of = isHeader ? headerSizeOf(this.#header, came) : came + this.#remaining;
    this.#faults.wait(frame, { part: isHeader ? 'header' : 'payload', came, of });
  }

  /** Nothing after this is decoded. */
  stop(why: Fault): void {
    if (this.#isOver) return;
    this.#why = why;
    this.#isOver = true;
    this.#inPayload = false;
  }

  /** No more bytes will come. */
  end(_how: StreamEnd): void {
    if (!this.#isOver) {
      if (this.#frame !== null) {
        this.#faults.goOn(this.#frame);
        this.#cut(this.#frame);
      }
      this.#messages.cut(this.#frame === null);
      if (!this.#faults.hasFailed) this.#messages.endAbove(this.#stream.sender);
      if (this.#pairs.endsWithoutClose() && this.#frame === null) this.#endWithoutClose();
    }
    this.#messages.end();
  }

  #begin(read: ReadUnit, at: number): void {
    const frame = this.#log.addWire(BY_OPCODE[read.bytes[at]! & 15]!, read, read.start + at);
    if (this.#faults.hasFailed) frame.markAfterFailure();
    this.#frame = frame;
  }

  #gatherHeader(read: ReadUnit, from: number): number {
    const { bytes } = read;
    const header = this.#header;
    if (this.#headerCount === 0) this.#begin(read, from);
    let at = from;
    while (at < bytes.length) {
      header[this.#headerCount++] = bytes[at++]!;
      if (this.#headerCount >= 2 && this.#headerCount === headerSize(header[1]!)) {
        const size = this.#headerCount;
        this.#headerCount = 0;
        return this.#takeHeader(read, header, 0, at - size);
      }
    }
    this.#frame!.growTo(read.end, read);
    return at;
  }

  /**
   * The whole header is in `header` at `at`, and begins at index `start` of the read (negative when it began in an
   * earlier one). Returns the index after it.
   */
  #takeHeader(read: ReadUnit, header: Uint8Array, at: number, start: number): number {
    const frame = this.#frame!;
    const byte0 = header[at]!;
    const byte1 = header[at + 1]!;
    const size = headerSize(byte1);
    const length = payloadLength(header, at);
    const end = start + size;
    frame.growTo(read.start + end, read);
    this.#opcode = byte0 & 15;
    this.#isFinal = byte0 > 127;
    this.#key = byte1 > 127 ? int32(header, at + size - 4) : 0;
    this.#taken = 0;
    this.#remaining = length;
    const faults = this.#faults;
    const { setting } = faults;
    const isSound = isShortest(byte1, length) && isPlain(byte0, byte1, setting);
    if ((faults.isClosed || !isSound) && !faults.accept(frame, byte0, byte1, length)) {
      // Its last byte never comes.
      if (length > Number.MAX_SAFE_INTEGER) this.#remaining = Number.POSITIVE_INFINITY;
    } else if (this.#opcode < 3) {
      setting.mayContinue = !this.#isFinal;
      setting.mayBegin = this.#isFinal;
      if (this.#opcode > 0) this.#messages.begin(frame, this.#opcode === 1, (byte0 & 0x40) !== 0);
      else this.#messages.resume(frame, faults.hasFailed);
    }
    this.#inPayload = this.#remaining > 0;
    if (!this.#inPayload) this.#endFrame(read, end, end);
    return end;
  }

  #readPayload(read: ReadUnit, from: number): number {
    const frame = this.#frame!;
    const end = this.#remaining < read.bytes.length - from ? from + this.#remaining : read.bytes.length;
    const phase = this.#taken & 3;
    if (this.#faults.isPassedOver) {
      // Only shown.
    } else if (this.#opcode < 3) {
      const isLast = this.#isFinal && end - from === this.#remaining;
      this.#messages.take(read.bytes, from, end, this.#key, phase, isLast);
    } else unmask(read.bytes, from, end, this.#key, phase, this.#control, this.#taken);
    this.#taken += end - from;
    this.#remaining -= end - from;
    frame.growTo(read.start + end, read);
    if (this.#remaining === 0) this.#endFrame(read, end - this.#taken, end);
    else if (this.#faults.isPassedOver) {
      if (frame.end - frame.start >= HINT_BYTES) this.#faults.giveHint(frame);
    } else if (this.#opcode < 3) this.#messages.grow(read.start + end, read);
    return end;
  }

  /** The payload was `[start, end)` of this read; `start` is negative when it began earlier. */
  #endFrame(read: ReadUnit, start: number, end: number): void {
    const frame = this.#frame!;
    frame.complete();
    this.#frame = null;
    this.#inPayload = false;
    const { hasFailed, isClosed } = this.#faults;
    if ((hasFailed || isClosed) && ++this.#unread === MAX_UNREAD_FRAMES)
      this.stop(tooManyUnread(MAX_UNREAD_FRAMES));
    if (this.#faults.isFaulty && !this.#faults.end(frame)) return;
    if (this.#opcode > 7) this.#endControl(frame);
    else if (!this.#messages.endFrame(frame, this.#isFinal, read, start, end, this.#key)) {
      this.#faults.hasFailed = true;
    }
  }

  #endControl(frame: UnitRecord): void {
    const payload = this.#control.subarray(0, this.#taken);
    if (this.#opcode === 8) {
      this.#faults.close(frame, payload);
      this.#pairs.close(frame);
      this.#messages.above?.closing?.(frame);
    } else if (this.#opcode === 9) this.#pairs.ping(frame, payload);
    else if (!this.#pairs.pong(frame, payload)) this.#faults.noteOtherData(frame);
  }

  /** The direction ended inside this frame. */
  #cut(frame: UnitRecord): void {
    if (this.#headerCount > 0) this.#faults.cutHeader(frame, this.#header, this.#headerCount);
    else this.#faults.cutPayload(frame, this.#taken, this.#taken + this.#remaining);
  }

  #endWithoutClose(): void {
    const last = this.#stream.wireUnits.at(-1);
    if (last?.layer === 'websocket' && !last.isAfterFailure) addFault(last, WITHOUT_CLOSE);
  }

  #growUndecoded(read: ReadUnit, from: number): void {
    if (this.#undecoded === null) {
      this.#undecoded = this.#log.addWire(CODES.undecoded, read, read.start + from);
      this.#undecoded.fault = this.#why;
      this.#undecoded.complete();
    }
    this.#undecoded.growTo(read.end, read);
  }
}
