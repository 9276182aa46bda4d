import type { Socket } from 'node:net';
import type { EndRecord } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { nowMicros } from './clock';
import type { Done, HoldEnds } from './hold';
import type { SmallReads } from './small-reads';
import { BUFFER, fail, implementation } from './socket-implementation';
import type { Witness } from './witness';

/**
 * The two ends of a tapped socket, its application and the network: hands things on to them with Node's own methods, and reports
 * how the connection ends.
 */
export class SocketEnds implements HoldEnds {
  /** Made with the first small read. */
  smallReads: SmallReads | null = null;
  readonly #socket: Socket;
  readonly #witness: Witness;
  #firstToEnd: Peer | null = null;
  #isSilent = false;
  #isReset = false;

  constructor(socket: Socket, witness: Witness) {
    this.#socket = socket;
    this.#witness = witness;
  }

  /** The application ends the connection because its client is silent; so does whatever it ends in this turn. */
  timedOut(): void {
    this.#isSilent = true;
    queueMicrotask(() => {
      this.#isSilent = false;
    });
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  get isReset(): boolean {
    return this.#isReset;
  }

  /** Reports the client's reset once, when it comes; the application may learn of it later. */
  wasReset(): void {
    if (this.#isReset) return;
    this.#isReset = true;
    this.ended('client', 'reset');
  }

  ended(by: Peer, how: EndRecord['how']): void {
    this.#firstToEnd ??= by;
    this.#witness.end(by, how, nowMicros());
  }

  closed(): void {
    this.ended(this.#firstToEnd ?? 'server', 'closed');
  }

  toApplication(bytes: Buffer | null): boolean {
    try {
      const wantsMore = implementation.push.call(this.#socket, bytes);
      // A stream emits `end` only when it is read further.
      if (bytes === null) this.#socket.read(0);
      return wantsMore;
    } catch (error) {
      return fail(this.#socket, error);
    }
  }

  refuseApplication(): void {
    this.#witness.refused();
  }

  failApplication(error: Error): void {
    implementation.destroy.call(this.#socket, error);
  }

  readOnFromNetwork(): void {
    if (this.smallReads?.isPaused) this.smallReads.readLater();
    else if (!this.#socket.destroyed) implementation._read.call(this.#socket, 0);
  }

  toNetwork(bytes: Buffer, heldMicros: number, done: Done): void {
    try {
      this.#witness.written(bytes, nowMicros(), heldMicros);
      implementation._write.call(this.#socket, bytes, BUFFER, done);
    } catch (error) {
      fail(this.#socket, error);
    }
  }

  endNetwork(done: Done): void {
    this.ended('server', 'fin');
    implementation._final.call(this.#socket, done);
  }

  networkFailed(error: Error): void {
    this.#socket.destroy(error);
  }
}
