import type { Socket } from 'node:net';
import { nowMicros } from './clock';
import { type Done, Hold, type HoldLimits } from './hold';
import { isShaped } from './impairment';
import { LostEnds } from './lost-ends';
import { type Orphan, takeOrphan } from './orphan';
import { piecesOf, ReadShaper } from './read-shaper';
import { SmallReads } from './small-reads';
import { SocketEnds } from './socket-ends';
import { fail, implementation, isReset } from './socket-implementation';
import type { Witness } from './witness';

/**
 * The tap of one connection: reports what passes to its witness, and hands it on. Whatever few connections need (holding, shaping,
 * pauses) is made when it is first needed.
 */
export class ConnectionTap {
  readonly #socket: Socket;
  readonly #witness: Witness;
  readonly #limits: HoldLimits;
  readonly #ends: SocketEnds;
  #hold: Hold | null = null;
  #shaper: ReadShaper | null = null;
  #orphan: Orphan | null = null;
  #lostEnds: LostEnds | null = null;
  #isResetting = false;

  constructor(socket: Socket, witness: Witness, limits: HoldLimits) {
    this.#socket = socket;
    this.#witness = witness;
    this.#limits = limits;
    this.#ends = new SocketEnds(socket, witness);
    witness.onImpaired = () => this.#impaired();
  }

  read(bytes: Buffer | null): boolean {
    const wantsMore = this.#shape(bytes);
    if (bytes === null || bytes.length >= this.#limits.smallReads.bytes) return wantsMore;
    this.#ends.smallReads ??= new SmallReads(this.#limits.smallReads, this.#ends);
    const { smallReads } = this.#ends;
    if (smallReads.take()) return wantsMore;
    if (!smallReads.isPaused) this.#decideReading();
    smallReads.pause(wantsMore);
    return false;
  }

  #shape(bytes: Buffer | null): boolean {
    const { impairment } = this.#witness;
    if (this.#shaper === null && !isShaped(impairment)) return this.#take(bytes);
    this.#shaper ??= new ReadShaper(
      (read) => this.#takeLater(read),
      () => this.#ends.readOnFromNetwork(),
      this.#limits.piecesPerRead,
    );
    return this.#shaper.read(bytes, impairment);
  }

  /** Takes a piece of a read, perhaps in a turn of its own, where nothing above catches what it throws. */
  #takeLater(bytes: Buffer | null): boolean {
    try {
      return this.#take(bytes);
    } catch (error) {
      return fail(this.#socket, error);
    }
  }

