import { Socket, type SocketConstructorOpts } from 'node:net';
import type { EndRecord, Impairment } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { nowMicros } from './clock';
import { logFault } from './fault-log';
import { type Done, type DroppedEnds, Hold, type HoldEnds, type HoldLimits } from './hold';
import { isShaped } from './impairment';
import { piecesOf, ReadShaper } from './read-shaper';

/**
 * What the tap tells of one connection, in true order and at once. Bytes are borrowed: whoever receives them next may
 * change them (`ws` unmasks in place), so what is to be kept must be copied before returning.
 */
export interface Witness {
  /** One read of the server's socket. Returns how long it is to be held before the application gets it: microseconds. */
  read(bytes: Buffer, atMicros: number): number;
  /** One write of the server's socket, of bytes that the application had written `heldMicros` before. */
  written(bytes: Buffer, atMicros: number, heldMicros: number): void;
  end(by: Peer, how: EndRecord['how'], atMicros: number): void;
  /** How long so many bytes that this side sends now are to be held: microseconds. */
  holdMicros(sender: Peer, bytes: number): number;
  /** What is done to this connection on purpose now. */
  readonly impairment: Impairment;
  /** Told when that changes; set by the tap. */
  onImpaired: (() => void) | null;
  /**
   * The application must not have what comes: nobody can tell any more whose it is. Of the last read it may have `allowedBytes`.
   * `refused` is to be called when it has them.
   */
  readonly isLost: boolean;
  readonly allowedBytes: number;
  refused(): void;
  /** Bytes that came and are swallowed: they reach nobody. */
  swallowed(sender: Peer, bytes: Buffer, atMicros: number): void;
}

/** A tap in a connection. */
export interface Tap {
  /** Ends the connection for silence, and says so. */
  destroyAfterTimeout(): void;
  /** Ends the connection by order: with a reset, or with the end of the server's direction. */
  endByOrder(how: 'reset' | 'fin'): void;
  /** Closes what a cut has kept open beyond the application's end. */
  dig(): void;
}

const NOTHING_DROPPED: DroppedEnds = { client: false, server: false, error: null };

/** How streams name the encoding of bytes that are bytes already. */
const BUFFER = 'buffer' as BufferEncoding;

type Part = { chunk: Buffer | string; encoding: BufferEncoding };

/** An accepted socket with a tap in it. */
type TappedSocket = Socket & { tap: ConnectionTap; _handle: Handle | null };

/** What Node's socket stands on; another socket can take it over. */
interface Handle {
  /** Node's own note of whether it is being read. */
  reading: boolean;
  readStop(): void;
}

/**
 * Puts a tap in an accepted connection, once the HTTP server has it and before its first byte. Every byte passes
 * through the methods by which a stream is implemented (`push`, `_write`, `_writev`, `_final`, `_destroy`); the tap
 * stands in their place and hands everything on to them: at once, or later when the witness wants it held.
 */
export function tapSocket(socket: Socket, witness: Witness, limits: HoldLimits): Tap {
  const tapped = socket as TappedSocket;
  tapped.tap = new ConnectionTap(tapped, witness, limits);
  // The same functions for all sockets: making closures for each would cost more than all else that the tap does.
  tapped.push = push;
  tapped._write = write;
  tapped._writev = writeTogether;
  tapped._final = endWriting;
  tapped._destroy = destroyed;
  tapped.prependListener('timeout', onTimeout);
  tapped.on('close', onClose);
  // Whoever owns the socket for the moment may have no listener: an error of one client must not end the server.
  tapped.on('error', ignore);
  // The HTTP parser reads from the socket's handle, past the stream, until somebody listens for `data`.
  tapped.prependListener('data', ignore);
  tapped.removeListener('data', ignore);
  return tapped.tap;
}

