import { corsRules, mayBeHidden } from './cors-source';
import type { StreamEnd } from './decoder';
import type { Fetchable } from './fetched';
import { type Agreement, agreementOf, isWebSocketRequest, switchesToWebSocket } from './handshake';
import { concernsWebSocket, isPlainRequest, isPlainResponse, openingRules } from './handshake-check';
import { HttpDirection } from './http-direction';
import { endingOf, HttpExchanges } from './http-exchanges';
import type { LenientEvent } from './http-faults/lenient-framing';
import type { MessageFaults } from './http-faults/message-faults';
import { httpFaults } from './http-faults-source';
import { type HttpEvent, HttpFraming, type RequestRules } from './http-framing';
import { type HttpFault, type HttpHead, headerOf } from './http-head';
import { isOrdinary } from './http-ordinary';
import { contentPieces, type HttpData, headOf, inflateBody, isInflatable } from './http1-content';
import type { PayloadReader } from './layer';
import type { Fault, Peer } from './layer-unit';
import { joinPieces } from './origin';
import type { Stream, UnitLog, UnitRecord } from './records';
import { quote } from './text';

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
  /** Has a head checked, once the rules for that are here. */
  check(rules: Fetchable, work: () => void): void;
  /** Has a body of this exchange read, if a layer recognises it, once the code for that is here. */
  readBody(body: HttpBody, read: (reader: PayloadReader) => void): void;
  /** The head of a request has come. */
  asked(request: UnitRecord, head: HttpHead): void;
  /** Does the work as soon as `httpFaults` is here, and before anything that comes later. */
  withFaults(work: () => void): void;
}

/** What is not obviously within the rules is read again, by what tells which one is broken. */
const UNCLEAR: HttpFault = { message: '', spec: '' };
function obviousRules(): RequestRules {
  let isOver = false;
  return {
    faultOfHead: (head, _bytes, request) => {
      const isAnswer = head.kind === 'response';
      const isUnclear = isAnswer ? request === undefined || request.method === 'CONNECT' : isOver;
      isOver ||= !isAnswer && endingOf(head) !== null;
      return isOrdinary(head) && !isUnclear ? null : UNCLEAR;
    },
    faultOfExtension: (text) => (text === '' ? null : UNCLEAR),
    faultOfTrailers: (bytes) => (bytes.length === 2 ? null : UNCLEAR),
  };
}

/**
 * Reads both directions of a connection as HTTP/1.x (RFC 9112): units for requests and responses, each response
 * joined to its request, until the protocol is switched or a rule is broken.
 */
export class HttpReader {
  readonly #host: HttpHost;
  readonly #exchanges = new HttpExchanges();
  readonly #directions: Readonly<Record<Peer, HttpDirection>>;

