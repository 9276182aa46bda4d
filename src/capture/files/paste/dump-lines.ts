import type { PastedForm, PastedPart } from './pasted';

/** A line of a listing: an offset, and what stands after it. */
interface DumpLine {
  readonly indent: string;
  readonly offset: string;
  readonly hasColon: boolean;
  readonly rest: string;
}

/** What the numbers of a listing are. */
interface Style {
  readonly form: PastedForm;
  /** Digits of one number. */
  readonly digits: number;
  readonly radix: 8 | 16;
  /** The low byte of a word comes first. */
  readonly isLittle: boolean;
}

const LINE = /^(\s*)(?:0x)?([\da-f]{4,16})(:?)(?:\s+(.*))?$/i;
const USUAL_BYTES = 16;

/** Reads a listing with offsets: `xxd`, `hexdump -C`, `od`, Wireshark's hex dumps, `tcpdump -x`. Null when the text is none. */
export function readDump(text: string): { form: PastedForm; parts: PastedPart[] } | null {
  const lines: (DumpLine | 'repeat')[] = [];
  const isTcpdump = /^\s+0x0000:\s/m.test(text) && /^\d\d:\d\d:\d\d\.\d+ IP/m.test(text);
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '' || /^\s*(?:#|\/\/)/.test(line)) continue;
    if (line.trim() === '*') {
      lines.push('repeat');
      continue;
    }
    // tcpdump says something of each packet before its bytes.
    if (isTcpdump && !/^\s/.test(line)) continue;
    const [, indent = '', offset, colon, rest = ''] = LINE.exec(line) ?? [];
    if (offset === undefined) return null;
    lines.push({ indent, offset, hasColon: colon === ':', rest });
  }
  const first = lines.find((line) => line !== 'repeat');
  if (first === undefined || Number.parseInt(first.offset, 16) !== 0) return null;
  const style = styleOf(first);
  return style === null ? null : readLines(lines, style);
}

function styleOf({ rest, hasColon, offset }: DumpLine): Style | null {
  const [token = ''] = rest.split(/\s/, 1);
  if (/^[\da-f]{2}$/i.test(token)) {
    const form = hasColon ? 'xxd' : /\|.*\|\s*$/.test(rest) ? 'hexdump-c' : 'hex-dump';
    return { form, digits: 2, radix: 16, isLittle: false };
  }
  if (hasColon && /^(?:[\da-f]{2})+$/i.test(token)) {
    return { form: 'xxd', digits: 2, radix: 16, isLittle: false };
  }
  if (/^[0-7]{3}$/.test(token) && offset.length === 7)
    return { form: 'octal', digits: 3, radix: 8, isLittle: false };
  if (/^[01][0-7]{5}$/.test(token)) return { form: 'octal', digits: 6, radix: 8, isLittle: true };
  return /^[\da-f]{4}$/i.test(token) ? { form: 'words', digits: 4, radix: 16, isLittle: true } : null;
}

function readLines(
  lines: readonly (DumpLine | 'repeat')[],
  style: Style,
): { form: PastedForm; parts: PastedPart[] } | null {
  const isIndented = new Set(lines.flatMap((line) => (line === 'repeat' ? [] : [line.indent]))).size > 1;
  const parts: { sender: 'client' | 'server' | null; bytes: number[] }[] = [];
  const offsetRadix = offsetRadixOf(lines, style);
  const offsetOf = (line: DumpLine | 'repeat' | undefined) =>
    line === undefined || line === 'repeat' ? null : Number.parseInt(line.offset, offsetRadix);
  // Offsets count for each side on its own.
  const counts = { client: 0, server: 0 };
  let repeated: readonly number[] | null = null;
  let last: readonly number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === 'repeat') {
      repeated = last;
      continue;
    }
    const sender = isIndented ? (line.indent === '' ? 'client' : 'server') : null;
    const at = offsetOf(line)!;
    const side = sender ?? 'client';
    if (parts.length === 0 || parts.at(-1)!.sender !== sender) parts.push({ sender, bytes: [] });
    const part = parts.at(-1)!;
    if (repeated !== null && repeated.length > 0) {
      if (at - counts[side] > MAX_REPEATED_BYTES) return null;
      while (counts[side] < at) {
        part.bytes.push(...repeated);
        counts[side] += repeated.length;
      }
      repeated = null;
    }
    if (line.rest === '') {
      // The last line only tells the size, which words may have rounded up.
      if (at < counts[side]) part.bytes.length -= counts[side] - at;
      counts[side] = Math.min(counts[side], at);
      continue;
    }
    if (at !== counts[side]) {
      // Another listing begins, or lines are missing.
      if (at !== 0) return null;
      counts[side] = 0;
      if (part.bytes.length > 0) parts.push({ sender, bytes: [] });
    }
    const next = offsetOf(lines[index + 1]);
    const width = next !== null && next > at && next - at <= 64 && !isIndented ? next - at : USUAL_BYTES;
    const bytes = readNumbers(line, style, width);
    if (bytes === null) return null;
    parts.at(-1)!.bytes.push(...bytes);
    counts[side] += bytes.length;
    last = bytes;
  }
  const whole = parts.filter(({ bytes }) => bytes.length > 0);
  if (whole.length === 0) return null;
  return {
    form: style.form,
    parts: whole.map(({ sender, bytes }) => ({ sender, bytes: Uint8Array.from(bytes) })),
  };
}

const MAX_REPEATED_BYTES = 16 * 1024 * 1024;

/** `od` writes offsets in octal: then the second line’s is right only so. */
function offsetRadixOf(lines: readonly (DumpLine | 'repeat')[], style: Style): 8 | 16 {
  const [first, second] = lines;
  if (first === undefined || first === 'repeat' || second === undefined || second === 'repeat') return 16;
  if (first.offset.length !== 7 || !/^[0-7]+$/.test(second.offset)) return 16;
  const read = readNumbers(first, style, USUAL_BYTES)?.length ?? 0;
  const isOctal = Math.abs(Number.parseInt(second.offset, 8) - read) <= (style.isLittle ? 1 : 0);
  return isOctal ? 8 : 16;
}

/** The bytes of a line, without the text after them; null when it is not such a line. */
function readNumbers(
  { rest, hasColon }: DumpLine,
  { digits, radix, isLittle }: Style,
  width: number,
): number[] | null {
  const bytes: number[] = [];
  const token = /(\s*)([\da-f]+)(?=\s|$)/iy;
  for (;;) {
    const found = token.exec(rest);
    if (found === null) break;
    const [, gap = '', number = ''] = found;
    // The text after the bytes stands apart: by two spaces after xxd’s groups, by more elsewhere.
    if (bytes.length > 0 && gap.length >= (hasColon ? 2 : 3)) break;
    if (number.length % digits !== 0) break;
    if (bytes.length >= width) break;
    for (let at = 0; at < number.length; at += digits) {
      const value = Number.parseInt(number.slice(at, at + digits), radix);
      if (Number.isNaN(value)) return null;
      if (digits < 4) bytes.push(value & 255);
      else if (isLittle) bytes.push(value & 255, (value >> 8) & 255);
      else bytes.push((value >> 8) & 255, value & 255);
    }
  }
  return bytes.length === 0 ? null : bytes;
}
