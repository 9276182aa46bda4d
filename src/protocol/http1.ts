import type { StreamEnd } from './decoder';
import { type Agreement, agreementOf, isWebSocketRequest, switchesToWebSocket } from './handshake';
import { concernsWebSocket, isPlainRequest, isPlainResponse, openingRules } from './handshake-check';
import type { Finding } from './http-faults/finding';
import type { Before } from './http-faults/first-bytes';
import type { LenientEvent, LenientFraming } from './http-faults/lenient-framing';
import { httpFaults } from './http-faults-source';
import { type HttpEvent, HttpFraming, type RequestRules } from './http-framing';
import { type HttpFault, type HttpHead, headerOf, isInterim, isOrdinary } from './http-head';
import {
  bodyPieces,
  contentPieces,
  dataOf,
  HTTP_KINDS,
  type HttpData,
  headOf,
  inflateBody,
  isInflatable,
} from './http1-content';
import type { PayloadReader } from './layer';
import type { Fault, Peer } from './layer-unit';
import { joinPieces } from './origin';
import { type Stream, type UnitLog, type UnitRecord, unitCodes } from './records';
import { quote } from './text';

const CODES = unitCodes('http', HTTP_KINDS);

/** A request that waits for its answer. */
interface Asked {
  readonly unit: UnitRecord;
  readonly head: HttpHead;
  readonly method: string;
  readonly upgrade: boolean;
}

/** What a body is recognised by, and whether it must be inflated before it is read. */
interface HttpBody {
  readonly target: string;
  readonly contentType: string;
  readonly isCompressed: boolean;
}

/** What a reader of HTTP tells its connection, and asks of it. */
interface HttpHost {
  /** From the byte at `at` on, this direction is not HTTP; `agreement` when it is a WebSocket. */
  switched(sender: Peer, at: number, agreement: Agreement | null, target: string): void;
  /** Has an opening handshake checked, once the rules for that are here. */
  check(work: () => void): void;
  /** Has a body of this exchange read, if a layer recognises it, once the code for that is here. */
  readBody(body: HttpBody, read: (reader: PayloadReader) => void): void;
  /** The head of a request has come. */
  asked(request: UnitRecord, head: HttpHead): void;
  /** Does the work as soon as `httpFaults` is here, and before anything that comes later. */
  withFaults(work: () => void): void;
}

/** What is not obviously within the rules is read again, by what tells which one is broken. */
const UNCLEAR: HttpFault = { message: '', spec: '' };
const OBVIOUS: RequestRules = {
  faultOfHead: (head, _bytes, request) =>
    isOrdinary(head) && request?.method !== 'CONNECT' ? null : UNCLEAR,
  faultOfExtension: (text) => (text === '' ? null : UNCLEAR),
  faultOfTrailers: (bytes) => (bytes.length === 2 ? null : UNCLEAR),
};

/** What is known of the message that is being read, and of the one before it, in one direction. */
interface Reading {
  /** Reads this direction once something in it was not obviously within the rules. */
  lenient: LenientFraming | null;
  /** A wrong byte in a line that may not have come whole. */
  early: (HttpFault & { readonly at: number }) | null;
  /** What is wrong with the current message. */
  found: Finding[];
  /** What is wrong with it as part of an opening handshake. */
  opening: readonly Fault[];
  /** Endpoints end the connection with a message that has come. */
  hasFailed: boolean;
  /** The message before. */
  last: UnitRecord | null;
  /** How that ended, for the bytes after it that are not HTTP; undefined while there are none. */
  before: Before | null | undefined;
}

const newReading = (): Reading => ({
  lenient: null,
  early: null,
  found: [],
  opening: [],
  hasFailed: false,
  last: null,
  before: undefined,
});

/** Most findings that are kept of one message. */
const MAX_FOUND = 60;
/** Most bytes after a message that are looked at to explain them. */
const MAX_REST_BYTES = 1024;

/**
 * Reads both directions of a connection as HTTP/1.x (RFC 9112): units for requests and responses, each response
 * joined to its request, until the protocol is switched or a rule is broken.
 */
