import { Socket } from 'node:net';
import type { EndRecord } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';
import { nowMicros } from './clock';
import { type Done, Hold, type HoldLimits } from './hold';

/**
 * What the tap tells of one connection, in true order and at once. Bytes are borrowed: whoever receives them next may
 * change them (`ws` unmasks in place), so what is to be kept must be copied before returning.
 */
export interface Witness {
  /** One read of the server's socket. Returns how long it is to be held before the application gets it: microseconds. */
  read(bytes: Uint8Array, atMicros: number): number;
  /** One write of the server's socket, of bytes that the application had written `heldMicros` before. */
  written(bytes: Uint8Array, atMicros: number, heldMicros: number): void;
  end(by: Peer, how: EndRecord['how'], atMicros: number): void;
  /** How long what this side sends now is to be held: microseconds. */
  holdMicros(sender: Peer): number;
}

/** A tap in a connection. */
export interface Tap {
  /** Ends the connection for silence, and says so. */
  destroyAfterTimeout(): void;
}

/** How streams name the encoding of bytes that are bytes already. */
const BUFFER = 'buffer' as BufferEncoding;

type Part = { chunk: Buffer | string; encoding: BufferEncoding };

/**
 * Puts a tap in an accepted connection, once the HTTP server has it and before its first byte. Every byte passes
 * through the methods by which a stream is implemented (`push`, `_write`, `_writev`, `_final`, `_destroy`); the tap
 * stands in their place and hands everything on to them: at once, or when the witness wants it held, later.
 */
export function tapSocket(socket: Socket, witness: Witness, limits: HoldLimits): Tap {
  // One class for all tapped sockets: closures for each socket would cost more than all else that the tap does.
  Object.setPrototypeOf(socket, TappedSocket.prototype);
  const tapped = socket as TappedSocket;
  tapped.state = new TapState(tapped, witness, limits);
  socket.prependListener('timeout', onTimeout);
  socket.on('close', onClose);
  // Whoever owns the socket for the moment may have no listener: an error of one client must not end the server.
  socket.on('error', ignore);
  // The HTTP parser reads from the socket's handle, past the stream, until somebody listens for `data`.
  socket.prependListener('data', ignore);
  socket.removeListener('data', ignore);
  return tapped.state;
}

function ignore(): void {}

function onTimeout(this: TappedSocket): void {
  this.state.timedOut();
}

function onClose(this: TappedSocket): void {
  this.state.closed();
}

/** What the tap knows of one connection. */
class TapState implements Tap {
  readonly witness: Witness;
  readonly #socket: TappedSocket;
  readonly #limits: HoldLimits;
  #hold: Hold | null = null;
  #firstToEnd: Peer | null = null;
  #isSilent = false;
  #isReset = false;

  constructor(socket: TappedSocket, witness: Witness, limits: HoldLimits) {
    this.#socket = socket;
    this.witness = witness;
    this.#limits = limits;
  }

  get hold(): Hold | null {
    return this.#hold;
  }

  /** Made when there is first something to hold: most connections never need it. */
  get madeHold(): Hold {
    this.#hold ??= new Hold(this.#socket, this.#limits);
    return this.#hold;
  }

  ended(by: Peer, how: EndRecord['how']): void {
    this.#firstToEnd ??= by;
    this.witness.end(by, how, nowMicros());
  }

  /** A reset is told once, when it comes, though the application may learn of it later. */
  wasReset(): void {
    if (this.#isReset) return;
    this.#isReset = true;
    this.ended('client', 'reset');
  }

  get isReset(): boolean {
    return this.#isReset;
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

  destroyed(error: NodeJS.ErrnoException | null): void {
    this.#hold?.clear();
    if (isReset(error)) this.wasReset();
    else if (this.#isSilent) this.ended('server', 'timeout');
  }

  closed(): void {
    this.ended(this.#firstToEnd ?? 'server', 'closed');
  }
}

const isReset = (error: NodeJS.ErrnoException | null | undefined): error is NodeJS.ErrnoException =>
  error?.code === 'ECONNRESET' || error?.code === 'EPIPE';

/** An accepted socket with a tap in it. */
class TappedSocket extends Socket {
  declare state: TapState;

  override push(bytes: Buffer | null): boolean {
    const { witness, hold } = this.state;
    if (bytes === null) this.state.ended('client', 'fin');
    const atMicros = nowMicros();
    const heldMicros = bytes === null ? witness.holdMicros('client') : witness.read(bytes, atMicros);
    if (heldMicros === 0 && (hold === null || hold.isFreeInward)) return super.push(bytes);
    return this.state.madeHold.read(bytes, atMicros + heldMicros);
  }

  override _read(size: number): void {
    if (this.state.hold === null) super._read(size);
    else this.state.hold.wantMore();
  }

  override _write(bytes: Buffer | string, encoding: BufferEncoding, done: Done): void {
    const { witness, hold } = this.state;
    const written = typeof bytes === 'string' ? Buffer.from(bytes, encoding) : bytes;
    const holdMicros = witness.holdMicros('server');
    if (holdMicros === 0 && (hold === null || hold.isFreeOutward)) this.toNetwork(written, 0, done);
    else this.state.madeHold.write(written, nowMicros() + holdMicros, done);
  }

  // Corked writes are one write on the socket, so they are one for the tap: ws corks a frame's head and its payload.
  override _writev(parts: Part[], done: Done): void {
    this._write(join(parts), BUFFER, done);
  }

  override _final(done: Done): void {
    const { witness, hold } = this.state;
    const holdMicros = witness.holdMicros('server');
    if (holdMicros === 0 && (hold === null || hold.isFreeOutward)) this.endNetwork(done);
    else this.state.madeHold.end(nowMicros() + holdMicros, done);
  }

  override destroy(error?: Error): this {
    const holdMicros = isReset(error) ? this.state.witness.holdMicros('client') : 0;
    const isHeld = isReset(error) && (holdMicros > 0 || this.state.hold?.isFreeInward === false);
    if (!isHeld || this.destroyed) return super.destroy(error);
    if (this.state.isReset) return this;
    this.state.wasReset();
    this.state.madeHold.fail(error, nowMicros() + holdMicros);
    return this;
  }

  override _destroy(error: NodeJS.ErrnoException | null, done: Done): void {
    this.state.destroyed(error);
    super._destroy(error, done);
  }

  toApplication(bytes: Buffer | null): boolean {
    const wantsMore = super.push(bytes);
    // The end is told only to those who read on.
    if (bytes === null) this.read(0);
    return wantsMore;
  }

  failApplication(error: Error): void {
    super.destroy(error);
  }

  networkFailed(error: Error): void {
    this.destroy(error);
  }

  readOnFromNetwork(): void {
    super._read(0);
  }

  toNetwork(bytes: Buffer, heldMicros: number, done: Done): void {
    this.state.witness.written(bytes, nowMicros(), heldMicros);
    super._write(bytes, BUFFER, done);
  }

  endNetwork(done: Done): void {
    this.state.ended('server', 'fin');
    super._final(done);
  }
}

function join(parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)),
  );
}
