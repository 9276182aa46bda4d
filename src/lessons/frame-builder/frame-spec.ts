import { bytes } from '../prose/say';

/** How the length of a payload is written: in 7 bits, in 16 after 126, in 64 after 127 (RFC 6455 §5.2). */
export type LengthForm = 7 | 16 | 64;

/** A WebSocket frame to put on the wire, legal or not: every bit of its header can be chosen. */
export interface FrameSpec {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  /** 0 to 15. */
  readonly opcode: number;
  readonly masked: boolean;
  /** Null for the shortest; one too short for the length becomes the shortest that fits. */
  readonly form: LengthForm | null;
  /** The size that the header claims; null for the true size. */
  readonly claims: number | null;
  /** Four bytes; on the wire only if masked. */
  readonly key: Uint8Array;
  /** Unmasked. */
  readonly payload: Uint8Array;
}

/** A named part of a frame's bytes, as the figure of RFC 6455 §5.2 names them. */
interface FramePart {
  readonly name: string;
  /** Its value, for people. */
  readonly value: string;
  readonly bytes: Uint8Array;
}

/** What each opcode means (RFC 6455 §5.2). */
export const OPCODE_NAMES: readonly string[] = Array.from(
  { length: 16 },
  (_, opcode) =>
    ({ 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' })[opcode] ?? 'reserved',
);

/** The length the header claims. */
export function saidLength({ claims, payload }: FrameSpec): number {
  return claims ?? payload.length;
}

/** The shortest form that holds a length. */
export function shortestForm(length: number): LengthForm {
  if (length <= 125) return 7;
  return length <= 0xffff ? 16 : 64;
}

/** The form that a frame's length is written in. */
export function formOf(spec: FrameSpec): LengthForm {
  const shortest = shortestForm(saidLength(spec));
  return spec.form !== null && spec.form > shortest ? spec.form : shortest;
}

/** Bytes before the payload: 2 to 14. */
export function headerBytes(spec: FrameSpec): number {
  return 2 + { 7: 0, 16: 2, 64: 8 }[formOf(spec)] + (spec.masked ? 4 : 0);
}

/** The bytes of a frame, as it goes onto the wire. */
export function encodeFrame(spec: FrameSpec): Uint8Array {
  return joined(partsOf(spec).map(({ bytes }) => bytes));
}

/** The bytes of a frame in its named parts, in order. */
export function partsOf(spec: FrameSpec): readonly FramePart[] {
  const { fin, rsv1, rsv2, rsv3, opcode, masked, key, payload } = spec;
  if (opcode < 0 || opcode > 15) throw new RangeError(`an opcode is 0 to 15, not ${opcode}`);
  if (key.length !== 4) throw new RangeError(`a masking key has 4 bytes, not ${key.length}`);
  const length = saidLength(spec);
  const form = formOf(spec);
  const first = (+fin << 7) | (+rsv1 << 6) | (+rsv2 << 5) | (+rsv3 << 4) | opcode;
  const length7 = form === 7 ? length : form === 16 ? 126 : 127;
  return [
    {
      name: 'FIN, RSV1–3, opcode',
      value: `${bitsOf(first >> 4, 4)}, 0x${opcode.toString(16)} ${OPCODE_NAMES[opcode]}`,
      bytes: Uint8Array.of(first),
    },
    {
      name: 'MASK, payload length',
      value: `${+masked}, ${form === 7 ? length : `${length7}: ${form} bits follow`}`,
      bytes: Uint8Array.of((+masked << 7) | length7),
    },
    ...(form === 7
      ? []
      : [
          {
            name: 'Extended payload length',
            value: length.toLocaleString('en-US'),
            bytes: longLength(length, form),
          },
        ]),
    ...(masked
      ? [{ name: 'Masking-key', value: 'each payload byte is XORed with one of these', bytes: key }]
      : []),
    ...(payload.length === 0
      ? []
      : [
          {
            name: 'Payload data',
            value: masked
              ? `${bytes(payload.length)}, masked`
              : `${bytes(payload.length)}, ${payload.length === 1 ? 'as it is' : 'as they are'}`,
            bytes: masked ? maskedWith(key, payload) : payload,
          },
        ]),
  ];
}

/** The bytes of several frames, one after the other. */
export function encodeFrames(specs: readonly FrameSpec[]): Uint8Array {
  return joined(specs.map(encodeFrame));
}

/** In binary, `count` digits. */
export function bitsOf(value: number, count: number): string {
  return value.toString(2).padStart(count, '0');
}

function longLength(length: number, form: 16 | 64): Uint8Array {
  const bytes = new Uint8Array(form / 8);
  const view = new DataView(bytes.buffer);
  if (form === 16) view.setUint16(0, length);
  else view.setBigUint64(0, BigInt(Math.floor(length)));
  return bytes;
}

/** Byte i of the payload XOR byte i modulo 4 of the key (RFC 6455 §5.3). */
function maskedWith(key: Uint8Array, payload: Uint8Array): Uint8Array {
  return payload.map((byte, at) => byte ^ key[at % 4]!);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
