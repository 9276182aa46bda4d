import type { HttpRequestFacts } from '../src/protocol/http-framing';
import type { LabConnection } from './lab';

/** A request and its response. */
export interface Exchange {
  /** The lab that owns it, with this connection in it; null for nobody, undefined until the request line names the lab. */
  owner: LabConnection | null | undefined;
  facts: HttpRequestFacts | undefined;
}

/** What belongs to no lab. */
export const NOBODYS: Exchange = { owner: null, facts: undefined };

/** The exchanges of one connection, in the order of their requests. */
export class Exchanges {
  /** The lab whose raw client opened the connection: every exchange is its own. */
  rawOwner: LabConnection | null = null;
  /** The request that is being read, or comes next. */
  current: Exchange = { owner: undefined, facts: undefined };
  readonly #unanswered: Exchange[] = [this.current];
  #answered = 0;

  /** The exchange that the server is answering; nobody's when it sends something unasked. */
  get answering(): Exchange {
    return this.#unanswered[0] ?? { owner: this.rawOwner, facts: undefined };
  }

  /** What is known of request `index` of the connection, from 0, while it is not answered. */
  factsOf(index: number): HttpRequestFacts | undefined {
    return this.#unanswered[index - this.#answered]?.facts;
  }

  claim(owner: LabConnection): void {
    this.rawOwner = owner;
    this.current.owner = owner;
  }

  /** The current request has ended. */
  nextRequest(): void {
    this.current = { owner: this.rawOwner ?? undefined, facts: undefined };
    this.#unanswered.push(this.current);
  }

  /** The final response to the oldest request has ended. */
  nextResponse(): void {
    this.#unanswered.shift();
    this.#answered++;
  }
}
