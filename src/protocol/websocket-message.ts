import type { ByteSource } from './derived';
import type { Payload, PayloadReader } from './layer';
import type { LayerUnit, Peer } from './layer-unit';
import { type Compression, InflatedMessage, MAX_INFLATED_BYTES, MessageInflater } from './message-inflater';
import { joinPieces, type Piece } from './origin';
import { type ReadUnit, type UnitLog, type UnitRecord, unitCodes } from './records';
import { Scratch } from './scratch';
import { Utf8Checker, utf8Problem } from './utf8';
import { framePayload } from './websocket-frame-describe';
import type { FindHint } from './websocket-hints-source';
import { notUtf8 } from './websocket-message-rules';
import { addFault, cutMessage } from './websocket-rules';

export const MESSAGE_KINDS = ['text', 'binary'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];
/** A message, as its own layer knows it. */
export type MessageUnit = LayerUnit<'message', MessageKind>;

const CODES = unitCodes('message', MESSAGE_KINDS);

/** Where a payload is unmasked for the layer above, which reads it before the next one comes. */
const scratch = new Scratch();

/**
 * Joins the frames of one direction into messages (RFC 6455 §5.4), inflates them (RFC 7692) and checks that
 * text is UTF-8, byte by byte as it comes (§8.1). Hands each whole message to the layer above.
 */
export class MessageReader {
  readonly #log: UnitLog;
  /** Reads the messages; set before the first one comes. */
  above: PayloadReader | null = null;
  readonly #takesOver: boolean;
  readonly #inflater: MessageInflater | null;
  readonly #findHint: FindHint;
  readonly #utf8 = new Utf8Checker();
  readonly #payload: { -readonly [Key in keyof Payload]: Payload[Key] };
  #message: UnitRecord | null = null;
  #lastFrame: UnitRecord | null = null;
  #isText = false;
  #isCompressed = false;
  #isBroken = false;
  #hasHint = false;
  /** The last compressed message that ended: its bytes may explain why the next one is broken. */
  #lastCompressed: UnitRecord | null = null;
  /** Why later messages are not inflated that may refer to an earlier one. */
  #lost: 'too large' | 'corrupt' | null = null;
  /** A message was too large to be inflated here: the layer above would misread what follows. */
  #isIncomplete = false;
  /** Bytes of the message so far, before inflating. */
  #length = 0;
  /** The scratch holds the message already. */
  #isUnmasked = false;

  constructor(log: UnitLog, compression: Compression | null, findHint: FindHint) {
    this.#log = log;
    this.#findHint = findHint;
    this.#takesOver = compression?.contextTakeover ?? false;
    this.#inflater = compression === null ? null : new MessageInflater(log, compression);
    this.#payload = { bytes: scratch.bytes, start: 0, end: 0, isText: true };
  }

  begin(frame: UnitRecord, isText: boolean, isCompressed: boolean): void {
    this.#message = this.#log.addAbove(isText ? CODES.text : CODES.binary, frame);
    this.#lastFrame = frame;
    this.#isText = isText;
    this.#isCompressed = isCompressed;
    this.#isBroken = false;
    this.#hasHint = false;
    this.#length = 0;
    this.#isUnmasked = false;
    this.#utf8.reset();
  }

