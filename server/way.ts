import type { HttpRequestFacts } from '../src/protocol/http-framing';
import type { Peer } from '../src/protocol/unit';
import { Blanker } from './blank';
import type { LabConnection } from './lab';

/** A request and its response. */
export interface Exchange {
  /** Whose it is, with this connection in it; null for nobody's, undefined until the request line says. */
  owner: LabConnection | null | undefined;
  facts: HttpRequestFacts | undefined;
}

/** One direction of a connection, as attribution follows it. */
export class Way {
  readonly sender: Peer;
  readonly blanker = new Blanker();
  /** That have passed. */
  bytes = 0;
  /** Where all further bytes belong, once no HTTP message can begin in this direction any more. */
  rest: Exchange | null = null;

  constructor(sender: Peer) {
    this.sender = sender;
  }

  /** No byte from here on is HTTP; all belong to this exchange. */
  switchFor(exchange: Exchange): void {
    this.rest = exchange;
    this.blanker.stop();
  }
}

/** What one read or write has for one lab so far: messages that follow each other in it stay one chunk. */
export interface Run {
  readonly owner: LabConnection;
  readonly way: Way;
  readonly parts: Uint8Array[];
  /** Offset after its last byte. */
  end: number;
  readonly atMicros: number;
}
