import type { EndRecord, Impairment } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';

/**
 * What the tap of one connection reports to, in order and at once. Bytes are borrowed: the next owner may change them (`ws` unmasks
 * in place), so copy what you keep before you return.
 */
export interface Witness {
  /** One read of the server's socket. Returns how long to hold it before the application gets it: microseconds. */
  read(bytes: Buffer, atMicros: number): number;
  /** One write of the server's socket, of bytes that the application wrote `heldMicros` earlier. */
  written(bytes: Buffer, atMicros: number, heldMicros: number): void;
  end(by: Peer, how: EndRecord['how'], atMicros: number): void;
  /** How long to hold this many bytes that `sender` sends now: microseconds. */
  holdMicros(sender: Peer, bytes: number): number;
  /** What the lab does to this connection now. */
  readonly impairment: Impairment;
  /** Called when that changes; set by the tap. */
  onImpaired: (() => void) | null;
  /**
   * The application must not get what comes from now on, since nobody can tell whose it is. It may have `allowedBytes` of the
   * last read. Call `refused` when it has them.
   */
  readonly isLost: boolean;
  readonly allowedBytes: number;
  refused(): void;
  /** Bytes that were sent and reach nobody. */
  swallowed(sender: Peer, bytes: Buffer, atMicros: number): void;
}
