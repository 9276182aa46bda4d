import { HttpFraming } from '../src/protocol/http-framing';
import type { ClientDirection } from './client-direction';
import { Direction } from './direction';
import { type Exchange, type Exchanges, NOBODYS } from './exchanges';
import type { LabChunks } from './lab-chunks';
import { isWholeSwitch } from './whole-head';

/** The server's direction of one connection: finds the responses and gives each to the owner of its request. */
export class ServerDirection extends Direction {
  readonly #exchanges: Exchanges;
  readonly #chunks: LabChunks;
  readonly #client: ClientDirection;
  #responses: HttpFraming | null = null;
  /** Status code of the last response. */
  #status = 0;

  constructor(exchanges: Exchanges, chunks: LabChunks, client: ClientDirection) {
    super('server');
    this.#exchanges = exchanges;
    this.#chunks = chunks;
    this.#client = client;
  }

  get exchange(): Exchange {
    return this.rest ?? this.#exchanges.answering;
  }

  read(bytes: Buffer, offset: number, atMicros: number): void {
    if (this.#readWholeSwitch(bytes, offset, atMicros)) return;
    this.#responses ??= new HttpFraming('server', (index) => this.#exchanges.factsOf(index));
    let from = 0;
    for (const event of this.#responses.push(bytes)) {
      if (event.kind === 'head') this.#status = event.head.status;
      else if (event.kind === 'end' || event.kind === 'trailers') {
        const end = event.at - offset;
        const response = bytes.subarray(from, end);
        this.#chunks.give(this.#exchanges.answering, this, response, offset + from, atMicros);
        from = end;
        if (event.kind === 'trailers') this.blanker.nextTrailers();
        else this.#nextResponse();
      } else if (event.kind === 'switched') {
        this.#client.decided(true);
        this.switchFor(this.#switchedTo());
      } else this.rest = this.#exchanges.rawOwner === null ? NOBODYS : this.#exchanges.answering;
    }
    if (from < bytes.length) {
      this.#chunks.give(this.exchange, this, bytes.subarray(from), offset + from, atMicros);
    }
  }

  /** Reads a whole 101 response that can be recognised at once. */
  #readWholeSwitch(bytes: Buffer, offset: number, atMicros: number): boolean {
    const { answering } = this.#exchanges;
    const responses = this.#responses;
    const isAtStart = responses === null || (responses.at === offset && responses.messageStart === offset);
    if (!isAtStart || !answering.facts?.upgrade || !isWholeSwitch(bytes)) return false;
    this.#client.decided(true);
    this.switchFor(answering);
    this.#chunks.give(answering, this, bytes, offset, atMicros);
    return true;
  }

  #nextResponse(): void {
    this.blanker.nextMessage();
    // An interim response is followed by the final one.
    if (this.#status < 200) return;
    if (this.#exchanges.answering.facts?.upgrade) this.#client.decided(false);
    this.#exchanges.nextResponse();
  }

  /** Who owns this direction after a 101, with which only a request to change the protocol can be answered. */
  #switchedTo(): Exchange {
    const { rawOwner, answering } = this.#exchanges;
    const isAsked = rawOwner !== null || answering.facts?.upgrade === true;
    return isAsked ? answering : NOBODYS;
  }
}
