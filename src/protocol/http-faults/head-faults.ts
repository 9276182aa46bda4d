import { type HttpHead, latin1, linesOf } from '../http-head';
import type { ByteRange, Peer } from '../layer-unit';
import { faultsOfLength } from './body-length';
import { faultsOfAnswer, faultsOfConnection } from './connection-fields';
import { faultsOfBarredLength } from './content';
import { faultOfLineEnds, faultsOfFieldLine } from './field-line';
import type { Finding, Question } from './finding';
import { blemish, CHROMIUM_READS_ON, CHROMIUM_REFUSES, failure } from './finding';
import { faultsOfHost } from './host';
import { faultsOfRequestLine } from './request-line';
import { faultsOfSingleFields } from './single-fields';
import { faultsOfStatusLine } from './status-line';

const CR = 13;
/** Chromium passes over so many before a status line. */
const MAX_BYTES_BEFORE = 4;

/** Takes the lines of a head, or of trailers, one after the other, and finds what is wrong with each. */
export class LineFaults {
  readonly #sender: Peer;
  readonly #found: Finding[] = [];
  readonly #bareLines: ByteRange[] = [];
  #startLine: ByteRange | null = null;
  #lines = 0;
  #isTrailer: boolean;

  constructor(sender: Peer, isTrailer = false) {
    this.#sender = sender;
    this.#isTrailer = isTrailer;
  }

  /** Without its line end; null before it has come. */
  get startLine(): ByteRange | null {
    return this.#startLine;
  }

  /** What was found so far. */
  get found(): readonly Finding[] {
    const ends = faultOfLineEnds(this.#bareLines, this.#sender);
    return ends === null ? this.#found : [...this.#found, ends];
  }

  /** A whole line with its end; `at` is where it begins in the message. */
  add(line: Uint8Array, at: number): void {
    const hasCr = line.at(-2) === CR;
    const end = line.length - (hasCr ? 2 : 1);
    const range = { start: at, end: at + end };
    const isEmpty = end === 0;
    const isLead = isEmpty && this.#startLine === null && !this.#isTrailer;
    if (isLead) {
      this.#lines++;
      return;
    }
    if (!hasCr) this.#bareLines.push({ start: at, end: at + line.length });
    if (isEmpty || this.#found.length > 40) return;
    const text = latin1(line, 0, end);
    if (this.#startLine === null && !this.#isTrailer) this.#addStartLine(text, range);
    else
      this.#found.push(...faultsOfFieldLine(text, at, this.#sender, this.#lines === 0 && !this.#isTrailer));
    this.#lines++;
  }

  #addStartLine(text: string, range: ByteRange): void {
    this.#startLine = range;
    const isRequest = this.#sender === 'client';
    if (!isRequest && this.#lines > 0) {
      const message = 'Nothing stands before a status line, not even an empty line.';
      const before = { start: 0, end: range.start };
      const isTaken = range.start <= MAX_BYTES_BEFORE;
      const effect = isTaken ? CHROMIUM_READS_ON : CHROMIUM_REFUSES;
      this.#found.push((isTaken ? blemish : failure)(before, 'RFC 9112 §2.1', message, { effect }));
    }
    // Counts field lines from here on.
    this.#lines = -1;
    this.#found.push(...(isRequest ? faultsOfRequestLine : faultsOfStatusLine)(text, range.start));
  }
}

/**
 * All that is wrong with a whole head, `bytes`: its lines, and what its fields say together. `question` is the request
 * that a response answers.
 */
export function faultsOfHead(
  bytes: Uint8Array,
  head: HttpHead,
  sender: Peer,
  question: Question | null,
): readonly Finding[] {
  const lines = new LineFaults(sender);
  for (const { start, end } of linesOf(bytes)) lines.add(bytes.subarray(start, end), start);
  const startLine = lines.startLine ?? { start: 0, end: bytes.length };
  const found = [...lines.found, ...faultsOfLength(head, sender), ...faultsOfConnection(head)];
  found.push(...faultsOfBarredLength(head));
  if (sender === 'client') found.push(...faultsOfHost(head, startLine));
  else found.push(...faultsOfAnswer(head, question, startLine), ...faultsOfSingleFields(head));
  return found;
}
