import type { StreamEnd } from '../decoder';
import type { HttpHead } from '../http-head';
import { chunkParts, sizeOfChunk } from '../http1-content';
import type { ByteRange, Fault, Peer } from '../layer-unit';
import { count, grouped, nameOf } from '../text';
import { WAIT_SECONDS } from '../waiting';
import { bodyLengthOf } from './body-length';
import { fieldsOf, rangeOf } from './fields';
import { CHROMIUM_READS_ON } from './finding';

const SPEC = 'RFC 9112 §8';

/** What a message lacks. */
interface Lack {
  /** "inside the body: 5 of 9 bytes have come". */
  readonly where: string;
  /** What Chromium does when a response ends here. */
  readonly onFin: string;
  /** How many bytes are still to come; null when that is not known. */
  readonly missing: number | null;
  /** The sender has begun a part that it has not finished; false between two parts, where it may take its time. */
  readonly isOwed: boolean;
}

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
  const { where, onFin } = lackOf(bytes, head, headLength);
  const end = how === 'fin' ? 'ended' : 'was reset';
  const range = { start: bytes.length, end: bytes.length };
  const said: Fault = { message: `The connection ${end} ${where}.`, spec: SPEC, range, kind: 'cut' };
  if (sender === 'client') return said;
  return { ...said, effect: how === 'fin' ? onFin : 'Chromium fails: ERR_CONNECTION_RESET.' };
}

/** What is missing of a message on an open connection, when nothing has come for a while; null when nothing is owed. */
export function unfinished(
  bytes: Uint8Array,
  head: HttpHead | null,
  headLength: number,
  sender: Peer,
): Fault | null {
  // Empty lines between requests begin nothing (RFC 9112 §2.2).
  if (head === null && bytes.every((byte) => byte === 13 || byte === 10)) return null;
  const { where, missing, isOwed } = lackOf(bytes, head, headLength);
  if (!isOwed) return null;
  const owes = missing === null ? '' : ` It still owes ${count(missing, 'byte')}.`;
  const hint = hintOf(bytes, head, headLength);
  return {
    message: `${nameOf(sender)} stopped ${where}. Nothing has come for ${WAIT_SECONDS} s after that.${owes}`,
    spec: SPEC,
    range: (head && declaredLength(head)) ?? { start: bytes.length, end: bytes.length },
    kind: 'notice',
    effect:
      sender === 'server'
        ? 'A client waits for the rest, and takes whatever comes next as a part of this response.'
        : 'A server waits for the rest, and takes whatever comes next as a part of this request.',
    ...(hint !== null && { hint }),
  };
}

/** Where the length of a body is announced. */
function declaredLength(head: HttpHead): ByteRange | null {
  const [field] = fieldsOf(head, 'content-length');
  return field === undefined ? null : rangeOf(field);
}

function hintOf(bytes: Uint8Array, head: HttpHead | null, headLength: number): string | null {
  if (head === null) {
    const isWhole = bytes.at(-1) === 10 && bytes.at(-2) === 13;
    return isWhole
      ? 'The last line is whole: only the empty line is missing that ends a head (0d 0a).'
      : null;
  }
  const length = bodyLengthOf(head);
  if (typeof length !== 'number' || length !== bytes.length) return null;
  return `${grouped(length)} is how many bytes head and body have together. Content-Length counts the body alone (${count(bytes.length - headLength, 'byte')}).`;
}

function lackOf(bytes: Uint8Array, head: HttpHead | null, headLength: number): Lack {
  if (head === null) {
    return {
      where: `inside the head: ${came(bytes.length)}, and no empty line to end it`,
      onFin: 'Chromium takes what has come of the head, without a body.',
      missing: null,
      isOwed: true,
    };
  }
  const body = bytes.length - headLength;
  const length = bodyLengthOf(head);
  if (typeof length === 'number') {
    return {
      where: `inside the body: ${grouped(body)} of ${count(length, 'byte')} have come`,
      onFin: 'Chromium fails: ERR_CONTENT_LENGTH_MISMATCH.',
      missing: length - body,
      isOwed: true,
    };
  }
  if (length !== 'chunked') {
    return {
      where: `before the body was complete: ${came(body)}, and only the end of the connection would say that there are no more`,
      onFin: CHROMIUM_READS_ON,
      missing: null,
      isOwed: false,
    };
  }
  return { ...inChunks(bytes, headLength), onFin: 'Chromium fails: ERR_INCOMPLETE_CHUNKED_ENCODING.' };
}

const came = (size: number): string => `${count(size, 'byte')} ${size === 1 ? 'has' : 'have'} come`;

/** Where in a chunked body the end is. */
function inChunks(bytes: Uint8Array, headLength: number): Omit<Lack, 'onFin'> {
  const parts = chunkParts(bytes, headLength);
  const last = parts.at(-1);
  const at = (where: string, isOwed: boolean, missing: number | null = null) => ({ where, isOwed, missing });
  if (last === undefined) return at('before the first chunk', false);
  if (last.kind === 'trailers') return at('in the trailers, before the empty line that ends the body', true);
  const line = parts.findLast(({ kind }) => kind === 'size')!;
  const size = sizeOfChunk(bytes, line.start);
  const inside = (some: number) =>
    at(`inside a chunk: ${grouped(some)} of ${count(size, 'byte')} have come`, true, size - some);
  if (last.kind === 'data' && last.end - last.start < size) return inside(last.end - last.start);
  if (last.kind === 'size' && bytes.at(-1) !== 10)
    return at('inside the line with the size of a chunk', true);
  if (last.kind === 'size' && size === 0) return at('before the empty line that ends the body', true);
  if (last.kind === 'size') return inside(0);
  return last.kind === 'data'
    ? at('before the line break that ends a chunk', true)
    : at('before the last chunk', false);
}
