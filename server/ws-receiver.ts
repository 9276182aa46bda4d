import { createRequire } from 'node:module';

/** The frame parser of `ws`, as far as it is needed here; the types of `ws` leave it out. */
interface Receiver {
  /** It has met an invalid frame. */
  readonly _errored: boolean;
  _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void;
}

const { Receiver } = createRequire(import.meta.url)('ws') as { Receiver: { readonly prototype: Receiver } };
const { _write: write } = Receiver.prototype;

/**
 * Makes `ws` drop what follows an invalid frame, as RFC 6455 §7.1.7 requires. Reads wait while a message is inflated. When the first
 * of them holds an invalid frame, `ws` 8.23.0 parses the next read before it emits the error, in the middle of the frame and without
 * its mask, and throws an exception that nothing catches.
 */
export function dropWhatFollowsBrokenFrames(): void {
  Receiver.prototype._write = function (this: Receiver, chunk, encoding, done) {
    if (this._errored) done();
    else write.call(this, chunk, encoding, done);
  };
}
