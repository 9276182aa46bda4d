import type { Fault, LayerUnit, Peer } from './layer-unit';
import { count } from './text';
import { badUtf8At } from './utf8';

export const FRAME_KINDS = ['continuation', 'text', 'binary', 'close', 'ping', 'pong', 'reserved'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];
/** A frame, as its own layer knows it. */
export type FrameUnit = LayerUnit<'websocket', FrameKind>;

/** What each opcode means (RFC 6455 §5.2, §11.8). */
export const OPCODES: readonly FrameKind[] = [
  'continuation',
  'text',
  'binary',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'close',
  'ping',
  'pong',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
  'reserved',
];

/** What frames must fit at this point of a direction. */
export interface FrameSetting {
  readonly sender: Peer;
  /** permessage-deflate was agreed: RSV1 marks compressed messages (RFC 7692 §6). */
  readonly compresses: boolean;
  /** Between the first fragment of a message and its last. */
  readonly inMessage: boolean;
}

const fault = (message: string, spec: string, start: number, end: number, closeCode = 1002): Fault => ({
  message,
  spec,
  range: { start, end },
  closeCode,
});

/** The rule that the first two bytes of a frame break, or null. */
export function checkStart(byte0: number, byte1: number, setting: FrameSetting): Fault | null {
  const opcode = byte0 & 15;
  const kind = OPCODES[opcode]!;
  if (kind === 'reserved') {
    return fault(`Opcode 0x${opcode.toString(16)} is reserved.`, 'RFC 6455 §5.2', 0, 1);
  }
  const reserved = checkReserved(byte0, opcode, setting);
  if (reserved !== null) return reserved;
  const masked = byte1 > 127;
  if (masked !== (setting.sender === 'client')) {
    const rule = masked ? 'A server must not mask its frames' : 'A client must mask every frame';
    return fault(`${rule}: the MASK bit is ${masked ? 1 : 0}.`, 'RFC 6455 §5.1', 1, 2);
  }
  if (opcode > 7) return checkControl(byte0, byte1, kind);
  if (opcode === 0 && !setting.inMessage) {
    return fault('A continuation frame came, but there is no message to continue.', 'RFC 6455 §5.4', 0, 1);
  }
  if (opcode !== 0 && setting.inMessage) {
    const message = `A ${kind} frame came before the fragmented message was finished.`;
    return fault(message, 'RFC 6455 §5.4', 0, 1);
  }
  return null;
}

function checkReserved(byte0: number, opcode: number, setting: FrameSetting): Fault | null {
  if ((byte0 & 0x30) !== 0) {
    return fault('RSV2 and RSV3 must be 0: no agreed extension uses them.', 'RFC 6455 §5.2', 0, 1);
  }
  if ((byte0 & 0x40) === 0) return null;
  if (!setting.compresses) {
    return fault('RSV1 must be 0: permessage-deflate was not agreed.', 'RFC 6455 §5.2', 0, 1);
  }
  if (opcode === 1 || opcode === 2) return null;
  return fault('RSV1 may be 1 only on the first frame of a message.', 'RFC 7692 §6.1', 0, 1);
}

function checkControl(byte0: number, byte1: number, kind: FrameKind): Fault | null {
  if (byte0 < 128) {
    return fault(`A control frame (${kind}) must not be fragmented: FIN is 0.`, 'RFC 6455 §5.5', 0, 1);
  }
  if ((byte1 & 127) > 125) {
    return fault('A control frame holds at most 125 bytes of payload.', 'RFC 6455 §5.5', 1, 2);
  }
  return null;
}

/**
 * The rule that the payload length breaks, or null. A length in too long a form breaks a rule too, but
 * common endpoints accept it, so it has no close code.
 */
export function checkLength(length7: number, length: number): Fault | null {
  if (length7 < 126) return null;
  const size = length7 === 126 ? 2 : 8;
  if (length > Number.MAX_SAFE_INTEGER) {
    const isSigned = length >= 2 ** 63;
    const rule = isSigned
      ? 'The highest bit of a 64-bit length must be 0'
      : 'No endpoint can take this length';
    return fault(
      `${rule}: about ${length.toPrecision(4)} bytes.`,
      'RFC 6455 §5.2',
      2,
      10,
      isSigned ? 1002 : 1009,
    );
  }
  if (length > (length7 === 126 ? 125 : 65535)) return null;
  const { closeCode: _, ...tolerated } = fault(
    `A length must be written in the shortest form: ${length} needs no ${size * 8} bits.`,
    'RFC 6455 §5.2',
    2,
    2 + size,
  );
  return tolerated;
}

/** Close codes that may be in a Close frame (RFC 6455 §7.4; IANA registry for 1012 to 1014). */
function isCloseCode(code: number): boolean {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}

/** The rule that the (unmasked) payload of a Close frame breaks; `at` is where it begins in the frame. */
export function checkClose(payload: Uint8Array, at: number): Fault | null {
  if (payload.length === 0) return null;
  if (payload.length === 1) {
    const message = 'The payload of a Close frame is empty, or starts with a status code of 2 bytes.';
    return fault(message, 'RFC 6455 §5.5.1', at, at + 1);
  }
  const code = payload[0]! * 256 + payload[1]!;
  if (!isCloseCode(code)) {
    return fault(`Status code ${code} must not be sent in a Close frame.`, 'RFC 6455 §7.4', at, at + 2);
  }
  const bad = badUtf8At(payload.subarray(2));
  if (bad < 0) return null;
  const message = 'The reason of a Close frame must be UTF-8.';
  return fault(message, 'RFC 6455 §5.5.1', at + 2 + bad, at + 3 + bad, 1007);
}

/** Data after a Close frame: shown, and ignored by endpoints. */
export function afterClose(kind: FrameKind): Fault {
  return {
    message: `No data frame may follow a Close frame: this ${kind} frame is ignored.`,
    spec: 'RFC 6455 §5.5.1',
    range: { start: 0, end: 1 },
  };
}

/** A message that is larger than this decoder inflates. */
export function tooLarge(limit: number): Fault {
  return {
    message: `The message inflates to more than ${count(limit, 'byte')}, and this page inflates no further. A receiver that takes no more either, such as a lab’s server, answers with close code 1009.`,
    spec: 'RFC 6455 §7.4.1',
    range: { start: 0, end: 0 },
    closeCode: 1009,
    kind: 'limit',
  };
}

/** A message after one that was too large, with context takeover. */
export function notInflated(): Fault {
  return {
    message:
      'This page did not inflate a message before this one to its end. This one may refer to it (context takeover), so it is not inflated.',
    spec: 'RFC 7692 §7.1.1',
    range: { start: 0, end: 0 },
    kind: 'limit',
  };
}
