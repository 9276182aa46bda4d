import { ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset, zlibInflateResetKeep } from 'pako';
import * as rules from './inflate-rules';

const SYNC_FLUSH = 2;
const OK = 0;
const STREAM_END = 1;
const BUFFER_ERROR = -5;
/** Buffer for a block of output; nothing in it outlives the call. */
const BLOCK = new Uint8Array(65536);
const NO_BYTES = new Uint8Array(0);
/** Tables and fields of zlib's state, besides its window. */
const STATE_BYTES = 12 * 1024;

/** What inflating gave: the bytes, or why there are none. */
type Inflated = Uint8Array | 'corrupt' | 'too large';

/**
 * Decompresses DEFLATE data piece by piece, up to a limit. `windowBits` as in zlib: negative for raw
 * DEFLATE, 15 for zlib, 31 for gzip.
 */
export class Inflater {
  /** What is said of messages that it cannot inflate: without it, there are none. */
  static readonly rules = rules;
  readonly #zlib: ZStream;
  #hasFinal = false;

  constructor(windowBits: number, zlib = freshStream(windowBits)) {
    this.#zlib = zlib;
  }

  /** Memory of an inflater, or of a copy of one, in bytes. */
  static sizeOf(windowBits: number): number {
    return (1 << (Math.abs(windowBits) & 15)) + STATE_BYTES;
  }

  /** What zlib said of data that is corrupt: "invalid block type". Empty when it said nothing. */
  get why(): string {
    return this.#zlib.msg;
  }

  /** Whether the last data had a final block: BFINAL is 1 (RFC 1951 §3.2.3). */
  get hasFinal(): boolean {
    return this.#hasFinal;
  }

  /** Forgets what came before: the next data refers to nothing earlier. */
  reset(): void {
    zlibInflateReset(this.#zlib);
  }

  /** A copy with the same state: window, tables, and an unfinished block. */
  copy(windowBits: number): Inflater {
    // zlib's state is plain data, so this does what its `inflateCopy` does.
    return new Inflater(windowBits, structuredClone(this.#zlib));
  }

  /**
   * Everything that `parts` inflate to. Stops at `limit` bytes, after at most one more block. `isRaw` data may continue
   * after a final block (RFC 7692 §7.2.3.4). Each part is used up before the next one is asked for.
   */
  inflate(parts: Iterable<Uint8Array>, limit: number, isRaw: boolean): Inflated {
    const zlib = this.#zlib;
    const blocks: Uint8Array[] = [];
    let size = 0;
    this.#hasFinal = false;
    try {
      for (const part of parts) {
        zlib.input = part;
        zlib.next_in = 0;
        zlib.avail_in = part.length;
        for (;;) {
          zlib.output = BLOCK;
          zlib.next_out = 0;
          zlib.avail_out = BLOCK.length;
          const status = zlibInflate(zlib, SYNC_FLUSH);
          if (status !== OK && status !== STREAM_END && status !== BUFFER_ERROR) return 'corrupt';
          size += zlib.next_out;
          if (size > limit) return 'too large';
          if (zlib.next_out > 0) blocks.push(BLOCK.slice(0, zlib.next_out));
          if (status === STREAM_END) {
            this.#hasFinal = true;
            if (!isRaw) return joinBlocks(blocks, size);
            if (zlib.avail_in === 0) break;
            zlibInflateResetKeep(zlib);
          } else if (zlib.avail_out > 0) {
            if (zlib.avail_in > 0) return 'corrupt';
            break;
          }
        }
      }
      return joinBlocks(blocks, size);
    } finally {
      zlib.input = NO_BYTES;
      zlib.output = NO_BYTES;
    }
  }
}

function freshStream(windowBits: number): ZStream {
  const zlib = new ZStream();
  zlibInflateInit2(zlib, windowBits);
  zlib.input = NO_BYTES;
  zlib.output = NO_BYTES;
  return zlib;
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
