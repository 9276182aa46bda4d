import { Inflater } from './inflate';
import type { Payload, PayloadReader } from './layer';
import { joinPieces, type Piece, unmask } from './origin';
import { type ReadUnit, type UnitLog, type UnitRecord, unitCode } from './records';
import type { Fault } from './unit';
import { badUtf8At, Utf8Checker } from './utf8';
import { framePayload } from './websocket-frame-describe';
import { tooLarge } from './websocket-rules';

/** Most bytes that one compressed message may inflate to here. */
export const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

const TEXT = unitCode('message', 'text');
const BINARY = unitCode('message', 'binary');

/** Above this, working memory is given back after a message. */
const SCRATCH_BYTES = 1024 * 1024;

/** What permessage-deflate does in one direction (RFC 7692 §7.1). */
export interface Compression {
  /** Whether a message may refer to the ones before it. */
  readonly contextTakeover: boolean;
  /** Size of the LZ77 window, as the exponent of 2: 8 to 15. */
  readonly windowBits: number;
}

/**
 * Puts the frames of one direction together to messages (RFC 6455 §5.4), inflates them (RFC 7692) and checks that
 * text is UTF-8, byte by byte as it comes (§8.1). Hands each whole message to the layer above.
 */
export class MessageReader {
  readonly #log: UnitLog;
  readonly #above: PayloadReader | null;
  readonly #takesOver: boolean;
  readonly #inflater: Inflater | null;
  readonly #utf8 = new Utf8Checker();
  readonly #payload: { -readonly [Key in keyof Payload]: Payload[Key] };
  #scratch = new Uint8Array(4096);
  #message: UnitRecord | null = null;
  #lastFrame: UnitRecord | null = null;
  #isText = false;
  #isCompressed = false;
  #isBroken = false;
  /** Bytes of the message so far, before inflating. */
  #length = 0;

  constructor(log: UnitLog, above: PayloadReader | null, compression: Compression | null) {
    this.#log = log;
    this.#above = above;
    this.#takesOver = compression?.contextTakeover ?? false;
    this.#inflater = compression === null ? null : new Inflater(-compression.windowBits);
    this.#payload = { bytes: this.#scratch, start: 0, end: 0, isText: true };
  }

  begin(frame: UnitRecord, isText: boolean, isCompressed: boolean): void {
    this.#message = this.#log.addAbove(isText ? TEXT : BINARY, frame);
    this.#lastFrame = frame;
    this.#isText = isText;
    this.#isCompressed = isCompressed;
    this.#isBroken = false;
    this.#length = 0;
    this.#utf8.reset();
  }

  resume(frame: UnitRecord): void {
    this.#lastFrame!.next = frame;
    this.#lastFrame = frame;
    frame.content = this.#message;
  }

