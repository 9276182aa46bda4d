import { HttpFraming } from '../src/protocol/http-framing';
import { type HttpFault, type HttpHead, listsToken } from '../src/protocol/http-head';
import type { ConnectionLabs } from './connection-labs';
import { Direction } from './direction';
import { EarlyBytes } from './early-bytes';
import { type Exchange, type Exchanges, NOBODYS } from './exchanges';
import type { LabChunks } from './lab-chunks';
import { RequestLine } from './request-line';
import { REQUEST_RULES } from './request-rules';
import { HEAD_END, targetOfWholeUpgrade } from './whole-head';

/** A request that was read here and that the server's parser must report next. */
interface ExpectedRequest {
  readonly target: string;
  readonly asksToSwitch: boolean;
}

const AFTER_GAP: HttpFault = {
  message: 'The lab has swallowed bytes before these, so nobody can tell where a request begins.',
  spec: 'RFC 9112 §9.3',
};

/** The client's direction of one connection: finds its requests and the labs that they name. */
export class ClientDirection extends Direction {
  /** Nobody can tell any more whose the bytes are. */
  isLost = false;
  /** How much of the last read the server may still have. */
  allowedBytes = 0;
  readonly #exchanges: Exchanges;
  readonly #labs: ConnectionLabs;
  readonly #chunks: LabChunks;
  #requests: HttpFraming | null = null;
  readonly #line = new RequestLine();
  readonly #expected: ExpectedRequest[] = [];
  readonly #early = new EarlyBytes();
  #fault: HttpFault | null = null;
  /** The head of the current request says that no other will follow. */
  #isLast = false;
  /** Bytes were swallowed that the server's parser never got. */
  #hasGap = false;

  constructor(exchanges: Exchanges, labs: ConnectionLabs, chunks: LabChunks) {
    super('client');
    this.#exchanges = exchanges;
    this.#labs = labs;
    this.#chunks = chunks;
  }

  get exchange(): Exchange {
    return this.rest ?? this.#exchanges.current;
  }

