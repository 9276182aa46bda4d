import type { HttpEvent, HttpRequestFacts } from '../http-framing';
import { HttpFraming } from '../http-framing';
import { type HttpHead, isInterim, latin1, MAX_HEAD_BYTES, parseHead } from '../http-head';
import type { Stream } from '../records';
import { bodyLengthOf } from './body-length';
import { ChunkedBody } from './chunked-body';
import { type Barred, barredContent, faultOfBarred } from './content';
import { type Finding, failure } from './finding';
import { LineFaults } from './head-faults';
import { mayBeRequestLine, readRequestLine } from './request-line';
import { mayBeStatusLine } from './status-line';
import { StreamCursor } from './stream-cursor';

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

type State = 'head' | 'sized' | 'until close' | 'chunked' | 'waiting' | 'over';

const CR = 13;
const NONE: readonly LenientEvent[] = [];

/**
 * Finds where HTTP/1.x messages begin and end as endpoints do that forgive much: it goes on where browsers (responses)
 * or some servers (requests) do, or where the end of the message is known in spite of a broken rule. It reads what has come
 * of a stream, and keeps none of it.
 */
export class LenientFraming {
  readonly #stream: Stream;
  readonly #options: Options;
  readonly #cursor: StreamCursor;
  #state: State;
  #messageStart: number;
  #lines: LineFaults;
  #hasHead: boolean;
  #answers: number;
  #asksToSwitch = false;
  /** Bytes still to come of a body. */
  #remaining = 0;
  #chunks: ChunkedBody | null = null;
  /** The message must not have content; null once it is told, or when it may. */
  #barred: Barred | null = null;

  constructor(stream: Stream, options: Options) {
    this.#stream = stream;
    this.#options = options;
    this.#cursor = new StreamCursor(stream, options.start);
    this.#messageStart = options.start;
    this.#hasHead = options.hasHead;
    this.#answers = options.answers;
    this.#state = options.isWaiting ? 'waiting' : 'head';
    this.#lines = new LineFaults(stream.sender);
  }

  /** Bytes read so far, with those of a line that has not come whole. */
  get at(): number {
    const isStopped = this.#state === 'over' || this.#state === 'waiting';
    return isStopped ? this.#cursor.at : this.#stream.length;
  }

  get messageStart(): number {
    return this.#messageStart;
  }

  /** Where the line begins that is being read. */
  get lineStart(): number {
    return this.#cursor.at;
  }

