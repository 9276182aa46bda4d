import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type QrCode, qrCodeOf } from './qr-code';

/** What ISO/IEC 18004 gives for level M: for each version the blocks, and the data and correction bytes of each. */
const LAYOUT: Readonly<Record<number, readonly [blocks: number, data: number, correction: number]>> = {
  1: [1, 16, 10],
  2: [1, 28, 16],
  3: [1, 44, 26],
  4: [2, 32, 18],
  5: [2, 43, 24],
  6: [4, 27, 16],
};

/** The fifteen bits of the format for level M and each mask, as the standard prints them (annex C). */
const FORMATS = [
  '101010000010010',
  '101000100100101',
  '101111001111100',
  '101101101001011',
  '100010111111001',
  '100000011001110',
  '100111110010111',
  '100101010100000',
];

const isFlipped = (mask: number, i: number, j: number): boolean =>
  [
    (i + j) % 2,
    i % 2,
    j % 3,
    (i + j) % 3,
    (Math.floor(i / 2) + Math.floor(j / 3)) % 2,
    ((i * j) % 2) + ((i * j) % 3),
    (((i * j) % 2) + ((i * j) % 3)) % 2,
    (((i + j) % 2) + ((i * j) % 3)) % 2,
  ][mask] === 0;

/** A reader that shares nothing with the writer: it knows where things are by the standard's figures, and multiplies without tables. */
function read(code: QrCode): string {
  const size = code.length;
  const version = (size - 17) / 4;
  const [blocks, dataBytes, correctionBytes] = LAYOUT[version]!;
  const at = (row: number, column: number) => (code[row]![column] ? '1' : '0');
  const along = [0, 1, 2, 3, 4, 5, 7, 8].map((column) => at(8, column)).join('');
  const up = [7, 5, 4, 3, 2, 1, 0].map((row) => at(row, 8)).join('');
  const copy =
    Array.from({ length: 7 }, (_, n) => at(size - 1 - n, 8)).join('') +
    Array.from({ length: 8 }, (_, n) => at(8, size - 8 + n)).join('');
  expect(along + up).toBe(copy);
  const mask = FORMATS.indexOf(copy);
  expect(mask, `the format ${copy}`).not.toBe(-1);
  expect(at(size - 8, 8)).toBe('1');

  const isFunction = (row: number, column: number) =>
    row === 6 ||
    column === 6 ||
    (row < 9 && (column < 9 || column >= size - 8)) ||
    (row >= size - 8 && column < 9) ||
    (version > 1 && Math.abs(row - size + 7) <= 2 && Math.abs(column - size + 7) <= 2);
  let bits = '';
  const pairs = Array.from({ length: size }, (_, n) => n).filter((column) => column !== 6);
  for (let pair = 0; pair < (size - 1) / 2; pair++) {
    const [left, right] = pairs.slice(size - 3 - 2 * pair, size - 1 - 2 * pair) as [number, number];
    for (let step = 0; step < size; step++) {
      const row = pair % 2 === 0 ? size - 1 - step : step;
      for (const column of [right, left]) {
        if (isFunction(row, column)) continue;
        bits += code[row]![column] !== isFlipped(mask, row, column) ? '1' : '0';
      }
    }
  }
  const all = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const parts = Array.from({ length: blocks }, (_, block) => [
    ...Array.from({ length: dataBytes }, (_, n) => all[n * blocks + block]!),
    ...Array.from({ length: correctionBytes }, (_, n) => all[blocks * dataBytes + n * blocks + block]!),
  ]);
  for (const part of parts) expect(syndromes(part, correctionBytes)).toEqual(Array(correctionBytes).fill(0));
  const data = parts.flatMap((part) => part.slice(0, dataBytes));
  const stream = data.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  expect(stream.slice(0, 4)).toBe('0100');
  const length = Number.parseInt(stream.slice(4, 12), 2);
  const bytes = Array.from({ length }, (_, n) => Number.parseInt(stream.slice(12 + 8 * n, 20 + 8 * n), 2));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes));
}

/** The block as a polynomial, at each root of the generator: zero where nothing is wrong. */
function syndromes(block: readonly number[], count: number): number[] {
  const times = (a: number, b: number): number => {
    let product = 0;
    for (let bit = 7; bit >= 0; bit--) {
      product = (product << 1) ^ (product & 0x80 ? 0x11d : 0);
      if ((b >> bit) & 1) product ^= a;
    }
    return product;
  };
  let root = 1;
  return Array.from({ length: count }, () => {
    const value = block.reduce((sum, coefficient) => times(sum, root) ^ coefficient, 0);
    root = times(root, 2);
    return value;
  });
}

const FINDER = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];

describe('a QR code', () => {
  it.each([
    ['http://localhost:8101/class/CDFHJK', 3],
    ['http://192.168.178.123:8101/class/CDFHJK', 3],
    ['https://wire101.informatics.university.example/wire101/class/CDFHJK', 5],
    ['a', 1],
    ['é'.repeat(53), 6],
  ])('of %j has version %i, and reads the same', (text, version) => {
    const code = qrCodeOf(text);
    expect(code.length).toBe(17 + 4 * version);
    expect(read(code)).toBe(text);
  });

  it('has its three finders, each with a light border', () => {
    const code = qrCodeOf('http://localhost:8101/class/CDFHJK');
    const size = code.length;
    for (const [top, left] of [
      [0, 0],
      [0, size - 7],
      [size - 7, 0],
    ] as const) {
      const rows = FINDER.map((_, n) =>
        code[top + n]!.slice(left, left + 7)
          .map(Number)
          .join(''),
      );
      expect(rows).toEqual(FINDER);
    }
    expect(code[7]!.slice(0, 8).some(Boolean)).toBe(false);
  });

  it('reads the same for any text that fits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 106 }), (text) => {
        expect(read(qrCodeOf(text))).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it('is none for a text that is too long', () => {
    expect(() => qrCodeOf('x'.repeat(107))).toThrow('at most 106 bytes fit, got 107');
  });
});
