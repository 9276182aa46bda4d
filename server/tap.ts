import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { EndRecord } from '../src/protocol/feed';
import type { Peer } from '../src/protocol/unit';

/** What the tap tells of one connection, in true order and at once. */
export interface Witness {
  /**
   * One read or one write of the server's socket. The bytes are borrowed: whoever receives them next may change
   * them (`ws` unmasks in place), so what is to be kept must be copied before returning.
   */
  bytes(sender: Peer, bytes: Uint8Array, atMicros: number): void;
  end(by: Peer, how: EndRecord['how'], atMicros: number): void;
}

/** The server's clock: microseconds since its process began; never jumps. */
export function nowMicros(): number {
  return Math.round(performance.now() * 1000);
}

/**
 * A TCP connection with a tap in it: the stream that the HTTP server gets in place of the accepted socket. Every byte
 * passes through here, both ways. What it adds to a `Duplex` is what `node:http`, `ws` and `socket.io` ask of a socket.
 */
export class TapDuplex extends Duplex {
  readonly #socket: Socket;
  readonly #witness: Witness;
  #isPaused = false;
  #drained: (() => void) | null = null;
  /** Who ended first, and whether silence was the reason. */
  #firstToEnd: Peer | null = null;
  #isSilent = false;

  constructor(socket: Socket, witness: Witness) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#witness = witness;
    // Whoever owns the stream for the moment may have no listener: an error of one client must not end the server.
    this.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      witness.bytes('client', bytes, nowMicros());
      if (this.push(bytes)) return;
      this.#isPaused = true;
      socket.pause();
    });
    socket.on('end', () => {
      this.#ended('client', 'fin');
      this.push(null);
    });
    socket.on('drain', () => this.#continue());
    socket.on('timeout', () => {
      // Whoever ends the connection in answer to this ends it for silence.
      this.#isSilent = true;
      this.emit('timeout');
      this.#isSilent = false;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') this.#ended('client', 'reset');
      this.destroy(error);
    });
    socket.on('close', () => {
      this.#ended(this.#firstToEnd ?? 'server', 'closed');
      const isOver = this.readableEnded && this.writableFinished;
      if (!isOver) this.destroy();
    });
  }

  override _read(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#witness.bytes('server', bytes, nowMicros());
    // Done as soon as the socket took it, as with the bare socket: waiting would join writes that are separate.
    if (this.#socket.write(bytes)) done();
    else this.#drained = done;
  }

  /** Corked writes are one write on the socket, so they are one for the tap: `ws` corks a frame's head and payload. */
  override _writev(parts: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(parts.map((part) => part.chunk)), 'binary', done);
  }

  override _final(done: () => void): void {
    this.#ended('server', 'fin');
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#isSilent) this.#ended('server', 'timeout');
    this.#firstToEnd ??= 'server';
    this.#socket.destroy();
    this.#continue();
    done(error);
  }

  /** Ends the connection for silence, and says so. */
  destroyAfterTimeout(): void {
    this.#isSilent = true;
    this.destroy();
  }

  /** Ends the connection with a TCP reset. */
  resetAndDestroy(): this {
    this.#ended('server', 'reset');
    this.#socket.resetAndDestroy();
    return this.destroy();
  }

  #continue(): void {
    const done = this.#drained;
    this.#drained = null;
    done?.();
  }

  #ended(by: Peer, how: EndRecord['how']): void {
    this.#firstToEnd ??= by;
    this.#witness.end(by, how, nowMicros());
  }

  // What a net.Socket has and node:http, ws and engine.io use.

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  get remoteFamily(): string | undefined {
    return this.#socket.remoteFamily;
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress;
  }

  get localPort(): number | undefined {
    return this.#socket.localPort;
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  get bytesWritten(): number {
    return this.#socket.bytesWritten;
  }

  get connecting(): boolean {
    return false;
  }

  setTimeout(timeoutMs: number, listener?: () => void): this {
    this.#socket.setTimeout(timeoutMs);
    if (listener) this.once('timeout', listener);
    return this;
  }

  setNoDelay(noDelay?: boolean): this {
    this.#socket.setNoDelay(noDelay);
    return this;
  }

  setKeepAlive(enable?: boolean, initialDelayMs?: number): this {
    this.#socket.setKeepAlive(enable, initialDelayMs);
    return this;
  }

  ref(): this {
    this.#socket.ref();
    return this;
  }

  unref(): this {
    this.#socket.unref();
    return this;
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }
}