  constructor(log: UnitLog, streams: Readonly<Record<Peer, Stream>>, host: HttpHost) {
    this.#host = host;
    const requestOf = (k: number) => this.#exchanges.requestOf(k);
    this.#directions = {
      client: new HttpDirection(log, streams.client, new HttpFraming('client', undefined, obviousRules())),
      server: new HttpDirection(log, streams.server, new HttpFraming('server', requestOf, obviousRules())),
    };
  }

  isOver(sender: Peer): boolean {
    return this.#directions[sender].isOver;
  }

  push(sender: Peer, bytes: Uint8Array): void {
    const direction = this.#directions[sender];
    direction.faults?.goOn();
    if (direction.isOver) direction.growUndecoded();
    else this.#apply(direction, direction.framing.push(bytes));
  }

  /** The sender sends no more: a body that lasts until then is complete, unless bytes of it may have been lost. */
  end(sender: Peer, how: StreamEnd): void {
    const direction = this.#directions[sender];
    if (direction.isOver) return;
    if (how === 'fin') this.#apply(direction, direction.framing.end());
    const { current } = direction;
    direction.faults?.goOn();
    if (current !== null) this.#host.withFaults(() => this.#faultsOf(direction).cut(current, how));
  }

  /** Nothing has come for a while: what the current message lacks is said of it, until more comes. */
  wait(sender: Peer): void {
    const direction = this.#directions[sender];
    const { current } = direction;
    if (direction.isOver || current === null) return;
    this.#host.withFaults(() => this.#faultsOf(direction).wait(current));
  }

  /** Nothing after this is decoded. */
  stop(sender: Peer, why: Fault): void {
    const direction = this.#directions[sender];
    if (direction.isOver) return;
    direction.why = why;
    direction.stop();
  }

  #faultsOf(direction: HttpDirection): MessageFaults {
    direction.faults ??= new httpFaults.part.MessageFaults(direction, this.#exchanges);
    return direction.faults;
  }

  #apply(direction: HttpDirection, events: readonly (HttpEvent | LenientEvent)[]): void {
    for (const event of events) this.#applyOne(direction, event);
    if (direction.isOver) return;
    const { framing } = direction;
    if (direction.current === null && framing.at > framing.messageStart) direction.begin();
    direction.grow(framing.at);
    direction.faults?.update();
  }

  #applyOne(direction: HttpDirection, event: HttpEvent | LenientEvent): void {
    if (event.kind === 'head') this.#takeHead(direction, event.head, event.start, event.end);
    else if (event.kind === 'end') this.#endMessage(direction, event.at);
    else if (event.kind === 'invalid') this.#readAgain(direction, { ...event.fault, at: event.at });
    else if (event.kind === 'switched') this.#switch(direction, event.at);
    else if (event.kind === 'waiting') {
      // The answer may have come before the request's body had.
      if (this.#exchanges.waiting === null) this.#apply(direction, direction.framing.answered(false));
    } else if (event.kind !== 'trailers') direction.faults!.take(event);
  }

  /** The message that is being read may break a rule, at `early.at` if not before: it is read again by what tells which one. */
  #readAgain(direction: HttpDirection, early: HttpFault & { readonly at: number }): void {
    const { messageStart } = direction.framing;
    const isWaiting =
      direction.stream.sender === 'client' &&
      direction.current === null &&
      this.#exchanges.waiting?.upgrade === true;
    if (!isWaiting) {
      if (direction.current === null) direction.begin();
      direction.grow(early.at + 1);
    }
    this.#host.withFaults(() => {
      if (direction.isOver) return;
      this.#apply(direction, this.#faultsOf(direction).readAgain(messageStart, early, isWaiting));
    });
  }

  #takeHead(direction: HttpDirection, head: HttpHead, start: number, end: number): void {
    const unit = direction.current ?? direction.begin(start);
    const isChunked = /(^|,)\s*chunked$/i.test(headerOf(head, 'transfer-encoding') ?? '');
    unit.data = { headLength: end - start, isChunked, body: null } satisfies HttpData;
    direction.grow(end);
    // What was said of its lines before they were whole.
    if (unit.fault !== null) unit.fault = null;
    if (direction.stream.sender === 'client') this.#takeRequest(unit, head);
    else this.#takeResponse(unit, head);
    direction.faults?.judgeHead(unit, head);
  }

  #takeRequest(unit: UnitRecord, head: HttpHead): void {
    this.#exchanges.ask(unit, head);
    if (concernsWebSocket(head) && !isPlainRequest(head)) {
      this.#host.check(openingRules, () => {
        this.#addFound(unit, openingRules.part.faultsOfRequest(head), openingRules.part);
      });
    }
    this.#host.asked(unit, head);
  }

  #takeResponse(unit: UnitRecord, head: HttpHead): void {
    const { current, framing, stream, isOver } = this.#directions.client;
    const isIdle = current === null && framing.at === stream.length && !isOver;
    const asked = this.#exchanges.answer(unit, head, isIdle);
    if (asked === null) return;
    this.#checkResponse(unit, asked.head, head);
    if (!mayBeHidden(asked.head, head)) return;
    this.#host.check(corsRules, () => {
      this.#addFound(unit, corsRules.part.faultsOfSharing(asked.head, head), corsRules.part);
    });
  }

  #checkResponse(unit: UnitRecord, request: HttpHead, response: HttpHead): void {
    const isSwitch = response.status === 101;
    if (isSwitch ? isPlainResponse(request, response) : !isWebSocketRequest(request)) return;
    this.#host.check(openingRules, () => {
      const { faultsOfResponse, failsConnection } = openingRules.part;
      const faults = faultsOfResponse(request, response);
      this.#addFound(unit, faults, openingRules.part);
      // A client that keeps to the rules reads nothing after this response.
      if (isSwitch && failsConnection(faults)) unit.stream.isAfterFailure = true;
    });
  }

  /** Adds what was found in the head of a message, which may have ended since. */
  #addFound(
    unit: UnitRecord,
    faults: readonly Fault[],
    { addFaults }: Pick<typeof openingRules.part, 'addFaults'>,
  ): void {
    const direction = this.#directions[unit.sender];
    const isCurrent = direction.current === unit;
    if (isCurrent) direction.beyondHttp = faults;
    const isTold = isCurrent && direction.faults?.update() === true;
    if (!isTold) addFaults(unit, faults);
  }

  #endMessage(direction: HttpDirection, at: number): void {
    const unit = direction.current;
    if (unit === null) return;
    direction.endAt(unit, at);
    direction.complete(unit);
    this.#handOver(unit);
    const { responseTo: asked, responseHead } = this.#exchanges;
    const isRefusal = unit.sender === 'server' && asked?.upgrade === true && responseHead!.status >= 200;
    const isTunnel = asked?.method === 'CONNECT' && responseHead!.status < 300;
    if (!isRefusal || isTunnel) return;
    const { client } = this.#directions;
    client.refusedAt = client.framing.at;
    this.#apply(client, client.framing.answered(false));
  }

  /** Gives a body to the layer that reads it: of a POST, of the 200 that answers a GET, or of a refusal. */
  #handOver(unit: UnitRecord): void {
    const isRequest = unit.sender === 'client';
    const head = isRequest ? headOf(unit) : this.#exchanges.responseHead;
    const asked = isRequest ? head : this.#exchanges.responseTo?.head;
    if (head == null || asked == null) return;
    const isRead = isRequest
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

  #switch(direction: HttpDirection, at: number): void {
    const { sender, length } = direction.stream;
    direction.isOver = true;
    // What the client sent before the answer comes before what follows the answer.
    const { client } = this.#directions;
    if (sender === 'server') this.#apply(client, client.framing.answered(true));
    const asked = this.#exchanges.responseTo;
    const head = this.#exchanges.responseHead!;
    const isWebSocket = asked !== null && head.status === 101 && switchesToWebSocket(asked.head, head);
    const agreement = isWebSocket ? agreementOf(asked.head, head) : null;
    if (!isWebSocket) direction.why = notRead(asked?.head ?? null, head);
    this.#host.switched(sender, at, agreement, asked?.head.target ?? '');
    if (agreement === null && length > at) direction.growUndecoded(at);
  }
}

/** The media type of a body in lower case, without its parameters (RFC 9110 §8.3.1); empty when none is given. */
function mediaTypeOf(head: HttpHead): string {
  return (headerOf(head, 'content-type') ?? '').split(';')[0]!.trim().toLowerCase();
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
