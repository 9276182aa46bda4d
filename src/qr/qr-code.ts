import { codewordsOf } from './codewords';

/** The dark modules of a QR code, row by row, without the quiet zone of four modules around it. */
export type QrCode = readonly (readonly boolean[])[];

/** Conditions of the eight masks, by row and column (ISO/IEC 18004, table 10). */
const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];

/**
 * A QR code for a text: byte mode, level M (15 % may be unreadable), versions 1 to 6.
 * @throws RangeError for a text of more than 106 bytes.
 */
export function qrCodeOf(text: string): QrCode {
  const { version, codewords } = codewordsOf(text);
  const codes = MASKS.map((isFlipped, mask) => drawn(version, codewords, isFlipped, mask));
  return codes.reduce((best, code) => (penaltyOf(code) < penaltyOf(best) ? code : best));
}

/** Null where data goes. */
type Draft = (boolean | null)[][];

function drawn(
  version: number,
  codewords: Uint8Array,
  isFlipped: (row: number, column: number) => boolean,
  mask: number,
): QrCode {
  const size = 17 + 4 * version;
  const draft: Draft = Array.from({ length: size }, () => Array<boolean | null>(size).fill(null));
  drawPatterns(draft, version);
  drawFormat(draft, mask);
  let bit = 0;
  for (const [row, column] of dataPlaces(size)) {
    if (draft[row]![column] !== null) continue;
    // The last few places have no codeword, and count as zero.
    const isDark = ((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
    draft[row]![column] = (isDark === 1) !== isFlipped(row, column);
    bit++;
  }
  return draft as boolean[][];
}

/** Finders with their separators, timing, alignment. */
function drawPatterns(draft: Draft, version: number): void {
  const size = draft.length;
  for (const [top, left] of [
    [0, 0],
    [0, size - 7],
    [size - 7, 0],
  ] as const) {
    square(draft, top + 3, left + 3, 4, (ring) => ring !== 2 && ring !== 4);
  }
  if (version > 1) square(draft, size - 7, size - 7, 2, (ring) => ring !== 1);
  for (let at = 8; at < size - 8; at++) {
    draft[6]![at] ??= at % 2 === 0;
    draft[at]![6] ??= at % 2 === 0;
  }
}

/** Rings around a centre; what would lie outside is left out. */
function square(
  draft: Draft,
  row: number,
  column: number,
  radius: number,
  isDark: (ring: number) => boolean,
): void {
  for (let down = -radius; down <= radius; down++) {
    for (let right = -radius; right <= radius; right++) {
      const line = draft[row + down];
      if (line?.[column + right] === undefined) continue;
      line[column + right] = isDark(Math.max(Math.abs(down), Math.abs(right)));
    }
  }
}

/** Level M is 00; the mask; ten bits of a BCH code (ISO/IEC 18004 §7.9). */
function formatBits(mask: number): number {
  let remainder = mask;
  for (let step = 0; step < 10; step++) remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537);
  return ((mask << 10) | remainder) ^ 0x5412;
}

function drawFormat(draft: Draft, mask: number): void {
  const size = draft.length;
  const bits = formatBits(mask);
  for (let bit = 0; bit < 15; bit++) {
    const isDark = ((bits >> bit) & 1) === 1;
    const [row, column] = besideFirstFinder(bit);
    draft[row]![column] = isDark;
    if (bit < 8) draft[8]![size - 1 - bit] = isDark;
    else draft[size - 15 + bit]![8] = isDark;
  }
  draft[size - 8]![8] = true;
}

/** Down column 8 from the top, around the corner, and along row 8 to the left; row and column 6 are timing. */
function besideFirstFinder(bit: number): readonly [row: number, column: number] {
  if (bit < 6) return [bit, 8];
  if (bit === 6) return [7, 8];
  if (bit === 7) return [8, 8];
  if (bit === 8) return [8, 7];
  return [8, 14 - bit];
}

/** Two columns at a time from the right, up and down in turns; column 6 is timing. */
function* dataPlaces(size: number): Generator<readonly [row: number, column: number]> {
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = isUp ? size - 1 - step : step;
      yield [row, right];
      yield [row, right - 1];
    }
  }
}

/** How hard a code is to read: long runs, blocks, what looks like a finder, imbalance (ISO/IEC 18004 §7.8.3). */
function penaltyOf(code: QrCode): number {
  const size = code.length;
  const columns = code.map((_, at) => code.map((row) => row[at]!));
  let penalty = 0;
  let dark = 0;
  for (const line of [...code, ...columns]) penalty += runsIn(line) + finderLikesIn(line);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const here = code[row]![column]!;
      if (here) dark++;
      const isBlock =
        code[row + 1]?.[column] === here &&
        code[row]![column + 1] === here &&
        code[row + 1]?.[column + 1] === here;
      if (isBlock) penalty += 3;
    }
  }
  return penalty + Math.floor(Math.abs((dark * 100) / size ** 2 - 50) / 5) * 10;
}

function runsIn(line: readonly boolean[]): number {
  let penalty = 0;
  let length = 0;
  for (const [at, isDark] of line.entries()) {
    length = at > 0 && line[at - 1] === isDark ? length + 1 : 1;
    if (length === 5) penalty += 3;
    else if (length > 5) penalty += 1;
  }
  return penalty;
}

function finderLikesIn(line: readonly boolean[]): number {
  const text = line.map((isDark) => (isDark ? '1' : '0')).join('');
  const found = text.match(/(?=10111010000)|(?=00001011101)/g);
  return (found?.length ?? 0) * 40;
}
