import { ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset, zlibInflateResetKeep } from 'pako';

const SYNC_FLUSH = 2;
const OK = 0;
const STREAM_END = 1;
const BUFFER_ERROR = -5;
const BLOCK_BYTES = 65536;

/** What inflating gave: the bytes, or why there are none. */
export type Inflated = Uint8Array | 'corrupt' | 'too large';

/**
 * Decompresses DEFLATE data piece by piece, never to more than a limit. `windowBits` as in zlib: negative for raw
 * DEFLATE, 15 for zlib, 31 for gzip.
 */
export class Inflater {
  readonly #zlib = new ZStream();
  readonly #block = new Uint8Array(BLOCK_BYTES);

  constructor(windowBits: number) {
    zlibInflateInit2(this.#zlib, windowBits);
  }

  /** Forgets what came before: the next data refers to nothing earlier. */
  reset(): void {
    zlibInflateReset(this.#zlib);
  }

  /** All that `input` inflates to, at most `limit` bytes. `isRaw` data may go on after a final block (RFC 7692 §7.2.3.4). */
  inflate(input: Uint8Array, limit: number, isRaw: boolean): Inflated {
    const zlib = this.#zlib;
    const blocks: Uint8Array[] = [];
    let size = 0;
    zlib.input = input;
    zlib.next_in = 0;
    zlib.avail_in = input.length;
    for (;;) {
      zlib.output = this.#block as Uint8Array<ArrayBuffer>;
      zlib.next_out = 0;
      zlib.avail_out = BLOCK_BYTES;
      const status = zlibInflate(zlib, SYNC_FLUSH);
      if (status !== OK && status !== STREAM_END && status !== BUFFER_ERROR) return 'corrupt';
      size += zlib.next_out;
      if (size > limit) return 'too large';
      if (zlib.next_out > 0) blocks.push(this.#block.slice(0, zlib.next_out));
      if (status === STREAM_END) {
        if (!isRaw || zlib.avail_in === 0) return joinBlocks(blocks, size);
        zlibInflateResetKeep(zlib);
      } else if (zlib.avail_out > 0) return zlib.avail_in > 0 ? 'corrupt' : joinBlocks(blocks, size);
    }
  }
}

function joinBlocks(blocks: readonly Uint8Array[], size: number): Uint8Array {
  if (blocks.length === 1) return blocks[0]!;
  const joined = new Uint8Array(size);
  let at = 0;
  for (const block of blocks) {
    joined.set(block, at);
    at += block.length;
  }
  return joined;
}