  /** From now on the tap decides when the network is read. */
  #decideReading(): void {
    this.#socket._read = () => {
      if (this.#hold === null) this.#ends.readOnFromNetwork();
      else this.#hold.wantMore();
    };
  }

  #take(bytes: Buffer | null): boolean {
    if (this.#isSwallowing) {
      if (bytes === null) this.#loseEnds().client = true;
      else this.#witness.swallowed('client', bytes, nowMicros());
      return true;
    }
    if (bytes === null) this.#ends.ended('client', 'fin');
    const atMicros = nowMicros();
    const heldMicros =
      bytes === null ? this.#witness.holdMicros('client', 0) : this.#witness.read(bytes, atMicros);
    if (this.#witness.isLost && bytes !== null) return this.#refuse(bytes, atMicros + heldMicros);
    const isFree = this.#hold === null || this.#hold.isFreeInward;
    if (heldMicros === 0 && isFree) return implementation.push.call(this.#socket, bytes);
    return this.#madeHold.read(bytes, atMicros + heldMicros);
  }

  /** Hands on what the application may have; the rest is refused after it. */
  #refuse(bytes: Buffer, dueMicros: number): boolean {
    const allowed = bytes.subarray(0, this.#witness.allowedBytes);
    if (this.#hold !== null || dueMicros > nowMicros()) {
      if (allowed.length > 0) this.#madeHold.read(allowed, dueMicros);
      this.#madeHold.refuse(dueMicros);
    } else {
      if (allowed.length > 0) implementation.push.call(this.#socket, allowed);
      this.#ends.refuseApplication();
    }
    return true;
  }

  write(chunk: Buffer | string, encoding: BufferEncoding, done: Done): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
    if (this.#isSwallowing) {
      this.#witness.swallowed('server', bytes, nowMicros());
      done();
      return;
    }
    const { bytesPerSecond, cut } = this.#witness.impairment;
    if (cut === 'stall') this.#madeHold.cut(true);
    else if (bytesPerSecond > 0 && bytes.length > piecesOf(bytesPerSecond)) {
      this.#writeInPieces(bytes, piecesOf(bytesPerSecond), done);
      return;
    }
    const holdMicros = this.#witness.holdMicros('server', bytes.length);
    if (holdMicros === 0 && (this.#hold === null || this.#hold.isFreeOutward)) {
      this.#witness.written(bytes, nowMicros(), 0);
      // A string stays a string: writing it is faster.
      implementation._write.call(this.#socket, chunk, encoding, done);
    } else this.#madeHold.write(bytes, holdMicros, done);
  }

  #writeInPieces(bytes: Buffer, size: number, done: Done): void {
    for (let from = 0; from < bytes.length; from += size) {
      const piece = bytes.subarray(from, from + size);
      const isLast = from + size >= bytes.length;
      const holdMicros = this.#witness.holdMicros('server', piece.length);
      this.#madeHold.write(piece, holdMicros, isLast ? done : () => undefined);
    }
  }

  endWriting(done: Done): void {
    if (this.#isSwallowing) {
      this.#loseEnds().server = true;
      done();
      return;
    }
    const holdMicros = this.#witness.holdMicros('server', 0);
    if (this.#witness.impairment.cut === 'stall') this.#madeHold.cut(true);
    if (holdMicros === 0 && (this.#hold === null || this.#hold.isFreeOutward)) this.#ends.endNetwork(done);
    else this.#madeHold.end(nowMicros() + holdMicros, done);
  }

  destroyed(error: NodeJS.ErrnoException | null): void {
    this.#hold?.clear();
    this.#shaper?.clear();
    this.#ends.smallReads?.clear();
    if (this.#isResetting) this.#ends.ended('server', 'reset');
    else if (isReset(error)) this.#ends.wasReset();
    else if (this.#ends.isSilent) this.#ends.ended('server', 'timeout');
    if (this.#witness.impairment.cut !== 'none' && !this.#isResetting) this.#becomeOrphan();
  }

  closed(): void {
    if (this.#orphan === null) this.#ends.closed();
  }

  /** Whoever ends the connection in answer to this event ends it because its client is silent. */
  timedOut(): void {
    this.#ends.timedOut();
  }

  destroyAfterTimeout(): void {
    this.#ends.timedOut();
    this.#socket.destroy();
  }

  endByOrder(how: 'reset' | 'fin'): void {
    if (this.#orphan) this.releaseOrphan(how === 'reset');
    else if (how === 'fin') this.#socket.end();
    // The system does not reset a socket that is ending, and Node would then never close it.
    else if (this.#socket.writableEnded) this.#socket.destroy();
    else {
      this.#isResetting = true;
      this.#hold?.clear();
      this.#socket.resetAndDestroy();
    }
  }

  releaseOrphan(withReset = true): void {
    const orphan = this.#orphan;
    if (orphan === null) return;
    this.#orphan = null;
    if (withReset) this.#ends.ended('server', 'reset');
    orphan.close(withReset);
    this.#ends.ended('server', 'closed');
  }

  #becomeOrphan(): void {
    this.#orphan = takeOrphan(this.#socket, this.#limits, {
      received: (bytes) => this.#witness.swallowed('client', bytes, nowMicros()),
      ended: () => this.releaseOrphan(false),
      expired: () => this.releaseOrphan(),
    });
  }

  get #isSwallowing(): boolean {
    return this.#witness.impairment.cut === 'black hole';
  }

  #loseEnds(): LostEnds {
    this.#lostEnds ??= new LostEnds();
    return this.#lostEnds;
  }

  #impaired(): void {
    const { impairment } = this.#witness;
    if (impairment.cut === 'none' && this.#orphan) {
      this.releaseOrphan(false);
      return;
    }
    if (impairment.cut === 'stall') this.#madeHold.cut(true);
    else this.#hold?.cut(false);
    if (impairment.cut === 'black hole' && this.#hold !== null)
      this.#loseEnds().addDropped(this.#hold.drop());
    this.#shaper?.change(impairment);
    if (impairment.cut === 'none' && !this.#socket.destroyed) this.#passLostEnds();
  }

  #passLostEnds(): void {
    const ends = this.#lostEnds;
    if (ends === null) return;
    this.#lostEnds = null;
    if (ends.server) this.#ends.endNetwork(() => undefined);
    if (ends.client) this.#take(null);
    if (ends.loggedClient) this.#ends.toApplication(null);
    if (ends.loggedError) this.#ends.failApplication(ends.loggedError);
  }

  get #madeHold(): Hold {
    if (this.#hold === null) {
      const hold = new Hold(this.#ends, this.#limits);
      this.#hold = hold;
      this.#decideReading();
      this.#socket.destroy = (error) => this.#destroy(hold, error);
    }
    return this.#hold;
  }

  /** A reset reaches the application after what was sent before it. */
  #destroy(hold: Hold, error?: Error): Socket {
    const holdMicros = this.#witness.holdMicros('client', 0);
    const isHeld = isReset(error) && (holdMicros > 0 || !hold.isFreeInward);
    if (!isHeld || this.#socket.destroyed) return implementation.destroy.call(this.#socket, error) as Socket;
    if (this.#ends.isReset) return this.#socket;
    this.#ends.wasReset();
    hold.fail(error, nowMicros() + holdMicros);
    return this.#socket;
  }
}
