import { type QrCode, qrCodeOf } from '../../src/qr/qr-code';

/** Readers need four light modules around a code (ISO/IEC 18004 §6.3.8). */
const QUIET = 4;
/** Black on white, whatever the terminal's colours are (ECMA-48 §8.3.117). */
const [PAPER, USUAL] = ['\x1b[30;107m', '\x1b[0m'];
/** Two rows of modules in one line: by the upper, then the lower one. */
const BLOCKS = [' ', '▄', '▀', '█'] as const;

/** As many bytes as the largest code that still fits on a projector. */
const MOST_BYTES = 106;

/** An address as a QR code for a terminal, a line for two rows of modules; empty when it is too long for one. */
export function terminalQr(address: string): string {
  if (Buffer.byteLength(address) > MOST_BYTES) return '';
  const code = qrCodeOf(address);
  const end = code.length + QUIET;
  const lines: string[] = [];
  for (let row = -QUIET; row < end; row += 2) {
    let line = '';
    for (let column = -QUIET; column < end; column++)
      line += BLOCKS[2 * dark(code, row, column) + dark(code, row + 1, column)];
    lines.push(PAPER + line + USUAL);
  }
  return lines.join('\n');
}

const dark = (code: QrCode, row: number, column: number): 0 | 1 => (code[row]?.[column] ? 1 : 0);