export class HttpReader {
  readonly #log: UnitLog;
  readonly #streams: Readonly<Record<Peer, Stream>>;
  readonly #host: HttpHost;
  readonly #framing: Record<Peer, HttpFraming | LenientFraming>;
  readonly #reading: Readonly<Record<Peer, Reading>> = { client: newReading(), server: newReading() };
  readonly #current: Record<Peer, UnitRecord | null> = { client: null, server: null };
  readonly #undecoded: Record<Peer, UnitRecord | null> = { client: null, server: null };
  readonly #isOver: Record<Peer, boolean> = { client: false, server: false };
  readonly #why: Record<Peer, Fault | null> = { client: null, server: null };
  readonly #asked = new Map<number, Asked>();
  #requests = 0;
  #responses = 0;
  /** The latest head of the server, which says what its body means. */
  #responseHead: HttpHead | null = null;
  #responseTo: Asked | null = null;
  /** Where the client’s bytes go on after a request to switch was refused. */
  #refusedAt = -1;

  constructor(log: UnitLog, streams: Readonly<Record<Peer, Stream>>, host: HttpHost) {
    this.#log = log;
    this.#streams = streams;
    this.#host = host;
    this.#framing = {
      client: new HttpFraming('client', undefined, OBVIOUS),
      server: new HttpFraming('server', (k) => this.#asked.get(k), OBVIOUS),
    };
  }

  isOver(sender: Peer): boolean {
    return this.#isOver[sender];
  }

  push(sender: Peer, bytes: Uint8Array): void {
    if (this.#isOver[sender]) this.#growUndecoded(sender);
    else this.#apply(sender, this.#framing[sender].push(bytes));
  }

  /** The sender sends no more: a body that lasts until then is complete, unless bytes of it may have been lost. */
  end(sender: Peer, how: StreamEnd): void {
    if (this.#isOver[sender]) return;
    if (how === 'fin') this.#apply(sender, this.#framing[sender].end());
    const unit = this.#current[sender];
    if (unit !== null) this.#host.withFaults(() => this.#cut(sender, unit, how));
  }

  /** Nothing after this is decoded. */
  stop(sender: Peer, why: Fault): void {
    if (this.#isOver[sender]) return;
    this.#why[sender] = why;
    this.#isOver[sender] = true;
    this.#current[sender] = null;
  }

  #apply(sender: Peer, events: readonly (HttpEvent | LenientEvent)[]): void {
    for (const event of events) this.#applyOne(sender, event);
    if (this.#isOver[sender]) return;
    const framing = this.#framing[sender];
    if (this.#current[sender] === null && framing.at > framing.messageStart) {
      this.#begin(sender, framing.messageStart);
    }
    this.#grow(sender, framing.at);
    if (this.#reading[sender].lenient !== null) this.#tell(sender);
  }

  #applyOne(sender: Peer, event: HttpEvent | LenientEvent): void {
    if (event.kind === 'head') this.#takeHead(sender, event.head, event.start, event.end);
    else if (event.kind === 'end') this.#endMessage(sender, event.at);
    else if (event.kind === 'invalid') this.#readAgain(sender, event.at, event.fault);
    else if (event.kind === 'switched') this.#switch(sender, event.at);
    else if (event.kind === 'found') this.#take(sender, event.finding);
    else if (event.kind === 'lost') this.#stopAt(sender, event.at);
    else if (event.kind === 'line') this.#takeLine(sender, event.end);
    else if (event.kind === 'no head') this.#takeNoHead(sender);
    else if (event.kind === 'waiting' && !this.#asked.has(this.#requests - 1)) {
      // The answer came before the request's body had.
      this.#apply(sender, this.#framing[sender].answered(false));
    }
  }

  #take(sender: Peer, finding: Finding): void {
    if (this.#current[sender] === null) this.#begin(sender, this.#framing[sender].messageStart);
    const { found, hasFailed } = this.#reading[sender];
    // A body may break a rule in every chunk.
    if (found.length >= MAX_FOUND && (hasFailed || !finding.fails)) return;
    found.push(finding);
    this.#tell(sender);
  }

  #begin(sender: Peer, start: number): UnitRecord {
    const code = sender === 'client' ? CODES.request : CODES.response;
    const unit = this.#log.addWire(code, this.#streams[sender].readAt(start), start);
    this.#current[sender] = unit;
    const reading = this.#reading[sender];
    reading.found = [];
    reading.opening = [];
    if (reading.hasFailed) unit.markAfterFailure();
    return unit;
  }

  #grow(sender: Peer, end: number): void {
    const unit = this.#current[sender];
    if (unit === null || end <= unit.end) return;
    this.#setEnd(unit, end);
  }

  /** The unit may have grown over bytes that turned out to be those of the next one. */
  #setEnd(unit: UnitRecord, end: number): void {
    unit.growTo(end, unit.stream.readAt(end - 1));
  }

