import type { ByteRange, Peer } from './layer-unit';

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
const VERSION = [72, 84, 84, 80, 47, 49, 46]; // "HTTP/1."

const LEAD = 0;
const LEAD_LF = 1;
const METHOD = 2;
const TARGET_START = 3;
const TARGET = 4;
const REQUEST_VERSION = 5;
const START_LINE_CR = 6;
const RESPONSE_VERSION = 7;
const STATUS_SP = 8;
const STATUS = 9;
const AFTER_STATUS = 10;
const REASON = 11;
const START_LINE_LF = 12;
const LINE_START = 13;
const NAME = 14;
const VALUE = 15;
const LINE_LF = 16;
const END_LF = 17;
const DONE = 18;
const FAILED = 19;

const TOKEN = new Uint8Array(256);
for (const character of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  TOKEN[character.charCodeAt(0)] = 1;
}

const isText = (byte: number): boolean => (byte >= SP && byte !== 127) || byte === HT;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

const FAULTS: Readonly<Record<number, HttpFault>> = {
  [LEAD]: {
    message: 'An HTTP message begins with a method such as GET, or with HTTP/.',
    spec: 'RFC 9112 §2.1',
  },
  [LEAD_LF]: { message: 'A CR before the start line must be followed by LF.', spec: 'RFC 9112 §2.2' },
  [METHOD]: {
    message: 'A request line starts with a method, a token such as GET, and a space.',
    spec: 'RFC 9112 §3.1',
  },
  [TARGET_START]: { message: 'A request target follows the method.', spec: 'RFC 9112 §3.2' },
  [TARGET]: {
    message: 'The request target is visible ASCII characters, then a space and the HTTP version.',
    spec: 'RFC 9112 §3.2',
  },
  [REQUEST_VERSION]: { message: 'The request line ends with HTTP/1.0 or HTTP/1.1.', spec: 'RFC 9112 §2.3' },
  [START_LINE_CR]: { message: 'The request line ends with CR LF after the version.', spec: 'RFC 9112 §3' },
  [RESPONSE_VERSION]: { message: 'A status line starts with HTTP/1.0 or HTTP/1.1.', spec: 'RFC 9112 §4' },
  [STATUS_SP]: { message: 'One space stands between version and status code.', spec: 'RFC 9112 §4' },
  [STATUS]: { message: 'A status code has three digits.', spec: 'RFC 9112 §4' },
  [AFTER_STATUS]: { message: 'A space or CR LF follows the status code.', spec: 'RFC 9112 §4' },
  [REASON]: { message: 'A reason phrase holds no control characters.', spec: 'RFC 9112 §4' },
  [START_LINE_LF]: { message: 'A CR in the start line must be followed by LF.', spec: 'RFC 9112 §2.2' },
  [LINE_START]: {
    message: 'A field line starts with a field name; one that starts with a space is obsolete folding.',
    spec: 'RFC 9112 §5.2',
  },
  [NAME]: { message: 'A field name is a token, directly followed by a colon.', spec: 'RFC 9112 §5.1' },
  [VALUE]: {
    message: 'A field value holds no control characters and ends with CR LF.',
    spec: 'RFC 9110 §5.5',
  },
  [LINE_LF]: { message: 'A CR in a field line must be followed by LF.', spec: 'RFC 9112 §2.2' },
  [END_LF]: { message: 'The empty line that ends the head is CR LF.', spec: 'RFC 9112 §2.2' },
};

const TOO_LONG: HttpFault = {
  message: `The head is longer than ${MAX_HEAD_BYTES} bytes.`,
  spec: 'RFC 9112 §2.3',
};

/**
 * Walks over the bytes of one head (or of trailer fields), any number at a time, and stops at its last byte or
 * at the first wrong byte. Keeps no bytes.
 */
export class HeadScanner {
  /** Bytes walked over. */
  length = 0;
  fault: HttpFault | null = null;
  #state: number;
  /** Position within the version or the status code. */
  #index = 0;
  readonly #sender: Peer;

  /** `trailers`: begins at a field line, as after the last chunk. */
  constructor(sender: Peer, trailers = false) {
    this.#sender = sender;
    this.#state = trailers ? LINE_START : LEAD;
  }

  get done(): boolean {
    return this.#state === DONE;
  }

