import type { HttpEvent, HttpRequestFacts } from '../http-framing';
import { HttpFraming } from '../http-framing';
import { type HttpHead, isInterim, latin1, MAX_HEAD_BYTES, parseHead } from '../http-head';
import type { Stream } from '../records';
import { bodyLengthOf } from './body-length';
import {
  faultOfBareChunkEnd,
  faultOfChunkEnd,
  faultOfFirstDigit,
  faultOfNoEnd,
  faultOfTrailer,
  isHexDigit,
  readChunkLine,
} from './chunks';
import { type Finding, failure } from './finding';
import { LineFaults } from './head-faults';
import { mayBeRequestLine, readRequestLine } from './request-line';
import { mayBeStatusLine } from './status-line';

/** What `LenientFraming` has found besides the ends of messages. */
export type FaultEvent =
  /** The message that is being read breaks a rule; its ranges count from the message's first byte. */
  | { readonly kind: 'found'; readonly finding: Finding }
  /** A line that is not HTTP, after which HTTP begins. */
  | { readonly kind: 'line'; readonly end: number }
  /** Where a head should begin, there is none. Nothing from `messageStart` on is read. */
  | { readonly kind: 'no head' }
  /** Nobody can tell where the message ends: nothing after `at` is read. */
  | { readonly kind: 'lost'; readonly at: number };

/** What it has found: as `HttpFraming` does, and what else follows where it reads on. */
export type LenientEvent = Exclude<HttpEvent, { kind: 'invalid' }> | FaultEvent;

interface Options {
  /** Where the message begins that is to be read first. */
  readonly start: number;
  /** The head of that message has been told already. */
  readonly hasHead: boolean;
  /** The request of that place has been read, and asks for another protocol. */
  readonly isWaiting: boolean;
  /** Number of the request that the first response answers. */
  readonly answers: number;
  requestOf(k: number): HttpRequestFacts | undefined;
}

type State =
  | 'head'
  | 'sized'
  | 'until close'
  | 'size'
  | 'data'
  | 'data end'
  | 'trailers'
  | 'waiting'
  | 'over';

const MAX_LINE_BYTES = 16384;
const CR = 13;
const LF = 10;
const NONE: readonly LenientEvent[] = [];

/**
 * Finds where HTTP/1.x messages begin and end as endpoints do that forgive much: it goes on where browsers (responses)
 * or some servers (requests) do, or where the end of the message is known in spite of a broken rule. It reads what has come
 * of a stream, and keeps none of it.
 */
export class LenientFraming {
  readonly #stream: Stream;
  readonly #options: Options;
  #state: State;
  /** All before this has been read, but for the line that has not come whole. */
  #at: number;
  /** Where to look for the next LF. */
  #scanned: number;
  #messageStart: number;
  #lines: LineFaults;
  #hasHead: boolean;
  #answers: number;
  #asksToSwitch = false;
  /** Bytes still to come of a body or of the data of a chunk. */
  #remaining = 0;
  #chunkSize = 0;

  constructor(stream: Stream, options: Options) {
    this.#stream = stream;
    this.#options = options;
    this.#at = options.start;
    this.#scanned = options.start;
    this.#messageStart = options.start;
    this.#hasHead = options.hasHead;
    this.#answers = options.answers;
    this.#state = options.isWaiting ? 'waiting' : 'head';
    this.#lines = new LineFaults(stream.sender);
  }

  /** Bytes read so far, with those of a line that has not come whole. */
  get at(): number {
    const isStopped = this.#state === 'over' || this.#state === 'waiting';
    return isStopped ? this.#at : this.#stream.length;
  }

  get messageStart(): number {
    return this.#messageStart;
  }

  /** Where the line begins that is being read. */
  get lineStart(): number {
    return this.#at;
  }

  /** What is wrong with the lines of a head, or of trailers, that have not come whole. */
  get foundInLines(): readonly Finding[] {
    return this.#state === 'head' || this.#state === 'trailers' ? this.#lines.found : [];
  }