  #takeHead(sender: Peer, head: HttpHead, start: number, end: number): void {
    const unit = this.#current[sender] ?? this.#begin(sender, start);
    const isChunked = /(^|,)\s*chunked$/i.test(headerOf(head, 'transfer-encoding') ?? '');
    unit.data = { headLength: end - start, isChunked, body: null } satisfies HttpData;
    this.#grow(sender, end);
    // What was said of its lines before they were whole.
    if (unit.fault !== null) unit.fault = null;
    if (sender === 'client') this.#takeRequest(unit, head);
    else this.#takeResponse(unit, head);
    if (this.#reading[sender].lenient !== null) this.#judgeHead(sender, unit, head);
  }

  /** Finds what is wrong with the head of the current message. */
  #judgeHead(sender: Peer, unit: UnitRecord, head: HttpHead): void {
    const bytes = this.#streams[sender].slice(unit.start, unit.start + dataOf(unit)!.headLength);
    const question = sender === 'server' ? this.#responseTo : null;
    unit.data = { ...dataOf(unit)!, isChunked: httpFaults.part.bodyLengthOf(head) === 'chunked' };
    this.#reading[sender].found.push(...httpFaults.part.faultsOfHead(bytes, head, sender, question));
    this.#tell(sender);
  }

  /** Adds what is wrong with a message of an opening handshake; it may have ended since. */
  #addOpening(unit: UnitRecord, faults: readonly Fault[]): void {
    const isCurrent = this.#current[unit.sender] === unit;
    if (isCurrent) this.#reading[unit.sender].opening = faults;
    if (isCurrent && this.#reading[unit.sender].lenient !== null) this.#tell(unit.sender);
    else addFaults(unit, faults);
  }

  /** Says what is wrong with the current message, as far as it has come. */
  #tell(sender: Peer): void {
    const unit = this.#current[sender];
    if (unit === null) return;
    const { found, opening, lenient, early } = this.#reading[sender];
    const all = [...found, ...(lenient?.foundInLines ?? [])];
    if (all.some(({ fails }) => fails)) this.#reading[sender].hasFailed = true;
    // The first of them is what the endpoint acts on.
    for (const [index, fault] of opening.entries()) {
      all.push({ fault, fails: index === 0 && fault.kind === undefined, isLate: true });
    }
    if (early !== null && early.message !== '' && lenient !== null && lenient.lineStart <= early.at) {
      const { message, spec, at } = early;
      const range = { start: at - unit.start, end: at - unit.start + 1 };
      all.push({ fault: { message, spec, range }, fails: true });
    }
    const fault = httpFaults.part.faultOf(all);
    if (fault !== null || unit.fault !== null) unit.fault = fault;
  }

  #takeRequest(unit: UnitRecord, head: HttpHead): void {
    const upgrade = HttpFraming.asksToSwitch(head);
    this.#asked.set(this.#requests++, { unit, head, method: head.method, upgrade });
    this.#checkRequest(unit, head);
    this.#host.asked(unit, head);
  }

  #checkRequest(unit: UnitRecord, head: HttpHead): void {
    if (!concernsWebSocket(head) || isPlainRequest(head)) return;
    this.#host.check(() => this.#addOpening(unit, openingRules.part.faultsOfRequest(head)));
  }

  #takeResponse(unit: UnitRecord, head: HttpHead): void {
    const asked = this.#asked.get(this.#responses) ?? null;
    this.#responseHead = head;
    this.#responseTo = asked;
    unit.partner = asked?.unit ?? null;
    if (asked !== null) this.#checkResponse(unit, asked.head, head);
    const isFinal = !isInterim(head) || head.status === 101;
    if (!isFinal) return;
    this.#asked.delete(this.#responses++);
    if (asked === null) return;
    asked.unit.partner = unit;
  }

  #checkResponse(unit: UnitRecord, request: HttpHead, response: HttpHead): void {
    const isSwitch = response.status === 101;
    if (isSwitch ? isPlainResponse(request, response) : !isWebSocketRequest(request)) return;
    this.#host.check(() => {
      const { faultsOfResponse, failsConnection } = openingRules.part;
      const faults = faultsOfResponse(request, response);
      this.#addOpening(unit, faults);
      // A client that keeps to the rules reads nothing after this response.
      if (isSwitch && failsConnection(faults)) this.#streams.server.isAfterFailure = true;
    });
  }

  #endMessage(sender: Peer, at: number): void {
    const unit = this.#current[sender];
    if (unit === null) return;
    this.#setEnd(unit, at);
    unit.complete();
    this.#current[sender] = null;
    this.#reading[sender].last = unit;
    this.#handOver(sender, unit);
    const asked = this.#responseTo;
    const isRefusal = sender === 'server' && asked?.upgrade === true && this.#responseHead!.status >= 200;
    const isTunnel = asked?.method === 'CONNECT' && this.#responseHead!.status < 300;
    if (!isRefusal || isTunnel) return;
    this.#refusedAt = this.#framing.client.at;
    this.#apply('client', this.#framing.client.answered(false));
  }

  /** Gives a body to the layer that reads it: of a POST, of the 200 that answers a GET, or of a refusal. */
  #handOver(sender: Peer, unit: UnitRecord): void {
    const head = sender === 'client' ? headOf(unit) : this.#responseHead;
    const asked = sender === 'client' ? head : this.#responseTo?.head;
    if (head == null || asked == null) return;
    const isRead =
      sender === 'client'
        ? head.method === 'POST'
        : (head.status === 200 && asked.method === 'GET') || head.status === 400 || head.status === 403;
    if (!isRead) return;
    const body = { target: asked.target, contentType: mediaTypeOf(head), isCompressed: isInflatable(head) };
    this.#host.readBody(body, (reader) => {
      if (!inflateBody(unit, head)) return;
      const bytes = joinPieces(contentPieces(unit));
      reader.read(unit, { bytes, start: 0, end: bytes.length, isText: true });
    });
  }

  #switch(sender: Peer, at: number): void {
    this.#isOver[sender] = true;
    // What the client sent before the answer comes before what follows the answer.
    if (sender === 'server') this.#apply('client', this.#framing.client.answered(true));
    const asked = this.#responseTo;
    const head = this.#responseHead!;
    const isWebSocket = asked !== null && head.status === 101 && switchesToWebSocket(asked.head, head);
    const agreement = isWebSocket ? agreementOf(asked.head, head) : null;
    if (!isWebSocket) this.#why[sender] = notRead(asked?.head ?? null, head);
    this.#host.switched(sender, at, agreement, asked?.head.target ?? '');
    if (agreement === null && this.#streams[sender].length > at) this.#growUndecoded(sender, at);
  }

  /** The message that is being read may break a rule, at `at` if not before: it is read again by what tells which one. */
  #readAgain(sender: Peer, at: number, fault: HttpFault): void {
    const { messageStart } = this.#framing[sender];
    const isWaiting =
      sender === 'client' &&
      this.#current.client === null &&
      this.#asked.get(this.#requests - 1)?.upgrade === true;
    if (!isWaiting) {
      if (this.#current[sender] === null) this.#begin(sender, messageStart);
      this.#grow(sender, at + 1);
    }
    this.#host.withFaults(() => {
      if (this.#isOver[sender]) return;
      const unit = this.#current[sender];
      const head = unit && headOf(unit);
      // Its request is no longer among those that wait.
      const isAnswered = sender === 'server' && head !== null && this.#responseTo?.unit.partner === unit;
      const answers = this.#responses - (isAnswered ? 1 : 0);
      const answered = isAnswered ? this.#responseTo : null;
      const reading = this.#reading[sender];
      reading.lenient = new httpFaults.part.LenientFraming(this.#streams[sender], {
        start: messageStart,
        hasHead: head !== null,
        isWaiting,
        answers,
        requestOf: (k) => (k === answers && answered !== null ? answered : this.#asked.get(k)),
      });
      reading.early = { ...fault, at };
      this.#framing[sender] = reading.lenient;
      if (unit !== null && head !== null) this.#judgeHead(sender, unit, head);
      this.#apply(sender, reading.lenient.push());
    });
  }

  /** Nothing after `at`, where the current message ends for now, can be read. */
  #stopAt(sender: Peer, at: number): void {
    const unit = this.#current[sender];
    if (unit !== null) this.#setEnd(unit, at + 1);
    this.#reading[sender].early = null;
    this.#tell(sender);
    this.#isOver[sender] = true;
    this.#current[sender] = null;
    if (this.#streams[sender].length > at + 1) this.#growUndecoded(sender, at + 1);
  }

  /** A line before the first head that is not HTTP. */
  #takeLine(sender: Peer, end: number): void {
    const unit = this.#current[sender] ?? this.#begin(sender, 0);
    this.#grow(sender, end);
    unit.code = CODES.undecoded;
    unit.complete();
    this.#explain(sender, unit);
    this.#current[sender] = null;
    this.#reading[sender].hasFailed = true;
  }

  /** Where a head should begin, there is none. */
  #takeNoHead(sender: Peer): void {
    const unit = this.#current[sender] ?? this.#begin(sender, this.#framing[sender].messageStart);
    unit.code = CODES.undecoded;
    unit.complete();
    this.#isOver[sender] = true;
    this.#current[sender] = null;
    this.#undecoded[sender] = unit;
    const { last } = this.#reading[sender];
    const head = last && headOf(last);
    const question = sender === 'server' ? this.#responseTo : null;
    this.#reading[sender].before =
      last === null || head === null
        ? null
        : httpFaults.part.beforeOf(
            head,
            dataOf(last)!.isChunked,
            () => joinPieces(bodyPieces(last)),
            question,
          );
    this.#growUndecoded(sender);
  }

  /** Says what an undecoded unit looks like. */
  #explain(sender: Peer, unit: UnitRecord): void {
    const { before = null } = this.#reading[sender];
    const size = unit.end - unit.start;
    const shown = size <= MAX_REST_BYTES ? size : httpFaults.part.FIRST_BYTES;
    const bytes = this.#streams[sender].slice(unit.start, unit.start + shown);
    const range = { start: 0, end: before === null ? 1 : size };
    const fault: Fault = { ...httpFaults.part.faultOfNoHead(bytes, size, sender, before), range };
    const isRefused = sender === 'client' && unit.start === this.#refusedAt;
    unit.fault =
      isRefused && startsFrame(this.#streams.client, unit.start) ? { ...fault, hint: REFUSED } : fault;
  }

  #cut(sender: Peer, unit: UnitRecord, how: StreamEnd): void {
    const bytes = this.#streams[sender].slice(unit.start, unit.end);
    // An empty line after a request is nothing that is cut (RFC 9112 §2.2).
    if (sender === 'client' && bytes.every((byte) => byte === 13 || byte === 10)) return;
    const headLength = dataOf(unit)?.headLength ?? bytes.length;
    const fault = httpFaults.part.cutFault(bytes, headOf(unit), headLength, sender, how);
    this.#reading[sender].found.push({ fault, fails: false });
    this.#tell(sender);
  }

  #growUndecoded(sender: Peer, start = this.#streams[sender].reads.at(-1)!.start): void {
    const stream = this.#streams[sender];
    const last = stream.reads.at(-1)!;
    let undecoded = this.#undecoded[sender];
    if (undecoded === null) {
      undecoded = this.#log.addWire(CODES.undecoded, stream.readAt(start), start);
      undecoded.fault = this.#why[sender];
      undecoded.complete();
      this.#undecoded[sender] = undecoded;
    }
    undecoded.growTo(last.end, last);
    if (this.#reading[sender].before !== undefined) this.#explain(sender, undecoded);
  }
}