  /** Position after the last byte walked over: after the head's end, after the wrong byte, or the end of `bytes`. */
  scan(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && this.#state < DONE) {
      const before = this.#state;
      const after = this.#next(before, bytes[at]!);
      this.length++;
      at++;
      this.#state = after;
      if (after === FAILED) this.fault = FAULTS[before] ?? TOO_LONG;
      else if (this.length >= MAX_HEAD_BYTES && after !== DONE) {
        this.#state = FAILED;
        this.fault = TOO_LONG;
      }
    }
    return at;
  }

  #next(state: number, byte: number): number {
    if (state >= LINE_START) return nextInFields(state, byte);
    switch (state) {
      case LEAD:
        if (byte === CR) return LEAD_LF;
        if (byte === LF) return LEAD;
        return this.#next(this.#sender === 'client' ? METHOD : RESPONSE_VERSION, byte);
      case LEAD_LF:
        return byte === LF ? LEAD : FAILED;
      case METHOD:
        if (byte === SP && this.#index > 0) return this.#enter(TARGET_START);
        this.#index++;
        return TOKEN[byte] === 1 ? METHOD : FAILED;
      case TARGET_START:
        if (byte === SP) return TARGET_START;
        return byte > SP && byte < 127 ? TARGET : FAILED;
      case TARGET:
        if (byte === SP) return REQUEST_VERSION;
        return byte > SP && byte < 127 ? TARGET : FAILED;
      case REQUEST_VERSION:
        if (byte === SP && this.#index === 0) return REQUEST_VERSION;
        return this.#version(byte, REQUEST_VERSION, START_LINE_CR);
      case START_LINE_CR:
        return byte === CR ? START_LINE_LF : FAILED;
      case RESPONSE_VERSION:
        return this.#version(byte, RESPONSE_VERSION, STATUS_SP);
      case STATUS_SP:
        return byte === SP ? this.#enter(STATUS) : FAILED;
      case STATUS:
        if (!isDigit(byte) || (this.#index === 0 && byte === 48)) return FAILED;
        return ++this.#index === 3 ? AFTER_STATUS : STATUS;
      case AFTER_STATUS:
        if (byte === SP) return REASON;
        return byte === CR ? START_LINE_LF : FAILED;
      case REASON:
        if (byte === CR) return START_LINE_LF;
        return isText(byte) ? REASON : FAILED;
      default: // START_LINE_LF
        return byte === LF ? LINE_START : FAILED;
    }
  }

  #enter(state: number): number {
    this.#index = 0;
    return state;
  }

  #version(byte: number, state: number, after: number): number {
    const index = this.#index++;
    if (index < VERSION.length) return byte === VERSION[index] ? state : FAILED;
    return isDigit(byte) ? after : FAILED;
  }
}

function nextInFields(state: number, byte: number): number {
  switch (state) {
    case LINE_START:
      if (byte === CR) return END_LF;
      return TOKEN[byte] === 1 ? NAME : FAILED;
    case NAME:
      if (byte === COLON) return VALUE;
      return TOKEN[byte] === 1 ? NAME : FAILED;
    case VALUE:
      if (byte === CR) return LINE_LF;
      return isText(byte) ? VALUE : FAILED;
    case LINE_LF:
      return byte === LF ? LINE_START : FAILED;
    default: // END_LF
      return byte === LF ? DONE : FAILED;
  }
}

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

const ORDINARY_START =
  /^(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH) \/(?:[!$&-;=?-[\]_a-z~]|%[0-9A-Fa-f]{2})* HTTP\/1\.1$|^\d+$/;
/** Fields that say where the message ends or whose it is, and the values that need no closer look. */
const ORDINARY_FIELDS: Readonly<Record<string, RegExp>> = {
  host: /^[\w.-]+(?::[1-5]?\d{1,4})?$/,
  'content-length': /^\d{1,15}$/,
  'transfer-encoding': /^chunked$/,
  connection: /^(?:close|keep-alive|(?:keep-alive, *)?Upgrade)$/i,
  upgrade: /^websocket$/i,
};

/**
 * Whether a head can be told at a glance to keep to all rules of RFC 9112. One that cannot may still do so.
 */
export function isOrdinary(head: HttpHead): boolean {
  const { kind, method, target, version, status, reason, headers } = head;
  const isRequest = kind === 'request';
  const start = isRequest ? `${method} ${target} ${version}` : `${status}`;
  const length = isRequest ? start.length : version.length + 5 + reason.length;
  const isKnown = isRequest || (version === 'HTTP/1.1' && reason !== '' && status < 600 && status !== 205);
  // One space between the words, CR LF after them, and nothing before.
  const isTight = headers.length === 0 || headers[0]!.nameRange.start === length + 2;
  if (!isKnown || !isTight || !ORDINARY_START.test(start)) return false;
  const seen: string[] = [];
  for (const field of headers) {
    const name = field.name.toLowerCase();
    const ordinary = Object.hasOwn(ORDINARY_FIELDS, name) ? ORDINARY_FIELDS[name]! : null;
    if (name === 'te' || name === 'expect' || (ordinary !== null && !ordinary.test(field.value)))
      return false;
    if (ordinary !== null) seen.push(name);
  }
  const has = (name: string): boolean => seen.includes(name);
  const isFramed = has('content-length') || has('transfer-encoding');
  const isBare = !isRequest && (status < 200 || status === 204);
  return (
    new Set(seen).size === seen.length &&
    has('host') === isRequest &&
    !(has('content-length') && has('transfer-encoding')) &&
    !(isFramed && isBare) &&
    (status >= 200 || has('upgrade') === listsToken(head, 'connection', 'upgrade')) &&
    (isRequest || status >= 200 || status === 101)
  );
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
