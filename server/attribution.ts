import { type EndRecord, type Impairment, NEVER_MICROS, UNIMPAIRED } from '../src/protocol/feed';
import { HttpFraming } from '../src/protocol/http-framing';
import { type HttpFault, type HttpHead, listsToken } from '../src/protocol/http-head';
import type { Peer } from '../src/protocol/unit';
import { nowMicros } from './clock';
import { EarlyBytes } from './early-bytes';
import type { ConnectionFacts, Lab, LabConnection } from './lab';
import { Pace } from './pace';
import { RequestLine } from './request-line';
import { REQUEST_RULES } from './request-rules';
import { type Exchange, type Run, Way } from './way';
import { isWholeSwitch, targetOfWholeUpgrade } from './whole-head';
import type { Witness } from './witness';

/** A request that this side has found, and the server's parser should tell of. */
interface Expected {
  readonly target: string;
  readonly asksToSwitch: boolean;
}

const NOBODYS: Exchange = { owner: null, facts: undefined };

const AFTER_GAP: HttpFault = {
  message: 'The lab has swallowed bytes before these, so that nobody can tell where a request begins.',
  spec: 'RFC 9112 §9.3',
};

/**
 * Finds out whose the bytes of one connection are, exchange by exchange: a browser may use one connection for
 * several labs, for pages and for scripts. Request k and response k belong to the lab that the k-th request target
 * names; what follows a request to change the protocol belongs to the same lab, since this server never goes on
 * with HTTP after one; a raw client's connection belongs to its lab as a whole. Nobody's bytes are not kept.
 *
 * It reads requests as strictly as the server's parser or more so. Where it cannot tell them apart any more, it lets the parser have
 * nothing from there on, and gives the rest of the connection to nobody: what the parser would make of it could be another's.
 */
export class Attribution implements Witness {
  readonly #ownerOf: (target: string) => Lab | null;
  #facts: ConnectionFacts;
  /** This connection in each lab that has seen it. */
  readonly #seenBy: LabConnection[] = [];
  #rawOwner: LabConnection | null = null;

  #requests: HttpFraming | null = null;
  #responses: HttpFraming | null = null;
  readonly #client = new Way('client');
  readonly #server = new Way('server');
  /** The request that is being read, or comes next. */
  #current: Exchange = { owner: undefined, facts: undefined };
  #unanswered: Exchange[] = [this.#current];
  #answered = 0;
  readonly #line = new RequestLine();
  #status = 0;
  #run: Run | null = null;

  /** Requests that the server's parser has not told of yet. */
  readonly #toTake: Expected[] = [];
  isLost = false;
  allowedBytes = 0;
  #fault: HttpFault | null = null;
  /** The client has said with the head of this request that it is its last. */
  #isLast = false;
  /** Bytes that the parser never got. */
  #hasGap = false;
  readonly #early = new EarlyBytes();
  /** Told once, when the requests cannot be told apart any more and all before that has reached the application. */
  onRefused: ((fault: HttpFault) => void) | null = null;

  /** Of the bytes that pass now. */
  #heldMicros = 0;
  #readAtMicros = 0;
  readonly #pace = { client: new Pace(), server: new Pace() };
  onImpaired: (() => void) | null = null;
  /** Ends the connection by order; set by whoever has the socket. */
  onOrder: ((order: 'reset' | 'fin' | 'release') => void) | null = null;
  /** When the client, with the delay that was set when it came, knows that it is connected. */
  #madeAtMicros = 0;

  constructor(facts: ConnectionFacts, ownerOf: (target: string) => Lab | null) {
    this.#facts = facts;
    this.#ownerOf = ownerOf;
  }

  /** Its number in this lab; undefined when it has carried nothing of it. */
  numberIn(lab: Lab): number | undefined {
    return this.#seenBy.find((connection) => connection.lab === lab)?.number;
  }

  /** It has carried a lab's traffic. */
  get isOfLab(): boolean {
    return this.#seenBy.length > 0;
  }

  /** The lab whose raw client opened this connection, or null. */
  get rawOwner(): Lab | null {
    return this.#rawOwner?.lab ?? null;
  }