const REFUSED =
  'These bytes look like a WebSocket frame: the client sent it before the answer, and the answer refuses the WebSocket.';

/** Whether a frame with FIN 1 and a defined opcode may begin with this byte (RFC 6455 §5.2). */
function startsFrame(stream: Stream, at: number): boolean {
  const [byte = 0] = stream.slice(at, at + 1);
  return byte === 0x81 || byte === 0x82 || (byte >= 0x88 && byte <= 0x8a);
}

/** The media type of a body in lower case, without its parameters (RFC 9110 §8.3.1); empty when none is given. */
function mediaTypeOf(head: HttpHead): string {
  return (headerOf(head, 'content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}

/** Adds broken rules to a unit: the first that is one comes first, the others follow in the order of their bytes. */
function addFaults(unit: UnitRecord, found: readonly Fault[]): void {
  const { fault } = unit;
  const all = fault === null ? [...found] : [fault, ...(fault.others ?? []), ...found];
  const [first] = all.splice(
    Math.max(
      0,
      all.findIndex(({ kind }) => kind === undefined),
    ),
    1,
  );
  if (first === undefined) return;
  const others = all.sort((a, b) => a.range.start - b.range.start);
  const { others: _, ...alone } = first;
  unit.fault = others.length > 0 ? { ...alone, others } : alone;
}

/** Why the bytes after a switch of the protocol are not decoded. */
function notRead(request: HttpHead | null, response: HttpHead): Fault {
  const named = headerOf(response, 'upgrade') ?? (request && headerOf(request, 'upgrade'));
  const isTunnel = response.status !== 101;
  const speaks = isTunnel
    ? 'is a tunnel'
    : named
      ? `speaks ${quote(named)}`
      : 'speaks a protocol that was not named';
  return {
    message: `After the ${response.status} response this connection ${speaks}: its bytes are not decoded here.`,
    spec: isTunnel ? 'RFC 9110 §9.3.6' : 'RFC 9110 §7.8',
    range: { start: 0, end: 0 },
    kind: 'notice',
  };
}
