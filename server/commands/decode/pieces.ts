import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip } from 'node:zlib';
import { isGzip } from '../../../src/capture/files/read-file';

const PIECE_BYTES = 256 * 1024;

/**
 * The bytes of a file (`-` for stdin) in pieces, decompressed when they are gzip. What a cut file holds is given up to
 * the cut. Rejects when the file cannot be read.
 */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: PIECE_BYTES });
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let first = Buffer.alloc(0);
  // A pipe may give one byte at a time.
  while (first.length < 2) {
    const { value, done } = await pieces.next();
    if (done === true) break;
    first = Buffer.concat([first, value]);
  }
  async function* all() {
    yield first;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  }
  if (!isGzip(first)) {
    yield* all();
    return;
  }
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH, chunkSize: PIECE_BYTES });
  const done = pipeline(all, gunzip);
  // It is awaited below; until then nobody would hear of it.
  done.catch(() => undefined);
  for await (const piece of gunzip) yield piece as Buffer;
  await done;
}
