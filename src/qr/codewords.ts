import { correctionOf } from './reed-solomon';

/** How a version of a QR code at level M divides its codewords (ISO/IEC 18004, table 9). */
interface Blocks {
  readonly blocks: number;
  readonly dataBytes: number;
  readonly correctionBytes: number;
}

/** By version, from 1: addresses need no more. */
const LEVEL_M: readonly Blocks[] = [
  { blocks: 1, dataBytes: 16, correctionBytes: 10 },
  { blocks: 1, dataBytes: 28, correctionBytes: 16 },
  { blocks: 1, dataBytes: 44, correctionBytes: 26 },
  { blocks: 2, dataBytes: 32, correctionBytes: 18 },
  { blocks: 2, dataBytes: 43, correctionBytes: 24 },
  { blocks: 4, dataBytes: 27, correctionBytes: 16 },
];

/** The indicator of byte mode, and the count of bytes: 4 and 8 bits in these versions. */
const HEAD_BITS = 12;
const BYTE_MODE = 0b0100;

/**
 * The smallest version that holds the text in byte mode (UTF-8), and its codewords in the order in which they are placed: blocks take
 * turns, data before correction.
 * @throws RangeError for a text of more than 106 bytes.
 */
export function codewordsOf(text: string): { readonly version: number; readonly codewords: Uint8Array } {
  const bytes = new TextEncoder().encode(text);
  const index = LEVEL_M.findIndex(
    ({ blocks, dataBytes }) => HEAD_BITS + bytes.length * 8 <= blocks * dataBytes * 8,
  );
  const layout = LEVEL_M[index];
  if (!layout) throw new RangeError(`at most 106 bytes fit, got ${bytes.length}`);
  const data = paddedData(bytes, layout.blocks * layout.dataBytes);
  const parts = Array.from({ length: layout.blocks }, (_, block) =>
    data.subarray(block * layout.dataBytes, (block + 1) * layout.dataBytes),
  );
  const corrections = parts.map((part) => correctionOf(part, layout.correctionBytes));
  return { version: index + 1, codewords: Uint8Array.from([...inTurns(parts), ...inTurns(corrections)]) };
}

function paddedData(bytes: Uint8Array, size: number): Uint8Array {
  const data = new Uint8Array(size);
  // The head is a byte and a half: every byte after it lies across two.
  data[0] = (BYTE_MODE << 4) | (bytes.length >> 4);
  data[1] = (bytes.length & 15) << 4;
  for (const [at, byte] of bytes.entries()) {
    data[at + 1]! |= byte >> 4;
    data[at + 2] = (byte & 15) << 4;
  }
  // The terminator's four bits are zero already; then two bytes take turns.
  for (let at = bytes.length + 2, isFirst = true; at < size; at++, isFirst = !isFirst) {
    data[at] = isFirst ? 0xec : 0x11;
  }
  return data;
}

function* inTurns(parts: readonly Uint8Array[]): Generator<number> {
  for (let at = 0; at < parts[0]!.length; at++) for (const part of parts) yield part[at]!;
}
