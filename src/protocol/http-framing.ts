import { type HttpFault, type HttpHead, headerOf, listsToken, parseHead } from './http-head';
import { HeadScanner } from './http-head-scanner';
import type { Peer } from './layer-unit';

/** What `HttpFraming` has found. All offsets count from the first byte pushed in this direction. */
export type HttpEvent =
  /** A whole head. Its field ranges count from `start`. Its message's body, if any, begins at `end`. */
  | { readonly kind: 'head'; readonly start: number; readonly end: number; readonly head: HttpHead }
  /** The last chunk of a chunked body has ended: trailer fields begin here, if there are any (RFC 9112 §7.1.2). */
  | { readonly kind: 'trailers'; readonly at: number }
  /** The message of the last head ends here; after a 1xx response other than 101, its final response follows. */
  | { readonly kind: 'end'; readonly at: number }
  /**
   * Client only: a request to change the protocol (Upgrade, CONNECT) has ended. Only the answer says what the bytes
   * from here on are; they are held back until `answered` is called.
   */
  | { readonly kind: 'waiting'; readonly at: number }
  /** The protocol changes here (101, or 2xx to CONNECT): no byte from here on is HTTP. */
  | { readonly kind: 'switched'; readonly at: number }
  /** The byte at `at` breaks the rule `fault`; nothing after it is read. */
  | { readonly kind: 'invalid'; readonly at: number; readonly fault: HttpFault };

/** What must be known about a request to find the end of its response (RFC 9112 §6.3). */
export interface HttpRequestFacts {
  readonly method: string;
  /** It asks to change the protocol: `HttpFraming.asksToSwitch` of its head. */
  readonly upgrade: boolean;
}

/** Rules beyond the framing, for messages that another reader might frame differently. Each gives a fault or null. */
export interface RequestRules {
  /** `bytes` is the head as it came; `request` is what is known of the request that a response answers. */
  faultOfHead(head: HttpHead, bytes: Uint8Array, request: HttpRequestFacts | undefined): HttpFault | null;
  /** `text` is what stands between a chunk's size and its CR, as Latin-1. */
  faultOfExtension(text: string): HttpFault | null;
  faultOfTrailers(bytes: Uint8Array): HttpFault | null;
}

const NONE: readonly HttpEvent[] = [];
const MAX_HELD_BYTES = 1024 * 1024;
const MAX_EXTENSION_BYTES = 4096;

const HEAD = 0;
const LENGTH = 1;
const UNTIL_CLOSE = 2;
const CHUNK_SIZE = 3;
const CHUNK_EXTENSION = 4;
const CHUNK_SIZE_LF = 5;
const CHUNK_DATA = 6;
const CHUNK_CR = 7;
const CHUNK_LF = 8;
const TRAILERS = 9;
const WAITING = 10;
const OVER = 11;

/**
 * Finds where HTTP/1.x messages begin and end in one direction of a connection (RFC 9112), however its bytes
 * are split. Keeps only the bytes of a head that is not complete yet, up to 64 KiB, and what it must hold back.
 * Never throws; strict where Node's parser (llhttp) is: CR LF only, no folding, one Content-Length, no request
 * smuggling by Transfer-Encoding with Content-Length.
 *
 *     const requests = new HttpFraming('client');
 *     const responses = new HttpFraming('server', (k) => factsOfRequest[k]);
 *     for (const event of requests.push(bytes)) …
 */
export class HttpFraming {
  readonly #sender: Peer;
  readonly #requestOf: (k: number) => HttpRequestFacts | undefined;
  readonly #rules: RequestRules | null;
  #state = HEAD;
  #scanner: HeadScanner;
  /** Bytes of the head so far, when it did not come in one piece. */
  #headParts: Uint8Array[] = [];
  #messageStart = 0;
  #at = 0;
  /** Bytes of a body or chunk still to come; in a chunk size, its value so far. */
  #remaining = 0;
  #hexDigits = 0;
  /** The chunk's extension so far. */
  #extension = '';
  #finalResponses = 0;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #connects = false;

