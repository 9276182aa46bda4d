import { countedPacket } from './engine-io-3';
import type { EnginePart } from './engine-io-content';

const SEPARATOR = 0x1e;
const BASE64 = 98; // "b"

/** Most packets of one polling body: a body of single bytes would become units of hundreds of times its size. */
export const MAX_BODY_PACKETS = 10_000;

/** A packet of a polling body, or all that is left after very many. */
interface BodyPart {
  readonly part: EnginePart;
  readonly isRest: boolean;
}

/** The packets of a polling body, `[start, end)`: with separators between them, or in version 3 each after its length. */
export function* bodyParts(
  bytes: Uint8Array,
  start: number,
  end: number,
  version: 3 | 4,
): Generator<BodyPart> {
  let at = start;
  for (let count = 0; count < MAX_BODY_PACKETS; count++) {
    const part =
      version === 3 ? countedPart(bytes, at, end) : partTo(nextSeparator(bytes, at, end), bytes, at, end);
    yield { part, isRest: false };
    at = part.end + (part.hasSeparator ? 1 : 0);
    if (at >= end && !part.hasSeparator) return;
  }
  yield { part: partTo(-1, bytes, at, end), isRest: true };
}

/** Whether a packet is base64 text: it begins with “b”. */
export function isBase64At(bytes: Uint8Array, start: number, end: number): boolean {
  return start < end && bytes[start] === BASE64;
}

/** A binary packet that is all of a WebSocket message of this size; its data begin after `data` bytes. */
export function binaryPart(size: number, data: number): EnginePart {
  return {
    start: 0,
    packet: 0,
    data: Math.min(size, data),
    end: size,
    hasSeparator: false,
    isBinary: true,
    decoded: null,
  };
}

function nextSeparator(bytes: Uint8Array, start: number, end: number): number {
  const separator = bytes.indexOf(SEPARATOR, start);
  return separator < end ? separator : -1;
}

/** The packet at `start`, up to this separator; without one, up to the end. */
function partTo(separator: number, bytes: Uint8Array, start: number, end: number): EnginePart {
  const hasSeparator = separator >= 0;
  const stop = hasSeparator ? separator : end;
  const isBinary = isBase64At(bytes, start, stop);
  return {
    start,
    packet: start,
    data: Math.min(stop, start + 1),
    end: stop,
    hasSeparator,
    isBinary,
    decoded: null,
  };
}

/** The packet at `start` of a body of version 3. */
function countedPart(bytes: Uint8Array, start: number, end: number): EnginePart {
  const { packet, end: stop, fault } = countedPacket(bytes, start, end);
  const isBase64 = isBase64At(bytes, packet, stop);
  const isBinary = isBase64 || bytes[start] === 1;
  const data = Math.min(stop, packet + (isBase64 ? 2 : 1));
  const part = { start, packet, data, end: stop, hasSeparator: false, isBinary, decoded: null };
  return fault === null ? part : { ...part, fault };
}

/** Whether the data `[start, end)` of a ping or pong is the word “probe”. */
export function isProbeAt(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === 5 &&
    bytes[start] === 112 &&
    bytes[start + 1] === 114 &&
    bytes[start + 2] === 111 &&
    bytes[start + 3] === 98 &&
    bytes[start + 4] === 101
  );
}
