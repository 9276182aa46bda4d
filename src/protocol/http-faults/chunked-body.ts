import { latin1, MAX_HEAD_BYTES } from '../http-head';
import type { Peer } from '../layer-unit';
import {
  faultOfBareChunkEnd,
  faultOfChunkEnd,
  faultOfFirstDigit,
  faultOfNoEnd,
  faultOfTrailer,
  isHexDigit,
  readChunkLine,
} from './chunks';
import { type Barred, faultOfBarred } from './content';
import { type Finding, failure } from './finding';
import { LineFaults } from './head-faults';
import type { LenientEvent } from './lenient-framing';
import { readRequestLine } from './request-line';
import type { StreamCursor } from './stream-cursor';

const MAX_LINE_BYTES = 16384;
const CR = 13;
const LF = 10;

/** What reading one line or stretch led to: `lost` when nobody can tell where the body ends. */
type Outcome = 'more' | 'incomplete' | 'end' | 'lost';

/** Reads a chunked body (RFC 9112 §7.1), and goes on in spite of broken rules where endpoints do. */
export class ChunkedBody {
  readonly #cursor: StreamCursor;
  readonly #messageStart: number;
  #state: 'size' | 'data' | 'data end' | 'trailers' = 'size';
  #chunkSize = 0;
  /** Bytes still to come of the data of a chunk. */
  #remaining = 0;
  readonly #trailers: LineFaults;
  #barred: Barred | null;

  /** `barred` when the message must not have content. */
  constructor(cursor: StreamCursor, messageStart: number, barred: Barred | null) {
    this.#barred = barred;
    this.#cursor = cursor;
    this.#messageStart = messageStart;
    this.#trailers = new LineFaults(cursor.stream.sender, true);
  }

  /** What is wrong with the trailers that have come. */
  get found(): readonly Finding[] {
    return this.#trailers.found;
  }

  /** Reads one line or stretch; at least one byte has come. */
  read(events: LenientEvent[]): Outcome {
    if (this.#state === 'size') return this.#readSize(events);
    if (this.#state === 'data') return this.#readData();
    return this.#state === 'data end' ? this.#readDataEnd(events) : this.#readTrailer(events);
  }

  #readData(): Outcome {
    this.#remaining = this.#cursor.pass(this.#remaining);
    if (this.#remaining > 0) return 'incomplete';
    this.#state = 'data end';
    return 'more';
  }

  #readSize(events: LenientEvent[]): Outcome {
    const cursor = this.#cursor;
    const { sender } = cursor.stream;
    const at = cursor.at - this.#messageStart;
    const first = cursor.bytesTo(cursor.at + 1)[0]!;
    if (!isHexDigit(first)) return this.#lose(faultOfFirstDigit(first, at, sender), events);
    const end = cursor.lineEnd();
    if ((end === null ? cursor.rest : end - cursor.at) > MAX_LINE_BYTES) {
      const range = { start: at, end: at + 1 };
      const message = `The line with a chunk size is longer than ${MAX_LINE_BYTES} bytes.`;
      return this.#lose(failure(range, 'RFC 9112 §7.1.1', message, { kind: 'limit' }), events);
    }
    if (end === null) return 'incomplete';
    const { size, found } = readChunkLine(cursor.bytesTo(end), at, sender);
    if (size === null) return this.#lose(found[0]!, events);
    for (const finding of found) events.push({ kind: 'found', finding });
    if (size > 0 && this.#barred !== null) {
      const range = { start: at, end: end - this.#messageStart };
      const finding = faultOfBarred(
        this.#barred,
        range,
        'the first of its chunks is the last chunk, of size 0',
      );
      events.push({ kind: 'found', finding });
      this.#barred = null;
    }
    cursor.goTo(end);
    this.#chunkSize = size;
    this.#remaining = size;
    this.#state = size === 0 ? 'trailers' : 'data';
    if (size === 0) events.push({ kind: 'trailers', at: end });
    return 'more';
  }

  #readDataEnd(events: LenientEvent[]): Outcome {
    const cursor = this.#cursor;
    const { sender } = cursor.stream;
    const [first, second] = cursor.bytesTo(cursor.at + 2);
    const at = cursor.at - this.#messageStart;
    if (first === CR && second === undefined) return 'incomplete';
    if (first !== LF && (first !== CR || second !== LF)) {
      const wrong = first === CR ? 1 : 0;
      cursor.goTo(cursor.at + wrong);
      return this.#lose(faultOfChunkEnd(at + wrong, this.#chunkSize, sender), events);
    }
    if (first === LF) events.push({ kind: 'found', finding: faultOfBareChunkEnd(at, sender) });
    cursor.goTo(cursor.at + (first === LF ? 1 : 2));
    this.#state = 'size';
    return 'more';
  }

  #readTrailer(events: LenientEvent[]): Outcome {
    const cursor = this.#cursor;
    const { sender } = cursor.stream;
    const at = cursor.at - this.#messageStart;
    const end = cursor.lineEnd();
    if ((end === null ? cursor.rest : end - cursor.at) > MAX_HEAD_BYTES) {
      const message = `A trailer line is longer than ${MAX_HEAD_BYTES} bytes.`;
      const range = { start: at, end: at + 1 };
      return this.#lose(failure(range, 'RFC 9110 §5.4', message, { kind: 'limit' }), events);
    }
    if (end === null) return 'incomplete';
    const line = cursor.bytesTo(end);
    if (isNextMessage(line, sender)) {
      events.push({ kind: 'found', finding: faultOfNoEnd({ start: at - 1, end: at }, sender) });
      // The line is read again, as the beginning of that message.
      cursor.goTo(cursor.at);
      return 'end';
    }
    const forbidden = faultOfTrailer(line, at, sender);
    if (forbidden !== null) events.push({ kind: 'found', finding: forbidden });
    this.#trailers.add(line, at);
    cursor.goTo(end);
    const isEmpty = line.length === 1 || (line.length === 2 && line[0] === CR);
    if (!isEmpty) return 'more';
    for (const finding of this.#trailers.found) events.push({ kind: 'found', finding });
    return 'end';
  }

  #lose(finding: Finding, events: LenientEvent[]): 'lost' {
    events.push({ kind: 'found', finding });
    events.push({ kind: 'lost', at: this.#messageStart + finding.fault.range.end - 1 });
    return 'lost';
  }
}

/** Whether a line after the last chunk is the start line of another message. */
function isNextMessage(line: Uint8Array, sender: Peer): boolean {
  const text = latin1(line, 0, line.length - (line.at(-2) === CR ? 2 : 1));
  if (sender === 'server') return /^HTTP\/\d\.\d \d/.test(text);
  return readRequestLine(text)?.version.startsWith('HTTP/') ?? false;
}
