import type { StreamEnd } from './decoder';
import { type Agreement, agreementOf, isWebSocketRequest, switchesToWebSocket } from './handshake';
import { concernsWebSocket, isPlainRequest, isPlainResponse, openingRules } from './handshake-check';
import { type HttpEvent, HttpFraming } from './http-framing';
import { type HttpFault, type HttpHead, headerOf } from './http-head';
import { contentPieces, HTTP_KINDS, type HttpData, headOf, inflateBody, isInflatable } from './http1-content';
import type { PayloadReader } from './layer';
import type { ByteRange, Fault, Peer } from './layer-unit';
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
}

/**
 * Reads both directions of a connection as HTTP/1.x (RFC 9112): units for requests and responses, each response
 * joined to its request, until the protocol is switched or a rule is broken.
 */
export class HttpReader {
  readonly #log: UnitLog;
  readonly #streams: Readonly<Record<Peer, Stream>>;
  readonly #host: HttpHost;
  readonly #framing: Readonly<Record<Peer, HttpFraming>>;
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
      client: new HttpFraming('client'),
      server: new HttpFraming('server', (k) => this.#asked.get(k)),
    };
  }

  isOver(sender: Peer): boolean {
    return this.#isOver[sender];
  }

  push(sender: Peer, bytes: Uint8Array): void {
    if (this.#isOver[sender]) this.#growUndecoded(sender);
    else this.#apply(sender, this.#framing[sender].push(bytes));
  }

  /** The sender sends no more. */
  end(sender: Peer, _how: StreamEnd): void {
    if (!this.#isOver[sender]) this.#apply(sender, this.#framing[sender].end());
  }

  /** Nothing after this is decoded. */
  stop(sender: Peer, why: Fault): void {
    if (this.#isOver[sender]) return;
    this.#why[sender] = why;
    this.#isOver[sender] = true;
    this.#current[sender] = null;
  }

  #apply(sender: Peer, events: readonly HttpEvent[]): void {
    const framing = this.#framing[sender];
    for (const event of events) {
      if (event.kind === 'head') this.#takeHead(sender, event.head, event.start, event.end);
      else if (event.kind === 'end') this.#endMessage(sender, event.at);
      else if (event.kind === 'invalid') this.#fail(sender, event.at, event.fault);
      else if (event.kind === 'switched') this.#switch(sender, event.at);
      else if (!this.#asked.has(this.#requests - 1)) {
        // The answer came before the request's body ended.
        this.#apply(sender, framing.answered(false));
      }
    }
    if (this.#isOver[sender]) return;
    if (this.#current[sender] === null && framing.at > framing.messageStart) {
      this.#begin(sender, framing.messageStart);
    }
    this.#grow(sender, framing.at);
  }

  #begin(sender: Peer, start: number): UnitRecord {
    const code = sender === 'client' ? CODES.request : CODES.response;
    const unit = this.#log.addWire(code, this.#streams[sender].readAt(start), start);
    this.#current[sender] = unit;
    return unit;
  }

  #grow(sender: Peer, end: number): void {
    const unit = this.#current[sender];
    if (unit === null || end <= unit.end) return;
    unit.growTo(end, this.#streams[sender].readAt(end - 1));
  }

  #takeHead(sender: Peer, head: HttpHead, start: number, end: number): void {
    const unit = this.#current[sender] ?? this.#begin(sender, start);
    const isChunked = /(^|,)\s*chunked$/i.test(headerOf(head, 'transfer-encoding') ?? '');
    unit.data = { headLength: end - start, isChunked, body: null } satisfies HttpData;
    this.#grow(sender, end);
    if (sender === 'client') this.#takeRequest(unit, head);
    else this.#takeResponse(unit, head);
  }

  #takeRequest(unit: UnitRecord, head: HttpHead): void {
    const upgrade = HttpFraming.asksToSwitch(head);
    this.#asked.set(this.#requests++, { unit, head, method: head.method, upgrade });
    if (head.version === 'HTTP/1.1' && headerOf(head, 'host') === null) {
      unit.fault = {
        message: 'An HTTP/1.1 request must have a Host header; a server answers 400 without it.',
        spec: 'RFC 9112 §3.2',
        range: { start: 0, end: 1 },
      };
    }
    this.#checkRequest(unit, head);
    this.#host.asked(unit, head);
  }

  #checkRequest(unit: UnitRecord, head: HttpHead): void {
    if (!concernsWebSocket(head) || isPlainRequest(head)) return;
    this.#host.check(() => addFaults(unit, openingRules.part.faultsOfRequest(head)));
  }

  #takeResponse(unit: UnitRecord, head: HttpHead): void {
    const asked = this.#asked.get(this.#responses) ?? null;
    this.#responseHead = head;
    this.#responseTo = asked;
    unit.partner = asked?.unit ?? null;
    if (asked !== null) this.#checkResponse(unit, asked.head, head);
    const isFinal = head.status >= 200 || head.status === 101;
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
      addFaults(unit, faults);
      // A client that keeps to the rules reads nothing after this response.
      if (isSwitch && failsConnection(faults)) this.#streams.server.isAfterFailure = true;
    });
  }

  #endMessage(sender: Peer, at: number): void {
    const unit = this.#current[sender];
    if (unit === null) return;
    this.#grow(sender, at);
    unit.complete();
    this.#current[sender] = null;
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

  #fail(sender: Peer, at: number, fault: HttpFault): void {
    const framing = this.#framing[sender];
    const unit = this.#current[sender] ?? this.#begin(sender, framing.messageStart);
    this.#grow(sender, at + 1);
    this.#isOver[sender] = true;
    this.#current[sender] = null;
    const offset = at - unit.start;
    unit.fault = { message: fault.message, spec: fault.spec, range: { start: offset, end: offset + 1 } };
    const head = fault.header === undefined ? null : headOf(unit);
    if (head !== null) setFault(unit, head, fault.header!, fault);
    if (offset === 0) {
      if (sender === 'client' && unit.start === this.#refusedAt && startsFrame(this.#streams.client, at)) {
        unit.fault = { ...unit.fault, hint: REFUSED };
      }
      unit.code = CODES.undecoded;
      unit.complete();
      this.#undecoded[sender] = unit;
    }
    if (this.#streams[sender].length > at + 1) this.#growUndecoded(sender, at + 1);
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

/** Faults a message at a header field, or at its start line when the field is missing. */
function setFault(
  unit: UnitRecord,
  head: HttpHead,
  header: string,
  fault: { readonly message: string; readonly spec: string },
): void {
  const field = head.headers.findLast(({ name }) => name.toLowerCase() === header);
  const range: ByteRange =
    field === undefined
      ? { start: 0, end: 1 }
      : { start: field.nameRange.start, end: Math.max(field.valueRange.end, field.nameRange.end) };
  unit.fault = { message: fault.message, spec: fault.spec, range };
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