  /** This connection was opened by the lab's raw client: to be called before its first byte. */
  claim(lab: Lab): void {
    this.#facts = { ...this.#facts, via: 'raw' };
    this.#rawOwner = this.#connectionIn(lab);
    this.#current.owner = this.#rawOwner;
    if (!this.#facts.isPlain) return;
    this.#client.switchFor(this.#current);
    this.#server.switchFor(this.#current);
  }

  /**
   * The server's parser has found a request. False when it is not the one that comes next here: the two do not agree on where
   * requests begin, and the connection must end.
   */
  took(target: string, asksToSwitch: boolean): boolean {
    if (this.#rawOwner !== null) return true;
    const next = this.#toTake.shift();
    if (next?.target === target && next.asksToSwitch === asksToSwitch) return true;
    this.lose();
    return false;
  }

  /** From here on nobody can tell whose the client's bytes are. A raw client's are its lab's whatever they are. */
  lose(): void {
    if (this.#rawOwner !== null) return;
    this.isLost = true;
    this.allowedBytes = 0;
    this.#current.owner ??= null;
    this.#line.take();
    this.#client.switchFor(NOBODYS);
  }

  refused(): void {
    if (this.#fault !== null) this.onRefused?.(this.#fault);
    this.#fault = null;
  }

  read(bytes: Buffer, atMicros: number): number {
    this.#heldMicros = 0;
    this.allowedBytes = 0;
    this.#readAtMicros = atMicros;
    if (this.#hasGap && this.#client.rest === null) this.#refuse(AFTER_GAP);
    this.#pass(this.#client, bytes, atMicros);
    return this.#heldMicros;
  }

  written(bytes: Buffer, atMicros: number, heldMicros: number): void {
    this.#heldMicros = heldMicros;
    this.#pass(this.#server, bytes, atMicros);
  }

  end(by: Peer, how: EndRecord['how'], atMicros: number): void {
    for (const connection of this.#seenBy) connection.lab.ended(connection, by, how, atMicros);
  }

  get impairment(): Impairment {
    return (this.#client.rest?.owner ?? this.#seenBy.at(-1))?.impairment ?? UNIMPAIRED;
  }

  holdMicros(sender: Peer, bytes: number): number {
    const exchange =
      sender === 'server' ? (this.#server.rest ?? this.#answering) : (this.#client.rest ?? this.#current);
    const connection = exchange.owner ?? this.#seenBy.at(-1);
    if (connection === undefined || connection.impairment === UNIMPAIRED) return 0;
    const now = nowMicros();
    return this.#pace[sender].due(now, bytes, connection.impairment) - now;
  }

  swallowed(sender: Peer, bytes: Buffer, atMicros: number): void {
    this.#heldMicros = NEVER_MICROS;
    this.#readAtMicros = Number.NaN;
    this.#pass(sender === 'client' ? this.#client : this.#server, bytes, atMicros);
    if (sender === 'client') this.#hasGap = true;
  }

  #refuse(fault: HttpFault): void {
    this.lose();
    if (this.isLost) this.#fault = fault;
  }

  #pass(way: Way, bytes: Buffer, atMicros: number): void {
    if (this.#early.isAwaitingAnswer && way === this.#client) this.#judgeEarly(bytes);
    const { rest, bytes: offset } = way;
    way.bytes = offset + bytes.length;
    if (rest !== null && !way.blanker.isInHead) {
      // The hot path: after a 101 nothing is looked at any more.
      if (rest.owner) this.#log(rest.owner, way, bytes, offset, atMicros);
      return;
    }
    if (rest !== null) this.#give(rest, way, bytes, offset, atMicros);
    else if (way === this.#client) this.#readRequests(bytes, offset, atMicros);
    else this.#readResponses(bytes, offset, atMicros);
    if (this.#run !== null) this.#endRun();
  }

  #log(owner: LabConnection, way: Way, bytes: Uint8Array, offset: number, atMicros: number): void {
    const { lab, number } = owner;
    if (way === this.#client) this.#planHold(owner, bytes.length, atMicros);
    lab.log.chunk(number, way.sender, atMicros - lab.startMicros, offset, bytes, this.#heldMicros);
  }

  /**
   * How long bytes of the client are held: for what slows them; on a new connection for the round trip of its making, too
   * (RFC 9293 §3.5: the three-way handshake comes first); and never less than what came before them. What was read before
   * it was known whose it is has long been handed on. One read that holds requests of two labs is held as a whole, for the longer.
   */
  #planHold({ impairment }: LabConnection, bytes: number, atMicros: number): void {
    if (this.#heldMicros === NEVER_MICROS) return;
    if (impairment === UNIMPAIRED || atMicros !== this.#readAtMicros) {
      this.#heldMicros = 0;
      return;
    }
    const leftAtMicros = impairment.delayMs === 0 ? atMicros : Math.max(atMicros, this.#madeAtMicros);
    this.#heldMicros = this.#pace.client.due(leftAtMicros, bytes, impairment) - atMicros;
  }

  #readRequests(bytes: Buffer, offset: number, atMicros: number): void {
    if (this.#requests === null && this.#readWholeUpgrade(bytes, offset, atMicros)) return;
    this.#requests ??= new HttpFraming('client', undefined, this.#rawOwner === null ? REQUEST_RULES : null);
    let from = 0;
    let last = this.#current;
    for (const event of this.#requests.push(bytes)) {
      if (event.kind === 'head') {
        this.#takeHead(event.head);
      } else if (event.kind === 'end' || event.kind === 'trailers') {
        const end = event.at - offset;
        last = this.#current;
        this.#giveRequest(bytes.subarray(from, end), offset + from, atMicros);
        from = end;
        if (event.kind === 'trailers') this.#client.blanker.nextTrailers();
        else if (this.#endRequest(end)) return;
      } else if (event.kind === 'waiting') this.#askedToSwitch(last, bytes.subarray(from));
      else if (event.kind === 'invalid') {
        this.#readInvalid(bytes, offset, atMicros, from, event.at - offset, event.fault);
        return;
      }
    }
    if (from === bytes.length) return;
    if (this.#client.rest !== null) {
      this.#give(this.#client.rest, this.#client, bytes.subarray(from), offset + from, atMicros);
    } else this.#giveRequest(bytes.subarray(from), offset + from, atMicros);
  }

  #takeHead(head: HttpHead): void {
    const { method, target } = head;
    const upgrade = HttpFraming.asksToSwitch(head);
    this.#isLast = !upgrade && isLastRequest(head);
    this.#current.facts = { method, upgrade };
    if (this.#rawOwner === null) this.#toTake.push({ target, asksToSwitch: upgrade });
  }

  /** The byte at `at` breaks a rule. Whose request it is sees that byte, and nobody sees what comes after it. */
  #readInvalid(
    bytes: Buffer,
    offset: number,
    atMicros: number,
    from: number,
    at: number,
    fault: HttpFault,
  ): void {
    const isRaw = this.#rawOwner !== null;
    this.#giveRequest(bytes.subarray(from, isRaw ? bytes.length : at + 1), offset + from, atMicros);
    if (isRaw) this.#client.rest = this.#current;
    this.#refuse(fault);
    this.allowedBytes = at;
  }

  /** The first request, when it is seen at a glance; with the frames that a client in a hurry may have sent after it. */
  #readWholeUpgrade(bytes: Buffer, offset: number, atMicros: number): boolean {
    const target = targetOfWholeUpgrade(bytes);
    if (target === null) return false;
    const exchange = this.#current;
    exchange.facts = { method: 'GET', upgrade: true };
    if (this.#rawOwner === null) this.#toTake.push({ target, asksToSwitch: true });
    if (exchange.owner === undefined) exchange.owner = this.#connectionOf(target);
    const end = bytes.indexOf(HEAD_END) + HEAD_END.length;
    this.#askedToSwitch(exchange, bytes.subarray(end));
    const isWhole = this.#client.rest === exchange;
    this.#give(exchange, this.#client, isWhole ? bytes : bytes.subarray(0, end), offset, atMicros);
    return true;
  }

  /** All that follows in the client's direction belongs to this exchange, unless it turns out to be no frame or is refused. */
  #askedToSwitch(exchange: Exchange, after: Uint8Array): void {
    this.#client.switchFor(exchange);
    if (this.#rawOwner !== null) return;
    this.#early.begin();
    this.#judgeEarly(after);
  }

  #judgeEarly(bytes: Uint8Array): void {
    if (!this.#early.mayBeFrames(bytes)) this.#client.switchFor(NOBODYS);
  }

  /** The answer to a request to change the protocol has come: what the client sends after a refusal is nobody's. */
  #decided(isSwitched: boolean): void {
    if (!this.#early.isAwaitingAnswer) return;
    this.#early.end();
    if (!isSwitched) this.#client.switchFor(NOBODYS);
  }

  /** True when no request can come after this one: the server ends the connection with its answer, and takes no more. */
  #endRequest(end: number): boolean {
    const isLast = this.#isLast && this.#rawOwner === null;
    this.#nextRequest();
    if (isLast) this.lose();
    this.allowedBytes = end;
    return isLast;
  }

  #nextRequest(): void {
    this.#client.blanker.nextMessage();
    this.#current = { owner: this.#rawOwner ?? undefined, facts: undefined };
    this.#unanswered.push(this.#current);
  }

  #nextResponse(): void {
    this.#server.blanker.nextMessage();
    // After an interim response the final one follows.
    if (this.#status < 200) return;
    if (this.#answering.facts?.upgrade) this.#decided(false);
    this.#unanswered.shift();
    this.#answered++;
  }

  #readResponses(bytes: Buffer, offset: number, atMicros: number): void {
    const isAtStart =
      this.#responses === null || (this.#responses.at === offset && this.#responses.messageStart === offset);
    if (isAtStart && this.#answering.facts?.upgrade && isWholeSwitch(bytes)) {
      this.#decided(true);
      this.#server.switchFor(this.#answering);
      this.#give(this.#answering, this.#server, bytes, offset, atMicros);
      return;
    }
    this.#responses ??= new HttpFraming('server', (k) => this.#unanswered[k - this.#answered]?.facts);
    let from = 0;
    for (const event of this.#responses.push(bytes)) {
      if (event.kind === 'head') this.#status = event.head.status;
      else if (event.kind === 'end' || event.kind === 'trailers') {
        const end = event.at - offset;
        this.#give(this.#answering, this.#server, bytes.subarray(from, end), offset + from, atMicros);
        from = end;
        if (event.kind === 'trailers') this.#server.blanker.nextTrailers();
        else this.#nextResponse();
      } else if (event.kind === 'switched') {
        this.#decided(true);
        this.#server.switchFor(this.#switchedTo());
      } else this.#server.rest = this.#rawOwner === null ? NOBODYS : this.#answering;
    }
    if (from < bytes.length) {
      const exchange = this.#server.rest ?? this.#answering;
      this.#give(exchange, this.#server, bytes.subarray(from), offset + from, atMicros);
    }
  }

  /** Whose the server's direction is after a 101, which no other request can have been answered with. */
  #switchedTo(): Exchange {
    const isAsked = this.#rawOwner !== null || this.#answering.facts?.upgrade === true;
    return isAsked ? this.#answering : NOBODYS;
  }

  /** The exchange that the server is answering; nobody's when it speaks unasked. */
  get #answering(): Exchange {
    return this.#unanswered[0] ?? { owner: this.#rawOwner, facts: undefined };
  }

  /** Bytes of the request that is being read: held until it is known whose it is. */
  #giveRequest(bytes: Uint8Array, offset: number, atMicros: number): void {
    const exchange = this.#current;
    if (exchange.owner !== undefined) {
      this.#give(exchange, this.#client, bytes, offset, atMicros);
      return;
    }
    const target = this.#line.add(bytes, offset, atMicros);
    if (target === undefined) return;
    exchange.owner = target === null ? null : this.#connectionOf(target);
    for (const read of this.#line.take()) {
      this.#give(exchange, this.#client, read.bytes, read.offset, read.atMicros);
    }
  }

  #give({ owner }: Exchange, way: Way, bytes: Uint8Array, offset: number, atMicros: number): void {
    if (!owner || bytes.length === 0) return;
    const shown = way.blanker.isInHead ? way.blanker.blank(bytes) : bytes;
    const run = this.#run;
    if (run !== null && run.owner === owner && run.atMicros === atMicros && run.end === offset) {
      run.parts.push(shown);
      run.end += shown.length;
    } else {
      if (run !== null) this.#endRun();
      this.#run = { owner, way, parts: [shown], end: offset + shown.length, atMicros };
    }
  }

  #endRun(): void {
    const { owner, way, parts, end, atMicros } = this.#run!;
    this.#run = null;
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    this.#log(owner, way, bytes, end - bytes.length, atMicros);
  }

  #connectionOf(target: string): LabConnection | null {
    const lab = this.#ownerOf(target);
    return lab && this.#connectionIn(lab);
  }

  #connectionIn(lab: Lab): LabConnection {
    const known = this.#seenBy.find((connection) => connection.lab === lab);
    if (known) return known;
    const connection = lab.connect(this.#facts, {
      impaired: () => this.onImpaired?.(),
      end: (order) => this.onOrder?.(order),
      labIsOver: () => {
        // What is held may be due in hours.
        const isSlowed = connection.impairment !== UNIMPAIRED && this.#seenBy.length === 1;
        this.onOrder?.(isSlowed ? 'reset' : 'release');
      },
    });
    if (this.#seenBy.length === 0) {
      this.#madeAtMicros = this.#facts.acceptedAtMicros + 2000 * connection.impairment.delayMs;
    }
    this.#seenBy.push(connection);
    return connection;
  }
}

/** Whether no request may follow this one on its connection (RFC 9112 §9.3), as Node's parser sees it. */
function isLastRequest(head: HttpHead): boolean {
  const lists = (option: string) =>
    listsToken(head, 'connection', option) || listsToken(head, 'proxy-connection', option);
  return lists('close') || (head.version !== 'HTTP/1.1' && !lists('keep-alive'));
}

const HEAD_END = '\r\n\r\n';
