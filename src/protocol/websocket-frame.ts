import type { StreamEnd } from './decoder';
import type { Fault } from './layer-unit';
import { unmask } from './origin';
import { type ReadUnit, type Stream, type UnitLog, type UnitRecord, unitCodes } from './records';
import type { ControlPairs } from './websocket-control';
import { headerSize, int32, MAX_HEADER_BYTES, payloadLength } from './websocket-frame-header';
import type { MessageReader } from './websocket-message';
import {
  afterClose,
  checkClose,
  checkLength,
  checkStart,
  FRAME_KINDS,
  type FrameSetting,
  OPCODES,
} from './websocket-rules';

const CODES = unitCodes('websocket', FRAME_KINDS);
const BY_OPCODE = OPCODES.map((kind) => CODES[kind]);

/**
 * Reads the frames of one direction after the opening handshake (RFC 6455 §5). A frame that breaks a rule is still
 * shown to its end; then the rest of the direction is one `undecoded` unit, as an endpoint would read no further.
 */
export class FrameReader {
  readonly #log: UnitLog;
  readonly #messages: MessageReader;
  readonly #pairs: ControlPairs;
  readonly #setting: { -readonly [Key in keyof FrameSetting]: FrameSetting[Key] };
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
  /** A rule was broken: reading ends with the current frame. */
  #isFailing = false;
  #undecoded: UnitRecord | null = null;
  #isOver = false;
  #why: Fault | null = null;
  #isClosed = false;

  constructor(
    log: UnitLog,
    stream: Stream,
    compresses: boolean,
    messages: MessageReader,
    pairs: ControlPairs,
  ) {
    this.#log = log;
    this.#messages = messages;
    this.#pairs = pairs;
    this.#setting = { sender: stream.sender, compresses, inMessage: false };
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Reads the bytes of `read` from index `from` on. */
  read(read: ReadUnit, from: number): void {
    const { bytes } = read;
    const { length } = bytes;
    let at = from;
    while (at < length) {
      if (this.#inPayload) at = this.#readPayload(read, at);
      else if (this.#isOver) {
        this.#growUndecoded(read, at);
        return;
      } else if (this.#headerCount === 0 && length - at >= 2 && length - at >= headerSize(bytes[at + 1]!)) {
        this.#begin(read, at);
        this.#check(bytes[at]!, bytes[at + 1]!);
        at = this.#takeHeader(read, bytes, at, at);
      } else at = this.#gatherHeader(read, at);
    }
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
    this.#messages.end();
  }

  #begin(read: ReadUnit, at: number): void {
    this.#frame = this.#log.addWire(BY_OPCODE[read.bytes[at]! & 15]!, read, read.start + at);
  }

  #gatherHeader(read: ReadUnit, from: number): number {
    const { bytes } = read;
    const header = this.#header;
    if (this.#headerCount === 0) this.#begin(read, from);
    let at = from;
    while (at < bytes.length) {
      header[this.#headerCount++] = bytes[at++]!;
      if (this.#headerCount === 2) this.#check(header[0]!, header[1]!);
      if (this.#headerCount >= 2 && this.#headerCount === headerSize(header[1]!)) {
        const size = this.#headerCount;
        this.#headerCount = 0;
        return this.#takeHeader(read, header, 0, at - size);
      }
    }
    this.#frame!.growTo(read.end, read);
    return at;
  }

  #check(byte0: number, byte1: number): void {
    const fault = checkStart(byte0, byte1, this.#setting);
    if (fault !== null) this.#fail(fault);
  }

  #fail(fault: Fault): void {
    this.#frame!.fault ??= fault;
    this.#isFailing = true;
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
    if ((byte1 & 127) > 125 && !this.#isFailing) this.#checkLength(byte1 & 127, length);
    if (this.#opcode < 3 && !this.#isFailing) {
      this.#setting.inMessage = !this.#isFinal;
      if (this.#isClosed) frame.fault ??= afterClose(OPCODES[this.#opcode]!);
      else if (this.#opcode === 0) this.#messages.resume(frame);
      else this.#messages.begin(frame, this.#opcode === 1, (byte0 & 0x40) !== 0);
    }
    if (length > Number.MAX_SAFE_INTEGER) this.#remaining = 0;
    this.#inPayload = this.#remaining > 0;
    if (!this.#inPayload) this.#endFrame(read, end, end);
    return end;
  }

  #checkLength(length7: number, length: number): void {
    const fault = checkLength(length7, length);
    if (fault === null) return;
    if (fault.closeCode === undefined) this.#frame!.fault = fault;
    else this.#fail(fault);
  }

  #readPayload(read: ReadUnit, from: number): number {
    const frame = this.#frame!;
    const end = this.#remaining < read.bytes.length - from ? from + this.#remaining : read.bytes.length;
    const phase = this.#taken & 3;
    if (this.#isFailing || this.#isClosed) {
      // Only shown.
    } else if (this.#opcode < 3) {
      this.#messages.take(read.bytes, from, end, this.#key, phase);
    } else unmask(read.bytes, from, end, this.#key, phase, this.#control, this.#taken);
    this.#taken += end - from;
    this.#remaining -= end - from;
    frame.growTo(read.start + end, read);
    if (this.#remaining === 0) this.#endFrame(read, end - this.#taken, end);
    else if (this.#opcode < 3) this.#messages.grow(read.start + end, read);
    return end;
  }

  /** The payload was `[start, end)` of this read; `start` is negative when it began earlier. */
  #endFrame(read: ReadUnit, start: number, end: number): void {
    const frame = this.#frame!;
    frame.complete();
    this.#frame = null;
    this.#inPayload = false;
    if (!this.#isFailing && this.#opcode > 7) this.#endControl(frame);
    else if (!this.#isFailing && !this.#isClosed) {
      const isSound = this.#messages.endFrame(frame, this.#isFinal, read, start, end, this.#key);
      if (!isSound) this.#isFailing = true;
    }
    if (this.#isFailing) this.#isOver = true;
  }

  #endControl(frame: UnitRecord): void {
    const payload = this.#control.subarray(0, this.#taken);
    if (this.#opcode === 8) {
      const fault = checkClose(payload, frame.end - frame.start - this.#taken);
      this.#isClosed = true;
      this.#pairs.close(frame);
      if (fault === null) return;
      frame.fault = fault;
      this.#isFailing = true;
    } else if (this.#opcode === 9) this.#pairs.ping(frame, payload);
    else this.#pairs.pong(frame, payload);
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
