import type { Peer } from '../../../protocol/unit';

/** What the first bytes of one side look like. */
export type Looks = 'request' | 'response' | 'http2' | 'tls' | 'masked-frame' | 'frame' | 'other';

const METHOD = /^[A-Z]{3,16} [\x21-\x7e]/;

/** Judges the first bytes of a direction. A frame is only looked for where nothing else fits: it takes two bytes to look like one. */
export function looksOf(bytes: Uint8Array): Looks {
  const text = String.fromCharCode(...bytes.subarray(0, 24));
  if (text.startsWith('PRI * HTTP/2')) return 'http2';
  if (text.startsWith('HTTP/')) return 'response';
  if (METHOD.test(text)) return 'request';
  // A TLS record of a handshake, alert or application data, versions 3.0 to 3.4 (RFC 8446 §5.1).
  if (bytes[0]! >= 20 && bytes[0]! <= 23 && bytes[1] === 3 && bytes[2]! <= 4) return 'tls';
  return isFrame(bytes) ? (bytes[1]! & 0x80 ? 'masked-frame' : 'frame') : 'other';
}

const OPCODES = new Set([0, 1, 2, 8, 9, 10]);

/** Whether bytes begin like a WebSocket frame (RFC 6455 §5.2), with the shortest form of its length. */
function isFrame(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = bytes;
  const opcode = first & 15;
  const length = second & 0x7f;
  if (bytes.length < 2 || (first & 0x30) !== 0 || !OPCODES.has(opcode)) return false;
  if (opcode >= 8) return (first & 0xc0) === 0x80 && length < 126;
  if (length === 126) return bytes.length >= 4 && ((bytes[2]! << 8) | bytes[3]!) >= 126;
  if (length === 127) return bytes.length >= 10 && bytes.subarray(2, 6).every((byte) => byte === 0);
  return true;
}

/** The sender that these first bytes speak for; null when anybody may send them. */
export function senderOf(looks: Looks): Peer | null {
  if (looks === 'request' || looks === 'http2' || looks === 'masked-frame') return 'client';
  return looks === 'response' ? 'server' : null;
}

/** A frame at the beginning of bytes: as much of it as its header says. */
export interface FrameHead {
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly isMasked: boolean;
  /** Where its payload begins, and where it ends. */
  readonly payloadAt: number;
  readonly end: number;
}

/** Reads the header of the frame at `at` (RFC 6455 §5.2); null when it does not look like one, or is not whole. */
export function frameAt(bytes: Uint8Array, at: number): FrameHead | null {
  const head = bytes.subarray(at, at + 14);
  if (!isFrame(head)) return null;
  const short = head[1]! & 0x7f;
  const isMasked = (head[1]! & 0x80) !== 0;
  const lengthBytes = short < 126 ? 0 : short === 126 ? 2 : 8;
  let length = short;
  if (lengthBytes > 0) {
    length = 0;
    for (const byte of head.subarray(2, 2 + lengthBytes)) length = length * 256 + byte;
  }
  const payloadAt = at + 2 + lengthBytes + (isMasked ? 4 : 0);
  const isCompressed = (head[0]! & 0x40) !== 0;
  return { opcode: head[0]! & 15, isCompressed, isMasked, payloadAt, end: payloadAt + length };
}

/**
 * The frames that these bytes are, the last one perhaps cut; null when they are not frames from the first byte to the
 * last. With a sender, each must have its mask bit as that sender’s must be.
 */
export function framesIn(bytes: Uint8Array, sender: Peer | null): readonly FrameHead[] | null {
  const frames: FrameHead[] = [];
  for (let at = 0; at < bytes.length; ) {
    const frame = frameAt(bytes, at);
    if (frame === null) return frames.length > 0 && bytes.length - at < 2 ? frames : null;
    if (sender !== null && frame.isMasked !== (sender === 'client')) return null;
    frames.push(frame);
    at = frame.end;
  }
  return frames.length === 0 ? null : frames;
}
