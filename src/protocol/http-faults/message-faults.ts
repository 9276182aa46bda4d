import type { StreamEnd } from '../decoder';
import type { HttpDirection } from '../http-direction';
import type { HttpExchanges } from '../http-exchanges';
import type { HttpFault, HttpHead } from '../http-head';
import { bodyPieces, dataOf, headOf } from '../http1-content';
import type { Fault } from '../layer-unit';
import { joinPieces } from '../origin';
import type { UnitRecord } from '../records';
import { beforeOf } from './before';
import { bodyLengthOf } from './body-length';
import { cutFault, unfinished } from './cut';
import { type Finding, faultOf, type Question } from './finding';
import { type Before, FIRST_BYTES, faultOfNoHead } from './first-bytes';
import { faultsOfHead } from './head-faults';
import { type FaultEvent, type LenientEvent, LenientFraming } from './lenient-framing';
import { faultOfLater, faultOfUnasked } from './order';

/** Most findings that are kept of one message. */
const MAX_FOUND = 60;
/** Most bytes after a message that are looked at to explain them. */
const MAX_REST_BYTES = 1024;

/** What is wrong with the messages of one direction, from the first one that is not obviously within the rules. */
export class MessageFaults {
  readonly #direction: HttpDirection;
  readonly #exchanges: HttpExchanges;
  /** Reads the direction from that message on. */
  #framing: LenientFraming | null = null;
  /** A wrong byte in a line that may not have come whole. */
  #early: (HttpFault & { readonly at: number }) | null = null;
  /** What is wrong with the current message. */
  #found: Finding[] = [];
  /** Endpoints end the connection with a message that has come. */
  #hasFailed = false;
  /** What the current message lacks, while nothing comes. */
  #unfinished: Finding | null = null;
  /** How the last message ended, for the bytes after it that are not HTTP; undefined while there are none. */
  #before: Before | null | undefined;

  constructor(direction: HttpDirection, exchanges: HttpExchanges) {
    this.#direction = direction;
    this.#exchanges = exchanges;
  }