  /** Goes on with the message, unless that was abandoned; `hasFailed` when an endpoint has failed the connection before. */
  resume(frame: UnitRecord, hasFailed: boolean): void {
    const message = this.#message;
    if (message === null) return;
    this.#lastFrame!.next = frame;
    this.#lastFrame = frame;
    frame.content = message;
    if (hasFailed && !this.#isBroken) message.markAfterFailure();
    this.grow(frame.end, frame.last);
  }

  /** A frame of the message broke a rule, so the message stays incomplete. */
  abandon(): void {
    this.#message = null;
    this.#isBroken = true;
  }

  /** The next payload bytes `[start, end)`, masked. `isLast` when the message ends with them. */
  take(bytes: Uint8Array, start: number, end: number, key: number, phase: number, isLast: boolean): void {
    const at = this.#length;
    this.#length += end - start;
    if (!this.#isText || this.#isCompressed || this.#isBroken) return;
    if (key !== 0 && at === 0 && isLast && this.above !== null) {
      // The layer above reads it next: most text is ASCII, which shows while it is unmasked.
      this.#isUnmasked = true;
      if (scratch.unmask(bytes, start, end, key)) return;
    }
    const bad = this.#utf8.scan(bytes, start, end, key, phase);
    if (bad < 0) return;
    this.#isBroken = true;
    const byte = bytes[bad]! ^ ((key >>> ((3 - ((bad - start + phase) & 3)) << 3)) & 255);
    const index = at + bad - start;
    this.#message!.fault = notUtf8(index, this.#utf8.whyNot(index, byte), this.#message!.sender);
  }

  /** The frame has grown to `end` in `read`. */
  grow(end: number, read: ReadUnit): void {
    this.#message?.growTo(end, read);
  }

  /**
   * A frame has ended; its masked payload is `[start, end)` of the read unless `start` is negative. False when the
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
    if (isFinal) {
      this.#message = null;
      message.complete();
    }
    if (this.#isBroken) {
      this.#giveHint(message);
      return false;
    }
    if (!isFinal) return true;
    if (this.#isCompressed) return this.#endCompressed(message);
    if (this.#isText && !this.#utf8.isBetweenCharacters) {
      const last = this.#length - 1;
      message.fault = notUtf8(last, this.#utf8.whyNot(last, null), message.sender);
      this.#giveHint(message);
      return false;
    }
    if (this.above !== null && !this.#isIncomplete) {
      if (start >= 0 && message.inside === frame) this.#handOver(message, read.bytes, start, end, key);
      else {
        const whole = joinPieces(messagePieces(message));
        this.#handOver(message, whole, 0, whole.length, 0);
      }
    }
    return true;
  }

  /** The direction ended, between two frames or inside one. */
  cut(isBetweenFrames: boolean): void {
    const message = this.#message;
    if (message === null) return;
    if (this.#isBroken) this.#giveHint(message);
    addFault(message, cutMessage(isBetweenFrames));
  }

  /** The direction of `sender` ended, after all that it sent could be read. */
  endAbove(sender: Peer): void {
    if (!this.#isIncomplete) this.above?.end?.(sender);
  }

  /** No more bytes will come. */
  end(): void {
    this.#inflater?.end();
  }

  /** False when an endpoint would read no further; a limit of this page does not end the reading. */
  #endCompressed(message: UnitRecord): boolean {
    const { rules } = this.#log.inflaters.inflater;
    if (this.#lost !== null && this.#takesOver) {
      message.fault = rules.notInflated(this.#lost);
      return true;
    }
    const inflater = this.#inflater!;
    const previous = this.#lastCompressed;
    this.#lastCompressed = message;
    const inflated = inflater.inflate(message);
    if (inflated === 'corrupt' || inflated === 'too large') {
      this.#lost = inflated;
      if (this.#takesOver) inflater.end();
      if (inflated === 'too large') {
        message.fault = rules.tooLarge(MAX_INFLATED_BYTES);
        this.#isIncomplete = true;
        return true;
      }
      const { why, isAfterFinal } = inflater;
      const keepsContext =
        !this.#takesOver &&
        why.includes('too far back') &&
        previous !== null &&
        inflater.inflatesAfter(previous, message);
      message.fault = rules.corrupt(why, message.sender, keepsContext);
      const pieces = wirePieces(message);
      const before = previous && wirePieces(previous);
      const failure = {
        why,
        isAfterFinal,
        keepsContext,
        resets: this.#takesOver ? null : `${message.sender}_no_context_takeover`,
      };
      this.#findHint(message, 0, ({ deflateHint }) => deflateHint(pieces, before, failure));
      return false;
    }
    const { source, bytes } = inflated;
    message.data = source;
    const bad = this.#isText ? utf8Problem(bytes) : null;
    if (bad !== null) {
      message.fault = notUtf8(bad.at, bad.why, message.sender);
      this.#giveHint(message);
      return false;
    }
    if (this.above !== null && !this.#isIncomplete) this.#handOver(message, bytes, 0, bytes.length, 0);
    return true;
  }

  /** Adds a likely cause to a text message that is not UTF-8, once. */
  #giveHint(message: UnitRecord): void {
    if (this.#hasHint) return;
    this.#hasHint = true;
    const first = message.inside!;
    const { start } = message.fault!.range;
    const pieces = messagePieces(message);
    this.#findHint(message, 0, ({ textHint }) => textHint(first, pieces, start));
  }

  #handOver(message: UnitRecord, bytes: Uint8Array, start: number, end: number, key: number): void {
    const payload = this.#payload;
    payload.isText = this.#isText;
    if (key === 0) {
      payload.bytes = bytes;
      payload.start = start;
      payload.end = end;
    } else {
      if (!this.#isUnmasked) scratch.unmask(bytes, start, end, key);
      payload.bytes = scratch.bytes;
      payload.start = 0;
      payload.end = end - start;
    }
    this.above!.read(message, payload);
    scratch.shrink();
    payload.bytes = scratch.bytes;
  }
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
  const source = inflatedOf(message) ?? NOTHING;
  const wire = pieces.map(({ stream, start, end }) => stream.range(start, end));
  return [{ source, start: 0, end: source.length, wire }];
}

const NOTHING: ByteSource = { length: 0, bytes: () => new Uint8Array(0) };

/** What a compressed message inflated to; null when that failed, or it is incomplete. */
export function inflatedOf(message: UnitRecord): ByteSource | null {
  return message.data instanceof InflatedMessage ? message.data : null;
}
