import type { StreamEnd } from '../decoder';
import type { HttpHead } from '../http-head';
import { chunkParts, sizeOfChunk } from '../http1-content';
import type { Fault, Peer } from '../layer-unit';
import { count, grouped } from '../text';
import { bodyLengthOf } from './body-length';
import { CHROMIUM_READS_ON } from './finding';

const SPEC = 'RFC 9112 §8';

/**
 * What is missing of a message whose direction has ended. `head` is null when it has not come whole; `headLength` counts
 * its bytes.
 */
export function cutFault(
  bytes: Uint8Array,
  head: HttpHead | null,
  headLength: number,
  sender: Peer,
  how: StreamEnd,
): Fault {
  const end = how === 'fin' ? 'ended' : 'was reset';
  const range = { start: bytes.length, end: bytes.length };
  const fault = (message: string, onFin: string): Fault => {
    const said: Fault = { message: `The connection ${end} ${message}.`, spec: SPEC, range, kind: 'cut' };
    if (sender === 'client') return said;
    return { ...said, effect: how === 'fin' ? onFin : 'Chromium fails: ERR_CONNECTION_RESET.' };
  };
  if (head === null) {
    return fault(
      `inside the head: ${came(bytes.length)}, and no empty line to end it`,
      'Chromium takes what has come of the head, without a body.',
    );
  }
  const body = bytes.length - headLength;
  const length = bodyLengthOf(head);
  if (typeof length === 'number') {
    return fault(
      `inside the body: ${grouped(body)} of ${count(length, 'byte')} have come`,
      'Chromium fails: ERR_CONTENT_LENGTH_MISMATCH.',
    );
  }
  if (length !== 'chunked') {
    return fault(
      `before the body was complete: ${came(body)}, and only the end of the connection would say that there are no more`,
      CHROMIUM_READS_ON,
    );
  }
  return fault(inChunks(bytes, headLength), 'Chromium fails: ERR_INCOMPLETE_CHUNKED_ENCODING.');
}

const came = (size: number): string => `${count(size, 'byte')} ${size === 1 ? 'has' : 'have'} come`;

/** Where in a chunked body the end is. */
function inChunks(bytes: Uint8Array, headLength: number): string {
  const parts = chunkParts(bytes, headLength);
  const last = parts.at(-1);
  if (last === undefined) return 'before the first chunk';
  if (last.kind === 'trailers') return 'in the trailers, before the empty line that ends the body';
  const line = parts.findLast(({ kind }) => kind === 'size')!;
  const size = sizeOfChunk(bytes, line.start);
  if (last.kind === 'data' && last.end - last.start < size) {
    return `inside a chunk: ${grouped(last.end - last.start)} of ${count(size, 'byte')} have come`;
  }
  if (last.kind === 'size' && bytes.at(-1) !== 10) return 'inside the line with the size of a chunk';
  if (last.kind === 'size' && size === 0) return 'before the empty line that ends the body';
  if (last.kind === 'size') return `inside a chunk: 0 of ${count(size, 'byte')} have come`;
  return 'before the last chunk';
}
