import type { LenientFraming } from './http-faults/lenient-framing';
import type { MessageFaults } from './http-faults/message-faults';
import type { HttpFraming } from './http-framing';
import { HTTP_KINDS } from './http1-content';
import type { Fault } from './layer-unit';
import { type Stream, type UnitLog, type UnitRecord, unitCodes } from './records';

const CODES = unitCodes('http', HTTP_KINDS);

/** One direction of a connection as HTTP: the message that is being read, and what follows the last one. */
export class HttpDirection {
  readonly stream: Stream;
  framing: HttpFraming | LenientFraming;
  /** The message that is being read. */
  current: UnitRecord | null = null;
  /** The message before. */
  last: UnitRecord | null = null;
  /** What its head breaks besides the rules of HTTP itself: those of an opening handshake, or of CORS. */
  beyondHttp: readonly Fault[] = [];
  /** What else is wrong; null until something was not obviously within the rules. */
  faults: MessageFaults | null = null;
  /** Where the bytes after a request go on whose change of protocol was refused. */
  refusedAt = -1;
  /** Nothing more is read as HTTP. */
  isOver = false;
  /** Why the bytes after that are not decoded. */
  why: Fault | null = null;
  readonly #log: UnitLog;
  #undecoded: UnitRecord | null = null;

  constructor(log: UnitLog, stream: Stream, framing: HttpFraming) {
    this.#log = log;
    this.stream = stream;
    this.framing = framing;
  }

  /** Begins a message. */
  begin(start = this.framing.messageStart): UnitRecord {
    const code = this.stream.sender === 'client' ? CODES.request : CODES.response;
    const unit = this.#log.addWire(code, this.stream.readAt(start), start);
    this.current = unit;
    this.beyondHttp = [];
    this.faults?.begin(unit);
    return unit;
  }

  /** The current message has come up to `end` at least. */
  grow(end: number): void {
    if (this.current !== null && end > this.current.end) this.endAt(this.current, end);
  }

  /** The message may have grown over bytes that turned out to be those of the next one. */
  endAt(unit: UnitRecord, end: number): void {
    unit.growTo(end, unit.stream.readAt(end - 1));
  }

  /** The message is whole. */
  complete(unit: UnitRecord): void {
    unit.complete();
    this.current = null;
    this.last = unit;
  }

  /** The current unit is no message. */
  completeUndecoded(unit: UnitRecord): void {
    unit.code = CODES.undecoded;
    unit.complete();
    this.current = null;
  }

  stop(): void {
    this.isOver = true;
    this.current = null;
  }

  /** Adds the latest bytes to those that are not decoded, which begin with `undecoded` or at `start`. */
  growUndecoded(start = this.stream.reads.at(-1)!.start, undecoded = this.#undecoded): void {
    const last = this.stream.reads.at(-1)!;
    const unit = undecoded ?? this.#addUndecoded(start);
    this.#undecoded = unit;
    unit.growTo(last.end, last);
    this.faults?.explainRest(unit);
  }

  #addUndecoded(start: number): UnitRecord {
    const unit = this.#log.addWire(CODES.undecoded, this.stream.readAt(start), start);
    unit.fault = this.why;
    unit.complete();
    return unit;
  }
}