  /** What is wrong with the lines of a head, or of trailers, that have not come whole. */
  get foundInLines(): readonly Finding[] {
    if (this.#state === 'head') return this.#lines.found;
    return this.#state === 'chunked' ? this.#chunks!.found : [];
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
      return [{ kind: 'switched', at: this.#cursor.at }];
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
    if (this.#state === 'over' || this.#state === 'waiting' || this.#cursor.rest === 0) return false;
    if (this.#state === 'head') return this.#readHeadLine(events);
    if (this.#state === 'chunked') return this.#readChunks(events);
    if (this.#state === 'sized') return this.#readSized(events);
    this.#findBarred(events);
    this.#cursor.goTo(this.#stream.length);
    return false;
  }

  #readHeadLine(events: LenientEvent[]): boolean {
    const isStart = this.#lines.startLine === null;
    if (isStart && !this.#mayBeStartLine()) return this.#stop({ kind: 'no head' }, events);
    const end = this.#cursor.lineEnd();
    const limit = this.#messageStart + MAX_HEAD_BYTES;
    if ((end ?? this.#stream.length) > limit || (end === null && this.#stream.length === limit))
      return this.#failLong(limit, events);
    if (end === null) return false;
    const line = this.#cursor.bytesTo(end);
    const isEmpty = line.length === 1 || (line.length === 2 && line[0] === CR);
    if (isStart && !isEmpty && !this.#isStartLine(line)) return this.#readNoStartLine(line, end, events);
    this.#lines.add(line, this.#cursor.at - this.#messageStart);
    this.#cursor.goTo(end);
    if (isEmpty && !isStart) this.#takeHead(events);
    else if (end === limit) return this.#failLong(limit, events);
    return true;
  }

  #mayBeStartLine(): boolean {
    const text = latin1(this.#cursor.bytesTo(this.#cursor.at + 64));
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
    this.#cursor.goTo(end);
    events.push({ kind: 'line', end });
    this.#startMessage();
    return true;
  }

  #failLong(limit: number, events: LenientEvent[]): boolean {
    const at = limit - 1 - this.#messageStart;
    const message = `The head is longer than ${MAX_HEAD_BYTES} bytes, and this page reads no more of it.`;
    const range = { start: at, end: at + 1 };
    events.push({ kind: 'found', finding: failure(range, 'RFC 9110 §5.4', message, { kind: 'limit' }) });
    return this.#stop({ kind: 'lost', at: limit - 1 }, events);
  }

  #takeHead(events: LenientEvent[]): void {
    const start = this.#messageStart;
    const head = parseHead(this.#stream.slice(start, this.#cursor.at));
    if (!this.#hasHead) events.push({ kind: 'head', start, end: this.#cursor.at, head });
    this.#hasHead = false;
    this.#startBody(head, events);
  }

  #startBody(head: HttpHead, events: LenientEvent[]): void {
    const { status } = head;
    const isResponse = head.kind === 'response';
    const request = isResponse ? this.#options.requestOf(this.#answers) : undefined;
    const isSwitch = status === 101;
    if (request !== undefined && (!isInterim(head) || isSwitch)) this.#answers++;
    this.#asksToSwitch = !isResponse && HttpFraming.asksToSwitch(head);
    if (isSwitch || (request?.method === 'CONNECT' && status >= 200 && status < 300)) {
      this.#endMessage(events);
      this.#stop({ kind: 'switched', at: this.#cursor.at }, events);
      return;
    }
    const isBare = isInterim(head) || status === 204 || status === 304;
    const length = isBare || request?.method === 'HEAD' ? 'none' : bodyLengthOf(head);
    this.#barred = barredContent(head);
    if (length === 'none' || length === 0) this.#endMessage(events);
    else if (length === 'unclear') this.#stop({ kind: 'lost', at: this.#cursor.at - 1 }, events);
    else if (length === 'until close') this.#state = 'until close';
    else if (length === 'chunked') {
      this.#state = 'chunked';
      this.#chunks = new ChunkedBody(this.#cursor, this.#messageStart, this.#barred);
    } else {
      this.#state = 'sized';
      this.#remaining = length;
    }
  }

  /** More has come of a body that lasts until the close. */
  #findBarred(events: LenientEvent[]): void {
    if (this.#barred === null) return;
    const at = this.#cursor.at - this.#messageStart;
    const range = { start: at, end: at + 1 };
    events.push({ kind: 'found', finding: faultOfBarred(this.#barred, range, 'nothing follows its head') });
    this.#barred = null;
  }

  #readSized(events: LenientEvent[]): boolean {
    this.#remaining = this.#cursor.pass(this.#remaining);
    if (this.#remaining > 0) return false;
    this.#endMessage(events);
    return true;
  }

  #readChunks(events: LenientEvent[]): boolean {
    const outcome = this.#chunks!.read(events);
    if (outcome === 'lost') this.#state = 'over';
    else if (outcome === 'end') this.#endMessage(events);
    return outcome === 'more' || outcome === 'end';
  }

  #stop(event: LenientEvent, events: LenientEvent[]): false {
    this.#state = 'over';
    events.push(event);
    return false;
  }

  #startMessage(): void {
    this.#messageStart = this.#cursor.at;
    this.#lines = new LineFaults(this.#stream.sender);
    this.#state = 'head';
  }

  #endMessage(events: LenientEvent[]): void {
    events.push({ kind: 'end', at: this.#cursor.at });
    this.#startMessage();
    if (!this.#asksToSwitch) return;
    this.#asksToSwitch = false;
    this.#state = 'waiting';
    events.push({ kind: 'waiting', at: this.#cursor.at });
  }
}