  /**
   * `requestOf` tells the server's direction, at each head, the facts of the k-th request (from 0) on this connection,
   * or undefined while unknown (then read like the answer to a GET).
   */
  constructor(
    sender: Peer,
    requestOf: (k: number) => HttpRequestFacts | undefined = () => undefined,
    rules: RequestRules | null = null,
  ) {
    this.#sender = sender;
    this.#rules = rules;
    this.#requestOf = requestOf;
    this.#scanner = new HeadScanner(sender);
  }

  /** Whether a request asks to change the protocol, so that the bytes after it wait for its answer. */
  static asksToSwitch(head: HttpHead): boolean {
    if (head.method === 'CONNECT') return true;
    return listsToken(head, 'connection', 'upgrade') && headerOf(head, 'upgrade') !== null;
  }

  /** Bytes read so far: all that were pushed, except those held back, or after a switch or a fault. */
  get at(): number {
    return this.#at;
  }

  /** Where the message that is being read, or the next one, begins. */
  get messageStart(): number {
    return this.#messageStart;
  }

  push(bytes: Uint8Array): readonly HttpEvent[] {
    if (this.#state === OVER || bytes.length === 0) return NONE;
    const events: HttpEvent[] = [];
    if (this.#state === WAITING) this.#hold(bytes, 0, events);
    else this.#read(bytes, events);
    return events.length === 0 ? NONE : events;
  }

  /** The request that `waiting` announced has been answered: reads on, or stops for good. */
  answered(switched: boolean): readonly HttpEvent[] {
    // A switch that was not asked for is one all the same: between two messages.
    const isBetween = this.#state === HEAD && this.#at === this.#messageStart;
    if (this.#state !== WAITING && !(switched && isBetween)) return NONE;
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    if (switched) {
      this.#state = OVER;
      return [{ kind: 'switched', at: this.#at }];
    }
    this.#state = HEAD;
    const events: HttpEvent[] = [];
    for (const bytes of held) {
      if (this.#state === WAITING) this.#hold(bytes, 0, events);
      else if (this.#state !== OVER) this.#read(bytes, events);
    }
    return events;
  }

  /** The sender has ended its direction: ends a body that lasts until the close. */
  end(): readonly HttpEvent[] {
    if (this.#state !== UNTIL_CLOSE) return NONE;
    const events: HttpEvent[] = [];
    this.#endMessage(events);
    this.#state = OVER;
    return events;
  }

  #hold(bytes: Uint8Array, from: number, events: HttpEvent[]): void {
    if (from === bytes.length) return;
    this.#held.push(from === 0 ? bytes : bytes.subarray(from));
    this.#heldBytes += bytes.length - from;
    if (this.#heldBytes <= MAX_HELD_BYTES) return;
    this.#held = [];
    this.#fail(this.#at, events, {
      message: `More than ${MAX_HELD_BYTES} bytes came before the answer to the request to switch.`,
      spec: 'RFC 9110 §7.8',
    });
  }

  #fail(at: number, events: HttpEvent[], fault: HttpFault): void {
    this.#state = OVER;
    this.#headParts = [];
    events.push({ kind: 'invalid', at, fault });
  }

  #read(bytes: Uint8Array, events: HttpEvent[]): void {
    let pos = 0;
    while (pos < bytes.length) {
      if (this.#state === HEAD) pos = this.#readHead(bytes, pos, events);
      else if (this.#state === OVER) return;
      else if (this.#state === WAITING) {
        this.#hold(bytes, pos, events);
        return;
      } else if (this.#state === LENGTH || this.#state === CHUNK_DATA)
        pos = this.#readSized(bytes, pos, events);
      else if (this.#state === TRAILERS) pos = this.#readTrailers(bytes, pos, events);
      else if (this.#state === UNTIL_CLOSE) {
        this.#at += bytes.length - pos;
        return;
      } else pos = this.#readChunkLine(bytes, pos, events);
    }
  }

  #readHead(bytes: Uint8Array, from: number, events: HttpEvent[]): number {
    const end = this.#scanner.scan(bytes, from);
    this.#at += end - from;
    const { fault, done } = this.#scanner;
    if (fault !== null) {
      this.#fail(this.#at - 1, events, fault);
      return end;
    }
    const part = bytes.subarray(from, end);
    if (!done) {
      this.#keep(part);
      return end;
    }
    const whole = this.#headParts.length === 0 ? part : join([...this.#headParts, part]);
    this.#headParts = [];
    this.#scanner = new HeadScanner(this.#sender);
    const head = parseHead(whole);
    events.push({ kind: 'head', start: this.#messageStart, end: this.#at, head });
    const request = this.#sender === 'server' ? this.#requestOf(this.#finalResponses) : undefined;
    const broken = this.#rules?.faultOfHead(head, whole, request) ?? null;
    if (broken !== null) this.#fail(this.#at - 1, events, broken);
    else this.#startBody(head, request, events);
    return end;
  }

  /** Keeps a copy of a part of a head or of trailer fields. */
  #keep(part: Uint8Array): void {
    this.#headParts.push(part.slice());
    if (this.#headParts.length > 64) this.#headParts = [join(this.#headParts)];
  }

  /** What follows the head: another protocol, no body, or a body (RFC 9112 §6.3, in its order). */
  #startBody(head: HttpHead, request: HttpRequestFacts | undefined, events: HttpEvent[]): void {
    this.#connects = this.#sender === 'client' && HttpFraming.asksToSwitch(head);
    const { kind, status } = head;
    if (kind === 'response' && status >= 200) this.#finalResponses++;
    const tunnels = request?.method === 'CONNECT' && status >= 200 && status < 300;
    if (status === 101 || tunnels) {
      this.#endMessage(events);
      this.#state = OVER;
      events.push({ kind: 'switched', at: this.#at });
      return;
    }
    const isInterim = kind === 'response' && status < 200;
    if (isInterim || status === 204 || status === 304 || request?.method === 'HEAD') this.#endMessage(events);
    else this.#startSized(head, events);
  }

  #startSized(head: HttpHead, events: HttpEvent[]): void {
    const coding = headerOf(head, 'transfer-encoding');
    const lengths = head.headers.filter((field) => field.name.toLowerCase() === 'content-length');
    const values = lengths.map((field) => field.value);
    if (coding !== null) this.#startCoded(head, coding, values.length > 0, events);
    else if (values.length > 0) this.#startLength(values, events);
    else if (head.kind === 'response') this.#state = UNTIL_CLOSE;
    else this.#endMessage(events);
  }

  #startCoded(head: HttpHead, coding: string, hasLength: boolean, events: HttpEvent[]): void {
    const isChunked = /(^|,)\s*chunked$/i.test(coding);
    if (hasLength) {
      this.#fail(this.#at - 1, events, {
        message: 'A message has Transfer-Encoding or Content-Length, never both.',
        spec: 'RFC 9112 §6.1',
        header: 'content-length',
      });
    } else if (isChunked) {
      this.#state = CHUNK_SIZE;
      this.#remaining = 0;
      this.#hexDigits = 0;
    } else if (head.kind === 'response') {
      this.#state = UNTIL_CLOSE;
    } else {
      this.#fail(this.#at - 1, events, {
        message: 'A request with Transfer-Encoding must have chunked as its last coding.',
        spec: 'RFC 9112 §6.3',
        header: 'transfer-encoding',
      });
    }
  }

  #startLength(values: readonly string[], events: HttpEvent[]): void {
    const length = /^\d+$/.test(values[0]!) ? Number(values[0]) : Number.NaN;
    if (values.length > 1 || !Number.isSafeInteger(length)) {
      this.#fail(this.#at - 1, events, {
        message: `Content-Length must be one number of bytes, not “${values.join(', ')}”.`,
        spec: 'RFC 9112 §6.3',
        header: 'content-length',
      });
      return;
    }
    this.#remaining = length;
    if (length === 0) this.#endMessage(events);
    else this.#state = LENGTH;
  }

  #readSized(bytes: Uint8Array, from: number, events: HttpEvent[]): number {
    const take = Math.min(this.#remaining, bytes.length - from);
    this.#remaining -= take;
    this.#at += take;
    if (this.#remaining === 0) {
      if (this.#state === LENGTH) this.#endMessage(events);
      else this.#state = CHUNK_CR;
    }
    return from + take;
  }

  #readTrailers(bytes: Uint8Array, from: number, events: HttpEvent[]): number {
    const end = this.#scanner.scan(bytes, from);
    this.#at += end - from;
    const { fault, done } = this.#scanner;
    if (fault === null && this.#rules !== null) this.#keep(bytes.subarray(from, end));
    if (fault !== null) this.#fail(this.#at - 1, events, fault);
    else if (done) this.#endTrailers(events);
    return end;
  }

  #endTrailers(events: HttpEvent[]): void {
    const trailers = join(this.#headParts);
    this.#headParts = [];
    this.#scanner = new HeadScanner(this.#sender);
    const broken = this.#rules?.faultOfTrailers(trailers) ?? null;
    if (broken !== null) this.#fail(this.#at - 1, events, broken);
    else this.#endMessage(events);
  }

  /** One byte of `chunk-size [ chunk-ext ] CRLF`, or of the CRLF after a chunk (RFC 9112 §7.1). */
  #readChunkLine(bytes: Uint8Array, from: number, events: HttpEvent[]): number {
    const byte = bytes[from]!;
    this.#at++;
    if (this.#state === CHUNK_SIZE) this.#readSizeDigit(byte, events);
    else if (this.#state === CHUNK_EXTENSION) {
      if (byte === 13) this.#endExtension(events);
      else this.#readExtension(byte, events);
    } else if (this.#state === CHUNK_SIZE_LF) {
      if (byte !== 10) this.#failChunk(events, 'A chunk size line ends with CR LF');
      else if (this.#remaining > 0) this.#state = CHUNK_DATA;
      else {
        this.#state = TRAILERS;
        events.push({ kind: 'trailers', at: this.#at });
        this.#scanner = new HeadScanner(this.#sender, true);
      }
    } else if (this.#state === CHUNK_CR) {
      if (byte === 13) this.#state = CHUNK_LF;
      else this.#failChunk(events, 'Chunk data is followed by CR LF');
    } else if (byte === 10) {
      this.#state = CHUNK_SIZE;
      this.#hexDigits = 0;
      this.#remaining = 0;
    } else this.#failChunk(events, 'Chunk data is followed by CR LF');
    return from + 1;
  }

  #readSizeDigit(byte: number, events: HttpEvent[]): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#hexDigits++;
      this.#remaining = this.#remaining * 16 + digit;
      if (!Number.isSafeInteger(this.#remaining)) this.#failChunk(events, 'A chunk size is below 2^53');
    } else if (this.#hexDigits === 0) this.#failChunk(events, 'A chunk starts with its size in hexadecimal');
    else if (byte === 13) this.#state = CHUNK_SIZE_LF;
    else if (byte === 59 || byte === 32 || byte === 9) {
      this.#state = CHUNK_EXTENSION;
      this.#readExtension(byte, events);
    } else this.#failChunk(events, 'A chunk size is hexadecimal digits, then CR LF or an extension');
  }

  #readExtension(byte: number, events: HttpEvent[]): void {
    if ((byte < 32 && byte !== 9) || byte === 127) this.#failChunk(events, 'A chunk extension is text');
    else if (this.#rules === null) return;
    else if (this.#extension.length < MAX_EXTENSION_BYTES) this.#extension += String.fromCharCode(byte);
    else this.#failChunk(events, `A chunk extension has ${MAX_EXTENSION_BYTES} bytes at most`);
  }

  #endExtension(events: HttpEvent[]): void {
    const broken = this.#rules?.faultOfExtension(this.#extension) ?? null;
    this.#extension = '';
    this.#state = CHUNK_SIZE_LF;
    if (broken !== null) this.#fail(this.#at - 1, events, broken);
  }

  #failChunk(events: HttpEvent[], rule: string): void {
    this.#fail(this.#at - 1, events, { message: `${rule}.`, spec: 'RFC 9112 §7.1' });
  }

  #endMessage(events: HttpEvent[]): void {
    events.push({ kind: 'end', at: this.#at });
    this.#messageStart = this.#at;
    this.#state = HEAD;
    if (!this.#connects) return;
    this.#connects = false;
    this.#state = WAITING;
    events.push({ kind: 'waiting', at: this.#at });
  }
}

/** 0 to 15; -1 for a byte that is none. */
export function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
