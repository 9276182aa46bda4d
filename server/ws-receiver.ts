import { createRequire } from 'node:module';

/** What reads frames in `ws`, as far as it is needed here; its types do not name it. */
interface Receiver {
  /** It has met a broken frame, and told of it. */
  readonly _errored: boolean;
  _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void;
}

const { Receiver } = createRequire(import.meta.url)('ws') as { Receiver: { readonly prototype: Receiver } };
const { _write: write } = Receiver.prototype;

/**
 * While a message is inflated, further reads wait. When the first of them holds a broken frame, `ws` 8.23.0 goes on with the
 * next one before the error is told of, in the middle of the frame and without its mask: it throws out of everything. What
 * follows a broken frame is to be dropped (RFC 6455 §7.1.7).
 */
export function dropWhatFollowsBrokenFrames(): void {
  Receiver.prototype._write = function (this: Receiver, chunk, encoding, done) {
    if (this._errored) done();
    else write.call(this, chunk, encoding, done);
  };
}