  /** The next payload bytes `[start, end)`, masked. */
  take(bytes: Uint8Array, start: number, end: number, key: number, phase: number): void {
    const at = this.#length;
    this.#length += end - start;
    if (!this.#isText || this.#isCompressed || this.#isBroken) return;
    const bad = this.#utf8.scan(bytes, start, end, key, phase);
    if (bad < 0) return;
    this.#message!.fault = notUtf8(at + bad - start);
    this.#isBroken = true;
  }

  /** The frame has grown to `end` in `read`. */
  grow(end: number, read: ReadUnit): void {
    this.#message?.growTo(end, read);
  }

  /**
   * A frame has ended, whose payload is `[start, end)` of the read (masked) when `start` is not negative. False when the
   * message is broken.
   */
  endFrame(
    frame: UnitRecord,
    isFinal: boolean,
    read: ReadUnit,
    start: number,
    end: number,
    key: number,
  ): boolean {
    const message = this.#message;
    if (message === null) return true;
    message.growTo(read.start + end, read);
    if (this.#isBroken) {
      this.#message = null;
      message.complete();
      return false;
    }
    if (!isFinal) return true;
    this.#message = null;
    message.complete();
    if (this.#isCompressed) return this.#endCompressed(message);
    if (this.#isText && !this.#utf8.isBetweenCharacters) {
      message.fault = notUtf8(this.#length - 1);
      return false;
    }
    if (this.#above !== null) {
      if (start >= 0 && message.inside === frame) this.#handOver(message, read.bytes, start, end, key);
      else {
        const whole = joinPieces(messagePieces(message));
        this.#handOver(message, whole, 0, whole.length, 0);
      }
    }
    return true;
  }

  #endCompressed(message: UnitRecord): boolean {
    const inflater = this.#inflater!;
    const length = this.#length;
    const input = this.#scratchOf(length + 4);
    let at = 0;
    for (const { stream, start, end, key, phase } of wirePieces(message)) {
      unmask(stream.slice(start, end), 0, end - start, key, phase, input, at);
      at += end - start;
    }
    // The sender took these four bytes away: RFC 7692 §7.2.1.
    input[length] = 0;
    input[length + 1] = 0;
    input[length + 2] = 255;
    input[length + 3] = 255;
    const inflated = inflater.inflate(input.subarray(0, length + 4), MAX_INFLATED_BYTES, true);
    if (!this.#takesOver) inflater.reset();
    if (!(inflated instanceof Uint8Array)) {
      message.data = NO_BYTES;
      message.fault = inflated === 'corrupt' ? CORRUPT : tooLarge(MAX_INFLATED_BYTES);
      return false;
    }
    message.data = inflated;
    const bad = this.#isText ? badUtf8At(inflated) : -1;
    if (bad >= 0) {
      message.fault = notUtf8(bad);
      return false;
    }
    if (this.#above !== null) this.#handOver(message, inflated, 0, inflated.length, 0);
    return true;
  }

  #handOver(message: UnitRecord, bytes: Uint8Array, start: number, end: number, key: number): void {
    const payload = this.#payload;
    payload.isText = this.#isText;
    if (key === 0) {
      payload.bytes = bytes;
      payload.start = start;
      payload.end = end;
    } else {
      payload.bytes = this.#scratchOf(end - start);
      payload.start = 0;
      payload.end = end - start;
      unmask(bytes, start, end, key, 0, payload.bytes, 0);
    }
    this.#above!.read(message, payload);
    payload.bytes = this.#scratch;
    if (this.#scratch.length > SCRATCH_BYTES) this.#scratch = new Uint8Array(4096);
  }

  #scratchOf(size: number): Uint8Array {
    if (this.#scratch.length < size) this.#scratch = new Uint8Array(Math.max(size, this.#scratch.length * 2));
    return this.#scratch;
  }
}

const NO_BYTES = new Uint8Array(0);

const CORRUPT: Fault = {
  message: 'The compressed data of the message is not valid DEFLATE data.',
  spec: 'RFC 7692 §7.2.2',
  range: { start: 0, end: 0 },
  closeCode: 1007,
};

function notUtf8(at: number): Fault {
  return {
    message: `A text message must be UTF-8: byte ${at} cannot stand there.`,
    spec: 'RFC 6455 §8.1',
    range: { start: at, end: at + 1 },
    closeCode: 1007,
  };
}

/** The frames that carry a message, in order. */
export function framesOf(message: UnitRecord): UnitRecord[] {
  const frames: UnitRecord[] = [];
  for (let frame = message.inside; frame !== null; frame = frame.next) frames.push(frame);
  return frames;
}

function wirePieces(message: UnitRecord) {
  return framesOf(message).flatMap((frame) => framePayload(frame) ?? []);
}

/** Whether a message is compressed: RSV1 of its first frame (RFC 7692 §6). */
export function isCompressed(message: UnitRecord): boolean {
  return (message.stream.slice(message.start, message.start + 1)[0]! & 0x40) !== 0;
}

/** Where the bytes of a message come from: its frames' payloads, or what they inflate to once they have all come. */
export function messagePieces(message: UnitRecord): readonly Piece[] {
  const pieces = wirePieces(message);
  if (!isCompressed(message)) return pieces;
  const bytes = message.data instanceof Uint8Array ? message.data : NO_BYTES;
  return [{ bytes, wire: pieces.map(({ stream, start, end }) => stream.range(start, end)) }];
}
