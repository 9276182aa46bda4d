import type { ByteRange } from './layer-unit';

/** One header field of an HTTP message. Ranges count from the head's own first byte. */
export interface HttpField {
  /** As it is on the wire; compare it case-insensitively (RFC 9110 §5.1). */
  readonly name: string;
  /** Without the optional whitespace around it. Bytes above 0x7f are shown as Latin-1. */
  readonly value: string;
  readonly nameRange: ByteRange;
  readonly valueRange: ByteRange;
}

/** The head of an HTTP/1.x message: its start line and its field lines, including the empty line. */
export interface HttpHead {
  readonly kind: 'request' | 'response';
  /** Request: the method, e.g. "GET"; empty for a response. */
  readonly method: string;
  /** Request: the request target, e.g. "/lab/1/ws"; empty for a response. */
  readonly target: string;
  /** Response: the status code; 0 for a request. */
  readonly status: number;
  /** Response: the reason phrase, which may be empty. */
  readonly reason: string;
  /** For instance "HTTP/1.1". */
  readonly version: string;
  readonly headers: readonly HttpField[];
}

/** What is wrong with a message. */
export interface HttpFault {
  /** The rule, as one plain sentence. */
  readonly message: string;
  readonly spec: string;
  /** Lower-case name of the header field at fault, if it is one. */
  readonly header?: string;
}

/** Longest head that is read, in bytes. Node's own server accepts 16 KiB. */
export const MAX_HEAD_BYTES = 65536;

const CR = 13;
const LF = 10;
const SP = 32;
const HT = 9;
const COLON = 58;

/** Each byte as the character of the same number, as HTTP heads are read. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  for (let at = start; at < end; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4096)));
  }
  return text;
}

/**
 * The complete lines of `bytes` from `from`: each `[start, end)` with its CR LF.
 * What follows the last LF is not a line.
 */
export function linesOf(bytes: Uint8Array, from = 0): ByteRange[] {
  const lines: ByteRange[] = [];
  let start = from;
  for (let end = bytes.indexOf(LF, start); end >= 0; end = bytes.indexOf(LF, start)) {
    lines.push({ start, end: end + 1 });
    start = end + 1;
  }
  return lines;
}

/**
 * The field line at `[start, end)`, its CR LF included; null when there is no colon in it. Whitespace before the colon is
 * no part of the name.
 */
export function parseFieldLine(bytes: Uint8Array, start: number, end: number): HttpField | null {
  const colon = start + bytes.subarray(start, end).indexOf(COLON);
  if (colon < start) return null;
  let nameEnd = colon;
  while (nameEnd > start && isSpace(bytes[nameEnd - 1]!)) nameEnd--;
  const valueRange = trimmed(bytes, colon + 1, end);
  return {
    name: latin1(bytes, start, nameEnd),
    // Of folded lines, the line ends are left out.
    value: latin1(bytes, valueRange.start, valueRange.end).replace(/\r?\n/g, ''),
    nameRange: { start, end: nameEnd },
    valueRange,
  };
}

function trimmed(bytes: Uint8Array, start: number, end: number): ByteRange {
  let first = start;
  let last = end;
  while (last > first && isSpace(bytes[last - 1]!)) last--;
  while (first < last && isSpace(bytes[first]!)) first++;
  return { start: first, end: last };
}

/** Whether a line continues the field line before it (RFC 9112 §5.2). */
export function isFolded(bytes: Uint8Array, line: ByteRange): boolean {
  return bytes[line.start] === SP || bytes[line.start] === HT;
}

const isSpace = (byte: number): boolean => byte === SP || byte === HT || byte === CR || byte === LF;

/**
 * The parts of a head. Tolerates one that is cut short, and reads what breaks the rules as endpoints do that read on: a
 * folded line is part of the field before it, and a line without a colon is passed over.
 */
export function parseHead(bytes: Uint8Array): HttpHead {
  const lines = linesOf(bytes);
  let first = 0;
  while (first < lines.length && isBlank(bytes, lines[first]!)) first++;
  const line = lines[first] ?? { start: lines.at(-1)?.end ?? 0, end: bytes.length };
  const headers: HttpField[] = [];
  for (let index = first + 1; index < lines.length; index++) {
    const { start } = lines[index]!;
    // The lines that are folded into this one.
    while (index + 1 < lines.length && isFolded(bytes, lines[index + 1]!)) index++;
    if (isFolded(bytes, { start, end: start }) || isBlank(bytes, lines[index]!)) continue;
    const field = parseFieldLine(bytes, start, lines[index]!.end);
    if (field !== null) headers.push(field);
  }
  return { ...parseStartLine(latin1(bytes, line.start, line.end).replace(/\r?\n?$/, '')), headers };
}

function parseStartLine(text: string): Omit<HttpHead, 'headers'> {
  if (!/^HTTP(?:\/|[ \t]+\d)/i.test(text))
    return { kind: 'request', status: 0, reason: '', ...requestParts(text) };
  const [, version = '', code = '', reason = ''] = /^(\S*)[ \t]*(\d*)[ \t]?(.*)$/s.exec(text) ?? [];
  return { kind: 'response', method: '', target: '', status: Number(code), reason, version };
}

/**
 * A request line in three parts, between spaces or tabs: the method is its first word, the version its last one, and the
 * target all between, though no target may have spaces (RFC 9112 §3).
 */
function requestParts(text: string): Pick<HttpHead, 'method' | 'target' | 'version'> {
  const line = text.trimEnd();
  const [method = '', second = '', third = ''] = line.split(/[ \t]+/, 3);
  const lastAt = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t')) + 1;
  const last = line.slice(lastAt);
  if (!/^HTTP\/\d/i.test(last)) return { method, target: second, version: third };
  return { method, target: line.slice(method.length, lastAt).trim(), version: last };
}

/** Whether the status code is 1xx: but for 101, another response to the same request follows (RFC 9110 §15.2). */
export function isInterim({ status }: HttpHead): boolean {
  return status >= 100 && status < 200;
}

/** True for an empty line: CR LF, or a lone LF. */
export function isBlank(bytes: Uint8Array, line: ByteRange): boolean {
  return bytes[line.start] === LF || (bytes[line.start] === CR && line.end === line.start + 2);
}

/** All values of a header field joined with commas, or null when the message has none (RFC 9110 §5.3). */
export function headerOf(head: HttpHead, name: string): string | null {
  const wanted = name.toLowerCase();
  const values = head.headers.filter((field) => field.name.toLowerCase() === wanted);
  return values.length === 0 ? null : values.map((field) => field.value).join(', ');
}

/** Whether a comma-separated header field lists this token, ignoring case. */
export function listsToken(head: HttpHead, name: string, token: string): boolean {
  const values = headerOf(head, name)?.split(',') ?? [];
  return values.some((value) => value.trim().toLowerCase() === token);
}