/** What the tap does in one connection, and knows of it. */
class ConnectionTap implements Tap, HoldEnds {
  readonly #socket: TappedSocket;
  readonly #witness: Witness;
  readonly #limits: HoldLimits;
  /** Made when there is first something to hold: most connections never need it. */
  #hold: Hold | null = null;
  #firstToEnd: Peer | null = null;
  #isSilent = false;
  #isReset = false;
  #isResetting = false;
  #shaper: ReadShaper | null = null;
  /** Small reads that may come without a break, as of then. */
  #smallLeft: number;
  #smallAtMicros = 0;
  #break: NodeJS.Timeout | null = null;
  /** When the break is over, the network is to be read. */
  #isReadWanted = false;
  /** The connection itself, after the application has ended it behind a cut: its peer is not to know. */
  #buried: Socket | null = null;
  #grave: NodeJS.Timeout | null = null;
  /** Ends that came into a black hole: TCP would say them again until they are heard, so they pass once it is lifted. */
  readonly #unheard = { client: false, server: false };
  /** Ends that were on their way to the application when it began: told of already. */
  #dropped = NOTHING_DROPPED;

  constructor(socket: TappedSocket, witness: Witness, limits: HoldLimits) {
    this.#socket = socket;
    this.#witness = witness;
    this.#limits = limits;
    this.#smallLeft = limits.smallReads.atOnce;
    witness.onImpaired = () => this.#impaired();
  }

  read(bytes: Buffer | null): boolean {
    const wantsMore = this.#shape(bytes);
    if (bytes === null || bytes.length >= this.#limits.smallReads.bytes || this.#hasLeaveForSmall())
      return wantsMore;
    this.#takeBreak(wantsMore);
    return false;
  }

  #shape(bytes: Buffer | null): boolean {
    const { impairment } = this.#witness;
    if (this.#shaper === null && !isShaped(impairment)) return this.#take(bytes);
    this.#shaper ??= new ReadShaper(
      (read) => this.#takeLater(read),
      () => this.readOnFromNetwork(),
      this.#limits.piecesPerRead,
    );
    return this.#shaper.read(bytes, impairment);
  }

  /** A piece of a read, perhaps in a turn of its own, outside the guard of `push`. */
  #takeLater(bytes: Buffer | null): boolean {
    try {
      return this.#take(bytes);
    } catch (error) {
      return fail(this.#socket, error);
    }
  }

  /** Whether one more small read goes without a break. */
  #hasLeaveForSmall(): boolean {
    const { atOnce, perSecond } = this.#limits.smallReads;
    const now = nowMicros();
    this.#smallLeft = Math.min(atOnce, this.#smallLeft + ((now - this.#smallAtMicros) * perSecond) / 1e6);
    this.#smallAtMicros = now;
    if (this.#smallLeft < 1) return false;
    this.#smallLeft--;
    return true;
  }

  /**
   * Leaves the network alone for a moment: what comes meanwhile will be one read. Each read costs the same work here and in all that
   * is behind, however short it is, so a client that sends single bytes would keep everybody waiting.
   */
  #takeBreak(wantsMore: boolean): void {
    this.#isReadWanted = wantsMore;
    if (this.#break !== null) return;
    this.#socket._read = () => this.#wantMore();
    this.#break = setTimeout(() => {
      this.#break = null;
      if (this.#isReadWanted) this.readOnFromNetwork();
    }, this.#limits.smallReads.breakMs);
  }

  /** The application wants more. */
  #wantMore(): void {
    if (this.#hold === null) this.readOnFromNetwork();
    else this.#hold.wantMore();
  }