  /**
   * Reads again from `start` on, where the message begins that may break the rule `early`, if not another one before. The
   * request before it may wait for its answer.
   */
  readAgain(
    start: number,
    early: HttpFault & { readonly at: number },
    isWaiting: boolean,
  ): readonly LenientEvent[] {
    const { current, stream } = this.#direction;
    const { responses, responseTo } = this.#exchanges;
    const head = current && headOf(current);
    // The request of a response whose head has come is no longer among those that wait.
    const answered = head !== null && responseTo?.unit.partner === current ? responseTo : null;
    const answers = responses - (answered === null ? 0 : 1);
    const framing = new LenientFraming(stream, {
      start,
      hasHead: head !== null,
      isWaiting,
      answers,
      requestOf: (k) => (k === answers && answered !== null ? answered : this.#exchanges.requestOf(k)),
    });
    this.#framing = framing;
    this.#direction.framing = framing;
    this.#early = early;
    if (current !== null && head !== null) this.judgeHead(current, head);
    return framing.push();
  }

  /** Another message begins. */
  begin(unit: UnitRecord): void {
    this.#found = [];
    if (this.#hasFailed) unit.markAfterFailure();
  }

  take(event: FaultEvent): void {
    if (event.kind === 'found') this.#add(event.finding);
    else if (event.kind === 'lost') this.#stopAt(event.at);
    else if (event.kind === 'line') this.#takeLine(event.end);
    else this.#takeNoHead();
  }

  #add(finding: Finding): void {
    if (this.#direction.current === null) this.#direction.begin();
    // A body may break a rule in every chunk.
    if (this.#found.length >= MAX_FOUND && (this.#hasFailed || !finding.fails)) return;
    this.#found.push(finding);
    this.#tell();
  }

  /** The request that a response of this direction answers. */
  get #question(): Question | null {
    return this.#direction.stream.sender === 'server' ? this.#exchanges.responseTo : null;
  }

  /** The head of the current message has come. */
  judgeHead(unit: UnitRecord, head: HttpHead): void {
    if (this.#framing === null) return;
    const data = dataOf(unit)!;
    const { sender } = this.#direction.stream;
    const bytes = this.#direction.stream.slice(unit.start, unit.start + data.headLength);
    unit.data = { ...data, isChunked: bodyLengthOf(head) === 'chunked' };
    this.#found.push(...faultsOfHead(bytes, head, sender, this.#question));
    const { isUnasked, isAfter, responses } = this.#exchanges;
    if (sender === 'server' && isUnasked) this.#found.push(faultOfUnasked(head, responses > 0));
    if (sender === 'client' && isAfter !== null) this.#found.push(faultOfLater(isAfter));
    this.#tell();
  }

  /** More of the current message has come, or is known. False when it keeps to the rules as far as is known. */
  update(): boolean {
    if (this.#framing === null) return false;
    this.#tell();
    return true;
  }

  /** Says what is wrong with the current message, as far as it has come. */
  #tell(): void {
    const { current: unit, beyondHttp } = this.#direction;
    const framing = this.#framing;
    if (unit === null) return;
    const all = [...this.#found, ...(framing?.foundInLines ?? [])];
    if (all.some(({ fails }) => fails)) this.#hasFailed = true;
    // The first of them is what the endpoint acts on.
    for (const [index, fault] of beyondHttp.entries()) {
      all.push({ fault, fails: index === 0 && fault.kind === undefined, isLate: true });
    }
    const early = this.#early;
    if (early !== null && early.message !== '' && framing !== null && framing.lineStart <= early.at) {
      const { message, spec, at } = early;
      const range = { start: at - unit.start, end: at - unit.start + 1 };
      all.push({ fault: { message, spec, range }, fails: true });
    }
    const fault = faultOf(all);
    if (fault !== null || unit.fault !== null) unit.fault = fault;
  }

  /** Nothing after `at`, where the current message ends for now, can be read. */
  #stopAt(at: number): void {
    const direction = this.#direction;
    const { current, stream } = direction;
    if (current !== null) direction.endAt(current, at + 1);
    this.#early = null;
    this.#tell();
    direction.stop();
    if (stream.length > at + 1) direction.growUndecoded(at + 1);
  }

  /** A line before the first head that is not HTTP. */
  #takeLine(end: number): void {
    const unit = this.#direction.current ?? this.#direction.begin(0);
    this.#direction.grow(end);
    this.#direction.completeUndecoded(unit);
    this.#explain(unit, null);
    this.#hasFailed = true;
  }

  /** Where a head should begin, there is none. */
  #takeNoHead(): void {
    const direction = this.#direction;
    const unit = direction.current ?? direction.begin();
    direction.completeUndecoded(unit);
    direction.stop();
    const { last } = direction;
    const head = last && headOf(last);
    this.#before = null;
    if (last !== null && head !== null) {
      const body = () => joinPieces(bodyPieces(last));
      this.#before = beforeOf(head, dataOf(last)!.isChunked, body, this.#question);
    }
    direction.growUndecoded(unit.start, unit);
  }

  /** Says what the undecoded bytes at the end of this direction look like. */
  explainRest(unit: UnitRecord): void {
    if (this.#before !== undefined) this.#explain(unit, this.#before);
  }

  #explain(unit: UnitRecord, before: Before | null): void {
    const { stream, refusedAt } = this.#direction;
    const size = unit.end - unit.start;
    const shown = size <= MAX_REST_BYTES ? size : FIRST_BYTES;
    const bytes = stream.slice(unit.start, unit.start + shown);
    const range = { start: 0, end: before === null ? 1 : size };
    const fault: Fault = { ...faultOfNoHead(bytes, size, stream.sender, before), range };
    const isRefused = unit.start === refusedAt && startsFrame(bytes);
    unit.fault = isRefused ? { ...fault, hint: REFUSED } : fault;
  }

  /** Nothing has come for a while inside this message. */
  wait(unit: UnitRecord): void {
    const bytes = this.#direction.stream.slice(unit.start, unit.end);
    const headLength = dataOf(unit)?.headLength ?? bytes.length;
    const fault = this.#hasFailed ? null : unfinished(bytes, headOf(unit), headLength, unit.sender);
    if (fault === null) return;
    this.#unfinished = { fault, fails: false };
    this.#found.push(this.#unfinished);
    this.#tell();
  }

  /** More of this direction has come, or it has ended. */
  goOn(): void {
    if (this.#unfinished === null) return;
    this.#found = this.#found.filter((finding) => finding !== this.#unfinished);
    this.#unfinished = null;
    this.#tell();
  }

  /** The direction ended inside this message. */
  cut(unit: UnitRecord, how: StreamEnd): void {
    const { sender } = unit;
    const bytes = this.#direction.stream.slice(unit.start, unit.end);
    // An empty line after a request is nothing that is cut (RFC 9112 §2.2).
    if (sender === 'client' && bytes.every((byte) => byte === 13 || byte === 10)) return;
    const headLength = dataOf(unit)?.headLength ?? bytes.length;
    this.#found.push({ fault: cutFault(bytes, headOf(unit), headLength, sender, how), fails: false });
    this.#tell();
  }
}

const REFUSED =
  'These bytes look like a WebSocket frame: the client sent it before the answer, and the answer refuses the WebSocket.';

/** Whether a frame with FIN 1 and a defined opcode may begin with these bytes (RFC 6455 §5.2). */
function startsFrame([byte = 0]: Uint8Array): boolean {
  return byte === 0x81 || byte === 0x82 || (byte >= 0x88 && byte <= 0x8a);
}