  /** Reads what has come of the stream. */
  push(): readonly LenientEvent[] {
    const events: LenientEvent[] = [];
    while (this.#step(events));
    return events;
  }

  answered(switched: boolean): readonly LenientEvent[] {
    if (this.#state !== 'waiting') return NONE;
    if (switched) {
      this.#state = 'over';
      return [{ kind: 'switched', at: this.#at }];
    }
    this.#state = 'head';
    return this.push();
  }

  end(): readonly LenientEvent[] {
    if (this.#state !== 'until close') return NONE;
    const events: LenientEvent[] = [];
    this.#endMessage(events);
    this.#state = 'over';
    return events;
  }

  /** Reads one line or stretch; false when no more can be read. */
  #step(events: LenientEvent[]): boolean {
    if (this.#state === 'over' || this.#state === 'waiting' || this.#at >= this.#stream.length) return false;
    switch (this.#state) {
      case 'head':
        return this.#readHeadLine(events);
      case 'sized':
      case 'data':
        return this.#readSized(events);
      case 'until close':
        this.#at = this.#stream.length;
        return false;
      case 'size':
        return this.#readSize(events);
      case 'data end':
        return this.#readDataEnd(events);
      default:
        return this.#readTrailer(events);
    }
  }

  /** The end of the line that begins at `#at`; null when it has not come. */
  #lineEnd(): number | null {
    const { reads, length } = this.#stream;
    if (this.#scanned >= length) return null;
    for (let index = this.#stream.indexAt(this.#scanned); index < reads.length; index++) {
      const { start, bytes } = reads[index]!;
      const found = bytes.indexOf(LF, this.#scanned - start);
      this.#scanned = found < 0 ? start + bytes.length : start + found + 1;
      if (found >= 0) return this.#scanned;
    }
    return null;
  }

  #advance(to: number): void {
    this.#at = to;
    this.#scanned = to;
  }

  #readHeadLine(events: LenientEvent[]): boolean {
    const isStart = this.#lines.startLine === null;
    if (isStart && !this.#mayBeStartLine()) return this.#stop({ kind: 'no head' }, events);
    const end = this.#lineEnd();
    const limit = this.#messageStart + MAX_HEAD_BYTES;
    if ((end ?? this.#stream.length) > limit || (end === null && this.#stream.length === limit))
      return this.#failLong(limit, events);
    if (end === null) return false;
    const line = this.#stream.slice(this.#at, end);
    const isEmpty = line.length === 1 || (line.length === 2 && line[0] === CR);
    if (isStart && !isEmpty && !this.#isStartLine(line)) return this.#readNoStartLine(line, end, events);
    this.#lines.add(line, this.#at - this.#messageStart);
    this.#advance(end);
    if (isEmpty && !isStart) this.#takeHead(events);
    else if (end === limit) return this.#failLong(limit, events);
    return true;
  }

  #mayBeStartLine(): boolean {
    const text = latin1(this.#stream.slice(this.#at, this.#at + 64));
    if (/^\r?\n|^\r$/.test(text)) return true;
    return this.#stream.sender === 'client' ? mayBeRequestLine(text) : mayBeStatusLine(text);
  }

  #isStartLine(line: Uint8Array): boolean {
    if (this.#stream.sender === 'server') return true;
    const text = latin1(line, 0, line.length - (line.at(-2) === CR ? 2 : 1));
    return readRequestLine(text) !== null && !text.startsWith('PRI * HTTP/');
  }

  /** A PROXY protocol line is one line before the first head; anything else is no HTTP. */
  #readNoStartLine(line: Uint8Array, end: number, events: LenientEvent[]): boolean {
    if (this.#messageStart > 0 || !latin1(line, 0, 6).startsWith('PROXY '))
      return this.#stop({ kind: 'no head' }, events);
    this.#advance(end);
    events.push({ kind: 'line', end });
    this.#startMessage();
    return true;
  }

  #failLong(limit: number, events: LenientEvent[]): boolean {
    const at = limit - 1 - this.#messageStart;
    const message = `The head is longer than ${MAX_HEAD_BYTES} bytes, and this page reads no more of it.`;
    const range = { start: at, end: at + 1 };
    this.#find(failure(range, 'RFC 9110 §5.4', message, { kind: 'limit' }), events);
    return this.#stop({ kind: 'lost', at: limit - 1 }, events);
  }

  #takeHead(events: LenientEvent[]): void {
    const start = this.#messageStart;
    const head = parseHead(this.#stream.slice(start, this.#at));
    if (!this.#hasHead) events.push({ kind: 'head', start, end: this.#at, head });
    this.#hasHead = false;
    this.#startBody(head, events);
  }

  #startBody(head: HttpHead, events: LenientEvent[]): void {
    const { status } = head;
    const isResponse = head.kind === 'response';
    const request = isResponse ? this.#options.requestOf(this.#answers) : undefined;
    const isSwitch = status === 101;
    if (isResponse && (!isInterim(head) || isSwitch)) this.#answers++;
    this.#asksToSwitch = !isResponse && HttpFraming.asksToSwitch(head);
    if (isSwitch || (request?.method === 'CONNECT' && status >= 200 && status < 300)) {
      this.#endMessage(events);
      this.#stop({ kind: 'switched', at: this.#at }, events);
      return;
    }
    const isBare = isInterim(head) || status === 204 || status === 304;
    const length = isBare || request?.method === 'HEAD' ? 'none' : bodyLengthOf(head);
    if (length === 'none' || length === 0) this.#endMessage(events);
    else if (length === 'unclear') this.#stop({ kind: 'lost', at: this.#at - 1 }, events);
    else if (length === 'until close') this.#state = 'until close';
    else if (length === 'chunked') this.#state = 'size';
    else {
      this.#state = 'sized';
      this.#remaining = length;
    }
  }

  #readSized(events: LenientEvent[]): boolean {
    const take = Math.min(this.#remaining, this.#stream.length - this.#at);
    this.#remaining -= take;
    this.#advance(this.#at + take);
    if (this.#remaining > 0) return false;
    if (this.#state === 'sized') this.#endMessage(events);
    else this.#state = 'data end';
    return true;
  }

  #readSize(events: LenientEvent[]): boolean {
    const { sender } = this.#stream;
    const at = this.#at - this.#messageStart;
    const first = this.#stream.slice(this.#at, this.#at + 1)[0]!;
    if (!isHexDigit(first)) return this.#lose(faultOfFirstDigit(first, at, sender), events);
    const end = this.#lineEnd();
    if ((end ?? this.#stream.length) - this.#at > MAX_LINE_BYTES) {
      const range = { start: at, end: at + 1 };
      const message = `The line with a chunk size is longer than ${MAX_LINE_BYTES} bytes.`;
      return this.#lose(failure(range, 'RFC 9112 §7.1.1', message, { kind: 'limit' }), events);
    }
    if (end === null) return false;
    const { size, found } = readChunkLine(this.#stream.slice(this.#at, end), at, sender);
    if (size === null) return this.#lose(found[0]!, events);
    for (const finding of found) this.#find(finding, events);
    this.#advance(end);
    this.#chunkSize = size;
    this.#remaining = size;
    this.#state = size === 0 ? 'trailers' : 'data';
    if (size > 0) return true;
    events.push({ kind: 'trailers', at: end });
    this.#lines = new LineFaults(sender, true);
    return true;
  }

  #readDataEnd(events: LenientEvent[]): boolean {
    const { sender } = this.#stream;
    const [first, second] = this.#stream.slice(this.#at, this.#at + 2);
    const at = this.#at - this.#messageStart;
    if (first === CR && second === undefined) return false;
    if (first !== LF && (first !== CR || second !== LF)) {
      const wrong = first === CR ? 1 : 0;
      this.#advance(this.#at + wrong);
      return this.#lose(faultOfChunkEnd(at + wrong, this.#chunkSize, sender), events);
    }
    if (first === LF) this.#find(faultOfBareChunkEnd(at, sender), events);
    this.#advance(this.#at + (first === LF ? 1 : 2));
    this.#state = 'size';
    return true;
  }

  #readTrailer(events: LenientEvent[]): boolean {
    const { sender } = this.#stream;
    const end = this.#lineEnd();
    if ((end ?? this.#stream.length) - this.#at > MAX_HEAD_BYTES) {
      const at = this.#at - this.#messageStart;
      const message = `A trailer line is longer than ${MAX_HEAD_BYTES} bytes.`;
      const range = { start: at, end: at + 1 };
      return this.#lose(failure(range, 'RFC 9110 §5.4', message, { kind: 'limit' }), events);
    }
    if (end === null) return false;
    const line = this.#stream.slice(this.#at, end);
    const at = this.#at - this.#messageStart;
    const isEmpty = line.length === 1 || (line.length === 2 && line[0] === CR);
    if (isNextMessage(line, sender)) {
      this.#find(faultOfNoEnd({ start: at - 1, end: at }, sender), events);
      this.#advance(this.#at);
      this.#endMessage(events);
      return true;
    }
    const forbidden = faultOfTrailer(line, at, sender);
    if (forbidden !== null) this.#find(forbidden, events);
    this.#lines.add(line, at);
    this.#advance(end);
    if (!isEmpty) return true;
    for (const finding of this.#lines.found) this.#find(finding, events);
    this.#endMessage(events);
    return true;
  }

  #find(finding: Finding, events: LenientEvent[]): void {
    events.push({ kind: 'found', finding });
  }

  #lose(finding: Finding, events: LenientEvent[]): false {
    this.#find(finding, events);
    return this.#stop({ kind: 'lost', at: this.#messageStart + finding.fault.range.end - 1 }, events);
  }

  #stop(event: LenientEvent, events: LenientEvent[]): false {
    this.#state = 'over';
    events.push(event);
    return false;
  }

  #startMessage(): void {
    this.#messageStart = this.#at;
    this.#lines = new LineFaults(this.#stream.sender);
    this.#state = 'head';
  }

  #endMessage(events: LenientEvent[]): void {
    events.push({ kind: 'end', at: this.#at });
    this.#startMessage();
    if (!this.#asksToSwitch) return;
    this.#asksToSwitch = false;
    this.#state = 'waiting';
    events.push({ kind: 'waiting', at: this.#at });
  }
}

/** Whether a line after the last chunk is the start line of another message. */
function isNextMessage(line: Uint8Array, sender: Stream['sender']): boolean {
  const text = latin1(line, 0, line.length - (line.at(-2) === CR ? 2 : 1));
  if (sender === 'server') return /^HTTP\/\d\.\d \d/.test(text);
  return readRequestLine(text)?.version.startsWith('HTTP/') ?? false;
}
