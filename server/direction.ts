import type { Peer } from '../src/protocol/unit';
import { Blanker } from './blank';
import type { Exchange } from './exchanges';

/** One direction of a connection, as attribution follows it. */
export abstract class Direction {
  readonly sender: Peer;
  readonly blanker = new Blanker();
  /** How many have passed. */
  bytes = 0;
  /** The owner of all further bytes, once no HTTP message can begin in this direction any more. */
  rest: Exchange | null = null;

  constructor(sender: Peer) {
    this.sender = sender;
  }

  /** The exchange to which the next byte belongs. */
  abstract get exchange(): Exchange;

  /** Gives the bytes of HTTP messages to the labs that own them; `offset` counts from the connection's first byte. */
  abstract read(bytes: Buffer, offset: number, atMicros: number): void;

  /** No byte from here on is HTTP; all belong to this exchange. */
  switchFor(exchange: Exchange): void {
    this.rest = exchange;
    this.blanker.stop();
  }
}
