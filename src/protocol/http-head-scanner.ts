import { type HttpFault, MAX_HEAD_BYTES } from './http-head';
import type { Peer } from './layer-unit';

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