  #take(bytes: Buffer | null): boolean {
    if (this.#isSwallowing) {
      if (bytes === null) this.#unheard.client = true;
      else this.#witness.swallowed('client', bytes, nowMicros());
      return true;
    }
    if (bytes === null) this.#ended('client', 'fin');
    const atMicros = nowMicros();
    const heldMicros =
      bytes === null ? this.#witness.holdMicros('client', 0) : this.#witness.read(bytes, atMicros);
    if (this.#witness.isLost && bytes !== null) return this.#refuse(bytes, atMicros + heldMicros);
    const isFree = this.#hold === null || this.#hold.isFreeInward;
    if (heldMicros === 0 && isFree) return implementation.push.call(this.#socket, bytes);
    return this.#madeHold.read(bytes, atMicros + heldMicros);
  }

  /** Hands on what the application may have, and has the rest refused after it. */
  #refuse(bytes: Buffer, dueMicros: number): boolean {
    const allowed = bytes.subarray(0, this.#witness.allowedBytes);
    if (this.#hold !== null || dueMicros > nowMicros()) {
      if (allowed.length > 0) this.#madeHold.read(allowed, dueMicros);
      this.#madeHold.refuse(dueMicros);
    } else {
      if (allowed.length > 0) implementation.push.call(this.#socket, allowed);
      this.refuseApplication();
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
      // As it was given: a text is written faster as a text.
      implementation._write.call(this.#socket, chunk, encoding, done);
    } else this.#madeHold.write(bytes, nowMicros() + holdMicros, done);
  }

  #writeInPieces(bytes: Buffer, size: number, done: Done): void {
    for (let from = 0; from < bytes.length; from += size) {
      const piece = bytes.subarray(from, from + size);
      const isLast = from + size >= bytes.length;
      const dueMicros = nowMicros() + this.#witness.holdMicros('server', piece.length);
      this.#madeHold.write(piece, dueMicros, isLast ? done : () => undefined);
    }
  }

  endWriting(done: Done): void {
    if (this.#isSwallowing) {
      this.#unheard.server = true;
      done();
      return;
    }
    const holdMicros = this.#witness.holdMicros('server', 0);
    if (this.#witness.impairment.cut === 'stall') this.#madeHold.cut(true);
    if (holdMicros === 0 && (this.#hold === null || this.#hold.isFreeOutward)) this.endNetwork(done);
    else this.#madeHold.end(nowMicros() + holdMicros, done);
  }

  destroyed(error: NodeJS.ErrnoException | null): void {
    this.#hold?.clear();
    this.#shaper?.clear();
    if (this.#break) clearTimeout(this.#break);
    if (this.#isResetting) this.#ended('server', 'reset');
    else if (isReset(error)) this.#wasReset();
    else if (this.#isSilent) this.#ended('server', 'timeout');
    if (this.#witness.impairment.cut !== 'none' && !this.#isResetting) this.#bury();
  }

  closed(): void {
    if (this.#buried === null) this.#ended(this.#firstToEnd ?? 'server', 'closed');
  }

  /** Whoever ends the connection in answer to this event ends it for silence. */
  timedOut(): void {
    this.#isSilent = true;
    queueMicrotask(() => {
      this.#isSilent = false;
    });
  }

  destroyAfterTimeout(): void {
    this.#isSilent = true;
    this.#socket.destroy();
  }

  endByOrder(how: 'reset' | 'fin'): void {
    if (this.#buried) this.dig(how === 'reset');
    else if (how === 'fin') this.#socket.end();
    // The system resets nothing whose end is under way, and Node would then never close it.
    else if (this.#socket.writableEnded) this.#socket.destroy();
    else {
      this.#isResetting = true;
      this.#hold?.clear();
      this.#socket.resetAndDestroy();
    }
  }

  dig(withReset = true): void {
    const keeper = this.#buried;
    if (keeper === null) return;
    this.#buried = null;
    this.#limits.buried.count--;
    if (this.#grave) clearTimeout(this.#grave);
    if (withReset) {
      this.#ended('server', 'reset');
      keeper.resetAndDestroy();
    } else keeper.destroy();
    this.#ended('server', 'closed');
  }

  get #isSwallowing(): boolean {
    return this.#witness.impairment.cut === 'black hole';
  }

  /**
   * Behind a cut the application's end reaches nobody: the connection stays as it is, with nobody at this end of it, until
   * its client ends it, too. What the client still sends is swallowed.
   */
  #bury(): void {
    const handle = this.#socket._handle;
    const { buried, buriedMs } = this.#limits;
    if (!handle || buried.count >= buried.most) return;
    handle.readStop();
    handle.reading = false;
    this.#socket._handle = null;
    buried.count++;
    const keeper = new Socket({ handle, allowHalfOpen: true } as SocketConstructorOpts);
    keeper.on('data', (bytes) => this.#witness.swallowed('client', bytes, nowMicros()));
    keeper.on('end', () => this.dig(false));
    keeper.on('error', ignore);
    keeper.on('close', () => this.dig(false));
    this.#buried = keeper;
    this.#grave = setTimeout(() => this.dig(), buriedMs);
    this.#grave.unref();
  }

  #impaired(): void {
    const { impairment } = this.#witness;
    if (impairment.cut === 'none' && this.#buried) {
      this.dig(false);
      return;
    }
    if (impairment.cut === 'stall') this.#madeHold.cut(true);
    else this.#hold?.cut(false);
    if (impairment.cut === 'black hole') this.#drop();
    this.#shaper?.change(impairment);
    if (impairment.cut !== 'none' || this.#socket.destroyed) return;
    const { client, server } = this.#unheard;
    this.#unheard.client = false;
    this.#unheard.server = false;
    if (server) this.endNetwork(() => undefined);
    if (client) this.#take(null);
    const { client: isEnded, error } = this.#dropped;
    this.#dropped = NOTHING_DROPPED;
    if (isEnded) this.toApplication(null);
    if (error) this.failApplication(error);
  }

  /** What is on its way is lost, but not the ends: those pass once the black hole is lifted. */
  #drop(): void {
    const dropped = this.#hold?.drop();
    if (dropped === undefined) return;
    this.#unheard.server ||= dropped.server;
    this.#dropped = {
      client: dropped.client || this.#dropped.client,
      server: false,
      error: dropped.error ?? this.#dropped.error,
    };
  }

  toApplication(bytes: Buffer | null): boolean {
    try {
      const wantsMore = implementation.push.call(this.#socket, bytes);
      // The end is told only to those who read on.
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
    if (this.#break !== null) this.#isReadWanted = true;
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
    this.#ended('server', 'fin');
    implementation._final.call(this.#socket, done);
  }

  networkFailed(error: Error): void {
    this.#socket.destroy(error);
  }

  get #madeHold(): Hold {
    if (this.#hold === null) {
      const hold = new Hold(this, this.#limits);
      this.#hold = hold;
      this.#socket._read = () => this.#wantMore();
      this.#socket.destroy = (error) => this.#destroy(hold, error);
    }
    return this.#hold;
  }

  /** A reset comes after what was sent before it. */
  #destroy(hold: Hold, error?: Error): TappedSocket {
    const holdMicros = this.#witness.holdMicros('client', 0);
    const isHeld = isReset(error) && (holdMicros > 0 || !hold.isFreeInward);
    if (!isHeld || this.#socket.destroyed)
      return implementation.destroy.call(this.#socket, error) as TappedSocket;
    if (this.#isReset) return this.#socket;
    this.#wasReset();
    hold.fail(error, nowMicros() + holdMicros);
    return this.#socket;
  }

  /** Told once, when it comes, though the application may learn of it later. */
  #wasReset(): void {
    if (this.#isReset) return;
    this.#isReset = true;
    this.#ended('client', 'reset');
  }

  #ended(by: Peer, how: EndRecord['how']): void {
    this.#firstToEnd ??= by;
    this.#witness.end(by, how, nowMicros());
  }
}

const implementation = Socket.prototype;

function isReset(error: NodeJS.ErrnoException | null | undefined): error is NodeJS.ErrnoException {
  return error?.code === 'ECONNRESET' || error?.code === 'EPIPE';
}

/**
 * Everything that bytes of a client lead to at once happens within this call: parsers, endpoints and their listeners.
 * What throws there ends this connection and nothing else.
 */
function push(this: TappedSocket, bytes: Buffer | null): boolean {
  try {
    return this.tap.read(bytes);
  } catch (error) {
    return fail(this, error);
  }
}

function fail(socket: Socket, error: unknown): false {
  logFault('A connection', error);
  socket.destroy();
  return false;
}

function write(this: TappedSocket, bytes: Buffer | string, encoding: BufferEncoding, done: Done): void {
  this.tap.write(bytes, encoding, done);
}

/** Corked writes are one write on the socket, so they are one for the tap: ws corks a frame's head and its payload. */
function writeTogether(this: TappedSocket, parts: Part[], done: Done): void {
  this.tap.write(join(parts), BUFFER, done);
}

function endWriting(this: TappedSocket, done: Done): void {
  this.tap.endWriting(done);
}

function destroyed(this: TappedSocket, error: NodeJS.ErrnoException | null, done: Done): void {
  this.tap.destroyed(error);
  implementation._destroy.call(this, error, done);
}

function onTimeout(this: TappedSocket): void {
  this.tap.timedOut();
}

function onClose(this: TappedSocket): void {
  this.tap.closed();
}

function ignore(): void {}

function join(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)),
  );
}
