import { Transform, type TransformCallback } from 'node:stream';
import { HttpFraming } from '../../src/protocol/http-framing';
import { latin1 } from '../../src/protocol/http-head';

const HOST_LINE = /^(host[ \t]*:[ \t]*)[^\r\n]*/im;

/**
 * Writes another Host into each request that passes (RFC 9112 §3.2): a server that is reached by its name on the Web answers to no
 * other. Every other byte passes as it is, and all of them from a request that asks to change the protocol on.
 */
export class HostRewriter extends Transform {
  readonly #host: string;
  readonly #requests = new HttpFraming('client');
  /** The head so far, which is passed on once it is whole. */
  #pending: Buffer = Buffer.alloc(0);
  /** Where `#pending` begins, from the first byte of the connection. */
  #start = 0;
  #isInHead = true;
  #isOver = false;

  constructor(host: string) {
    super();
    this.#host = host;
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#isOver) {
      done(null, bytes);
      return;
    }
    const all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    const start = this.#start;
    let passed = start;
    const passTo = (end: number) => {
      if (end > passed) this.push(all.subarray(passed - start, end - start));
      passed = Math.max(passed, end);
    };
    for (const event of this.#requests.push(bytes)) {
      if (event.kind === 'head') {
        passTo(event.start);
        this.push(this.#rewritten(all.subarray(event.start - start, event.end - start)));
        passed = event.end;
        this.#isInHead = false;
      } else if (event.kind === 'end') {
        passTo(event.at);
        this.#isInHead = true;
      } else if (event.kind !== 'trailers') this.#isOver = true;
    }
    if (!this.#isInHead || this.#isOver) passTo(start + all.length);
    this.#pending = all.subarray(passed - start);
    this.#start = passed;
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#pending);
  }

  #rewritten(head: Buffer): Buffer {
    return Buffer.from(latin1(head).replace(HOST_LINE, `$1${this.#host}`), 'latin1');
  }
}