  /** Comes before each read: what came before it may forbid that it is read at all. */
  beginRead(): void {
    this.allowedBytes = 0;
    if (this.#hasGap && this.rest === null) this.#refuse(AFTER_GAP);
  }

  /** Some of the client's bytes reach nobody. */
  addGap(): void {
    this.#hasGap = true;
  }

  /** The server's parser has found a request. False when it is not the next one here: the two disagree where requests begin. */
  took(target: string, asksToSwitch: boolean): boolean {
    if (this.#isRaw) return true;
    const next = this.#expected.shift();
    if (next?.target === target && next.asksToSwitch === asksToSwitch) return true;
    this.lose();
    return false;
  }

  /** From here on nobody can tell whose the bytes are. All of a raw client's belong to its lab. */
  lose(): void {
    if (this.#isRaw) return;
    this.isLost = true;
    this.allowedBytes = 0;
    this.#exchanges.current.owner ??= null;
    this.#line.take();
    this.switchFor(NOBODYS);
  }

  /** The fault because of which the rest was refused; given once. */
  takeFault(): HttpFault | null {
    const fault = this.#fault;
    this.#fault = null;
    return fault;
  }

  /** Bytes that follow a request to change the protocol before its answer has come must be frames. */
  judgeEarly(bytes: Uint8Array): void {
    if (this.#early.isAwaitingAnswer && !this.#early.mayBeFrames(bytes)) this.switchFor(NOBODYS);
  }

  /** The answer to a request to change the protocol has come: what the client sends after a refusal belongs to nobody. */
  decided(isSwitched: boolean): void {
    if (!this.#early.isAwaitingAnswer) return;
    this.#early.end();
    if (!isSwitched) this.switchFor(NOBODYS);
  }

  read(bytes: Buffer, offset: number, atMicros: number): void {
    if (this.#requests === null && this.#readWholeUpgrade(bytes, offset, atMicros)) return;
    this.#requests ??= new HttpFraming('client', undefined, this.#isRaw ? null : REQUEST_RULES);
    let from = 0;
    let last = this.#exchanges.current;
    for (const event of this.#requests.push(bytes)) {
      if (event.kind === 'head') this.#takeHead(event.head);
      else if (event.kind === 'end' || event.kind === 'trailers') {
        const end = event.at - offset;
        last = this.#exchanges.current;
        this.#giveRequest(bytes.subarray(from, end), offset + from, atMicros);
        from = end;
        if (event.kind === 'trailers') this.blanker.nextTrailers();
        else if (this.#endRequest(end)) return;
      } else if (event.kind === 'waiting') this.#askedToSwitch(last, bytes.subarray(from));
      else if (event.kind === 'invalid') {
        this.#readInvalid(bytes, offset, atMicros, from, event.at - offset, event.fault);
        return;
      }
    }
    if (from === bytes.length) return;
    if (this.rest === null) this.#giveRequest(bytes.subarray(from), offset + from, atMicros);
    else this.#chunks.give(this.rest, this, bytes.subarray(from), offset + from, atMicros);
  }

  get #isRaw(): boolean {
    return this.#exchanges.rawOwner !== null;
  }

  #refuse(fault: HttpFault): void {
    this.lose();
    if (this.isLost) this.#fault = fault;
  }

  #takeHead(head: HttpHead): void {
    const { method, target } = head;
    const upgrade = HttpFraming.asksToSwitch(head);
    this.#isLast = !upgrade && isLastRequest(head);
    this.#exchanges.current.facts = { method, upgrade };
    if (!this.#isRaw) this.#expected.push({ target, asksToSwitch: upgrade });
  }

  /** The byte at `at` breaks a rule. The owner of the request sees that byte; nobody sees what comes after it. */
  #readInvalid(
    bytes: Buffer,
    offset: number,
    atMicros: number,
    from: number,
    at: number,
    fault: HttpFault,
  ): void {
    this.#giveRequest(bytes.subarray(from, this.#isRaw ? bytes.length : at + 1), offset + from, atMicros);
    if (this.#isRaw) this.rest = this.#exchanges.current;
    this.#refuse(fault);
    this.allowedBytes = at;
  }

  /** Reads a first request that can be recognised at once, and the frames that an impatient client may have sent after it. */
  #readWholeUpgrade(bytes: Buffer, offset: number, atMicros: number): boolean {
    const target = targetOfWholeUpgrade(bytes);
    if (target === null) return false;
    const exchange = this.#exchanges.current;
    exchange.facts = { method: 'GET', upgrade: true };
    if (!this.#isRaw) this.#expected.push({ target, asksToSwitch: true });
    if (exchange.owner === undefined) exchange.owner = this.#labs.named(target);
    const end = bytes.indexOf(HEAD_END) + HEAD_END.length;
    this.#askedToSwitch(exchange, bytes.subarray(end));
    const isWhole = this.rest === exchange;
    this.#chunks.give(exchange, this, isWhole ? bytes : bytes.subarray(0, end), offset, atMicros);
    return true;
  }

  /** Everything that follows belongs to this exchange, unless it turns out to be no frame, or the request is refused. */
  #askedToSwitch(exchange: Exchange, after: Uint8Array): void {
    this.switchFor(exchange);
    if (this.#isRaw) return;
    this.#early.begin();
    this.judgeEarly(after);
  }

  /** True when no request can follow this one: the server ends the connection with its answer, and takes no more. */
  #endRequest(end: number): boolean {
    const isLast = this.#isLast && !this.#isRaw;
    this.blanker.nextMessage();
    this.#exchanges.nextRequest();
    if (isLast) this.lose();
    this.allowedBytes = end;
    return isLast;
  }

  /** Gives bytes of the current request to its owner; they wait here until the owner is known. */
  #giveRequest(bytes: Uint8Array, offset: number, atMicros: number): void {
    const exchange = this.#exchanges.current;
    if (exchange.owner !== undefined) {
      this.#chunks.give(exchange, this, bytes, offset, atMicros);
      return;
    }
    const target = this.#line.add(bytes, offset, atMicros);
    if (target === undefined) return;
    exchange.owner = target === null ? null : this.#labs.named(target);
    for (const read of this.#line.take()) {
      this.#chunks.give(exchange, this, read.bytes, read.offset, read.atMicros);
    }
  }
}

/** Whether no request may follow this one on its connection (RFC 9112 §9.3), as Node's parser sees it. */
function isLastRequest(head: HttpHead): boolean {
  const lists = (option: string) =>
    listsToken(head, 'connection', option) || listsToken(head, 'proxy-connection', option);
  return lists('close') || (head.version !== 'HTTP/1.1' && !lists('keep-alive'));
}
