import { joinBytes } from '../join-bytes';

// Blocks of a pcapng file (draft-ietf-opsawg-pcapng §4), little-endian.

const utf8 = new TextEncoder();
const COMMENT = 1;
const APPLICATION = 4;
const NAME = 2;
const TIME_RESOLUTION = 9;
const ETHERNET = 1;

type Option = readonly [code: number, value: Uint8Array];

/** Who wrote the file and why, and an Ethernet interface with times in microseconds. */
export function encodeFileHead(comment: string): Uint8Array {
  const section = encodeBlock(0x0a0d0d0a, [
    Uint8Array.of(0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255),
    encodeOptions([
      [COMMENT, utf8.encode(comment)],
      [APPLICATION, utf8.encode('Wire 101')],
    ]),
  ]);
  const description = encodeBlock(1, [
    Uint8Array.of(ETHERNET, 0, 0, 0, 0, 0, 0, 0),
    encodeOptions([
      [NAME, utf8.encode('wire101')],
      [TIME_RESOLUTION, Uint8Array.of(6)],
    ]),
  ]);
  return joinBytes([section, description]);
}

/** A packet at the first interface; `atMicros` since the Unix epoch. */
export function encodePacketBlock(atMicros: number, packet: Uint8Array): Uint8Array {
  const head = new DataView(new ArrayBuffer(20));
  head.setUint32(4, Math.floor(atMicros / 2 ** 32), true);
  head.setUint32(8, atMicros % 2 ** 32, true);
  head.setUint32(12, packet.length, true);
  head.setUint32(16, packet.length, true);
  return encodeBlock(6, [new Uint8Array(head.buffer), padded(packet)]);
}

function encodeOptions(options: readonly Option[]): Uint8Array {
  const parts = options.flatMap(([code, value]) => [
    Uint8Array.of(code, 0, value.length & 255, value.length >> 8),
    padded(value),
  ]);
  return joinBytes([...parts, new Uint8Array(4)]);
}

function encodeBlock(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
  const block = new Uint8Array(length);
  const view = new DataView(block.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, length, true);
  let at = 8;
  for (const part of parts) {
    block.set(part, at);
    at += part.length;
  }
  view.setUint32(at, length, true);
  return block;
}

/** Blocks and options are padded to four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const missing = -bytes.length & 3;
  return missing === 0 ? bytes : joinBytes([bytes, new Uint8Array(missing)]);
}
