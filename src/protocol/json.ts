import type { ByteRange } from './layer-unit';
import { textOf } from './text';

const QUOTE = 34;
const BACKSLASH = 92;
const OBJECT = 1;
const ARRAY = 2;

/** 1 for bytes that stand for themselves in a string. */
const IS_PLAIN = new Uint8Array(256).fill(1, 32);
IS_PLAIN[QUOTE] = 0;
IS_PLAIN[BACKSLASH] = 0;

const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;
const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** The arrays and objects around the value being checked, innermost last; grows for deep JSON, then shrinks again. */
let nesting = new Uint8Array(256);
const MAX_KEPT_NESTING = 65536;

/**
 * Checks that `bytes[start, end)` is one JSON value (RFC 8259), as strictly as `JSON.parse`, without creating it.
 * Returns -1, or the index of the first invalid byte (`end` when something is missing).
 */
export function checkJson(bytes: Uint8Array, start: number, end: number): number {
  const bad = wrongAt(bytes, start, end);
  if (nesting.length > MAX_KEPT_NESTING) nesting = new Uint8Array(256);
  return bad;
}

function wrongAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let depth = 0;
  for (;;) {
    while (at < end && isSpace(bytes[at]!)) at++;
    if (at >= end) return end;
    const byte = bytes[at]!;
    if (byte === 91 || byte === 123) {
      if (depth === nesting.length) nesting = grow(nesting);
      nesting[depth++] = byte === 91 ? ARRAY : OBJECT;
      at++;
      while (at < end && isSpace(bytes[at]!)) at++;
      if (at >= end) return end;
      if (bytes[at] === byte + 2) {
        depth--;
        at++;
      } else {
        if (byte === 91) continue;
        at = keyEnd(bytes, at, end);
        if (at < 0) return ~at;
        continue;
      }
    } else {
      at = byte === QUOTE ? stringEnd(bytes, at + 1, end) : scalarEnd(bytes, at, end);
      if (at < 0) return ~at;
    }
    // A value ends here: close what it closes, or go on to the next value.
    for (;;) {
      while (at < end && isSpace(bytes[at]!)) at++;
      if (depth === 0) return at === end ? -1 : at;
      if (at >= end) return end;
      const next = bytes[at]!;
      const isArray = nesting[depth - 1] === ARRAY;
      if (next === (isArray ? 93 : 125)) {
        depth--;
        at++;
        continue;
      }
      if (next !== 44) return at;
      at++;
      if (isArray) break;
      while (at < end && isSpace(bytes[at]!)) at++;
      at = keyEnd(bytes, at, end);
      if (at < 0) return ~at;
      break;
    }
  }
}

function grow(stack: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(stack.length * 2);
  larger.set(stack);
  return larger;
}

/** Index after `"key" :`, or the complement of the wrong index. */
function keyEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return ~end;
  if (bytes[start] !== QUOTE) return ~start;
  let at = stringEnd(bytes, start + 1, end);
  if (at < 0) return at;
  while (at < end && isSpace(bytes[at]!)) at++;
  if (at >= end) return ~end;
  return bytes[at] === 58 ? at + 1 : ~at;
}

/** Index after the string whose content starts at `start`, or the complement of the wrong index. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    // Most of JSON is strings, and most of strings is plain.
    for (const stop = end - 3; at < stop; at += 4) {
      const all =
        IS_PLAIN[bytes[at]!]! &
        IS_PLAIN[bytes[at + 1]!]! &
        IS_PLAIN[bytes[at + 2]!]! &
        IS_PLAIN[bytes[at + 3]!]!;
      if (all === 0) break;
    }
    while (at < end && IS_PLAIN[bytes[at]!] === 1) at++;
    if (at >= end) break;
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return ~at;
    const escaped = at + 1 < end ? bytes[at + 1]! : -1;
    if (escaped === 117) {
      for (let digit = at + 2; digit < at + 6; digit++) {
        if (digit >= end) return ~end;
        if (!isHexDigit(bytes[digit]!)) return ~digit;
      }
      at += 6;
    } else if (isEscape(escaped)) at += 2;
    else return ~Math.min(at + 1, end);
  }
  return ~end;
}

const isHexDigit = (byte: number): boolean => isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 102);

/** One of `" \ / b f n r t`. */
const isEscape = (byte: number): boolean =>
  byte === 34 ||
  byte === 92 ||
  byte === 47 ||
  byte === 98 ||
  byte === 102 ||
  byte === 110 ||
  byte === 114 ||
  byte === 116;

const LITERALS = [
  [116, 114, 117, 101],
  [102, 97, 108, 115, 101],
  [110, 117, 108, 108],
] as const;

