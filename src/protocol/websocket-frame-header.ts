/** The header of a WebSocket frame, read from its bytes (RFC 6455 §5.2). */
export interface FrameHeader {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: number;
  readonly masked: boolean;
  /** The 7 bits: the length itself up to 125; 126 and 127 announce the longer forms. */
  readonly length7: number;
  /** Of the payload, in bytes; exact below 2^53. */
  readonly length: number;
  /** Masking key as a 32-bit number, first octet highest; 0 without one. */
  readonly key: number;
  /** Bytes before the payload: 2 to 14. */
  readonly size: number;
}

export const MAX_HEADER_BYTES = 14;
/** So many bytes of a frame are looked at for a likely cause of what is wrong with it. */
export const HINT_BYTES = 64;

/** Size of a header whose second byte is `byte1`. */
export function headerSize(byte1: number): number {
  const length7 = byte1 & 127;
  return 2 + (length7 === 126 ? 2 : length7 === 127 ? 8 : 0) + (byte1 > 127 ? 4 : 0);
}

/** Size of a header of which so many bytes have come: 2 while that is not known. */
export function headerSizeOf(header: Uint8Array, came: number): number {
  return came === 1 ? 2 : headerSize(header[1]!);
}

/** Payload length of a complete header at `at`. */
export function payloadLength(bytes: Uint8Array, at: number): number {
  const length7 = bytes[at + 1]! & 127;
  if (length7 < 126) return length7;
  if (length7 === 126) return (bytes[at + 2]! << 8) | bytes[at + 3]!;
  return uint32(bytes, at + 2) * 0x1_0000_0000 + uint32(bytes, at + 6);
}

/** The four bytes at `at` as one number. */
function uint32(bytes: Uint8Array, at: number): number {
  return int32(bytes, at) >>> 0;
}

/** The same with the highest bit as its sign, as masking keys are kept. */
export function int32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** The header at the start of `bytes`, or null while it is incomplete. */
export function readHeader(bytes: Uint8Array): FrameHeader | null {
  if (bytes.length < 2) return null;
  const byte0 = bytes[0]!;
  const byte1 = bytes[1]!;
  const size = headerSize(byte1);
  if (bytes.length < size) return null;
  const masked = byte1 > 127;
  return {
    fin: byte0 > 127,
    rsv1: (byte0 & 64) !== 0,
    rsv2: (byte0 & 32) !== 0,
    rsv3: (byte0 & 16) !== 0,
    opcode: byte0 & 15,
    masked,
    length7: byte1 & 127,
    length: payloadLength(bytes, 0),
    key: masked ? int32(bytes, size - 4) : 0,
    size,
  };
}