/** Index after a number, true, false or null, or the complement of the wrong index. */
function scalarEnd(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start]!;
  if (first === 45 || isDigit(first)) return numberEnd(bytes, start, end);
  const literal = LITERALS.find((letters) => letters[0] === first);
  if (literal === undefined) return ~start;
  for (const [index, letter] of literal.entries()) {
    if (start + index >= end) return ~end;
    if (bytes[start + index] !== letter) return ~(start + index);
  }
  return start + literal.length;
}

function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === 45 ? start + 1 : start;
  if (at >= end) return ~end;
  if (!isDigit(bytes[at]!)) return ~at;
  if (bytes[at] === 48) at++;
  else at = digitsEnd(bytes, at, end);
  if (at < end && bytes[at] === 46) {
    const digits = digitsEnd(bytes, at + 1, end);
    if (digits === at + 1) return ~digits;
    at = digits;
  }
  if (at < end && (bytes[at]! | 32) === 101) {
    at++;
    if (at < end && (bytes[at] === 43 || bytes[at] === 45)) at++;
    const digits = digitsEnd(bytes, at, end);
    if (digits === at) return ~digits;
    at = digits;
  }
  return at;
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at]!)) at++;
  return at;
}

/** Where the name and the value of a member of an object stand, in one of its `jsonParts`. */
export function memberAt(
  bytes: Uint8Array,
  { start, end }: ByteRange,
): { readonly name: string; readonly value: ByteRange } {
  let from = skipSpaces(bytes, start, end);
  if (from < end && bytes[from] === 123) from = skipSpaces(bytes, from + 1, end);
  const nameEnd = from < end && bytes[from] === QUOTE ? stringEnd(bytes, from + 1, end) : -1;
  let name = '';
  if (nameEnd >= 0) {
    const colon = skipSpaces(bytes, nameEnd, end);
    if (colon < end && bytes[colon] === 58) {
      name = textOf(bytes.subarray(from + 1, nameEnd - 1));
      from = skipSpaces(bytes, colon + 1, end);
    }
  }
  return { name, value: { start: from, end: valueEnd(bytes, from, end) } };
}

/** Where an element of an array stands, in one of its `jsonParts`; the first has the bracket before it. */
export function elementAt(bytes: Uint8Array, { start, end }: ByteRange, isFirst: boolean): ByteRange {
  let from = skipSpaces(bytes, start, end);
  if (isFirst && from < end && bytes[from] === 91) from = skipSpaces(bytes, from + 1, end);
  return { start: from, end: valueEnd(bytes, from, end) };
}

/** Where the value at `start` ends, before the comma or the closing bracket of what encloses it, which comes last. */
function valueEnd(bytes: Uint8Array, start: number, end: number): number {
  let to = spacesBefore(bytes, start, end);
  // One of the brackets at the end may be the value's own: then the value opens with its counterpart.
  const last = to > start ? bytes[to - 1]! : 0;
  if (last === 44 || ((last === 93 || last === 125) && !isBalanced(bytes, start, to))) {
    to = spacesBefore(bytes, start, to - 1);
  }
  return to;
}

/** Whether as many brackets close as open in `[start, end)`. */
function isBalanced(bytes: Uint8Array, start: number, end: number): boolean {
  let depth = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const after = stringEnd(bytes, at + 1, end);
      if (after < 0) return false;
      at = after - 1;
    } else if (byte === 91 || byte === 123) depth++;
    else if (byte === 93 || byte === 125) depth--;
  }
  return depth === 0;
}

function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at]!)) at++;
  return at;
}

function spacesBefore(bytes: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(bytes[at - 1]!)) at--;
  return at;
}

/** Nobody reads more parts of one value than this one by one. */
export const MAX_PARTS = 1000;

/**
 * The members of the object or elements of the array at `start`, which must be valid: ranges that tile it, each with
 * the comma or bracket after it, the first with the bracket before it. One range for other values. At most `limit`
 * ranges; the last one is then the rest.
 */
export function jsonParts(bytes: Uint8Array, start: number, end: number, limit = MAX_PARTS): ByteRange[] {
  const parts: ByteRange[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end && parts.length < limit - 1; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      const after = stringEnd(bytes, at + 1, end);
      if (after < 0) break;
      at = after - 1;
    } else if (byte === 91 || byte === 123) depth++;
    else if (byte === 93 || byte === 125) depth--;
    else if (byte === 44 && depth === 1) {
      parts.push({ start: from, end: at + 1 });
      from = at + 1;
    }
  }
  if (from < end) parts.push({ start: from, end });
  return parts;
}
