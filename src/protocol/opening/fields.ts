import type { HttpField, HttpHead } from '../http-head';
import type { ByteRange, Fault } from '../layer-unit';

/** Where a head is at fault when a field is missing from it: at its first byte. */
export const START: ByteRange = { start: 0, end: 1 };

/** A long list may break a rule thousands of times; nobody reads so many. */
export const MOST_FAULTS = 20;

/** A broken rule: where, the sentence, the section, and what else is known of it. */
export function fault(
  range: ByteRange,
  message: string,
  spec: string,
  more: Partial<Pick<Fault, 'kind' | 'effect' | 'hint'>> = {},
): Fault {
  const { kind, effect, hint } = more;
  return { message, spec, range, ...(kind && { kind }), ...(effect && { effect }), ...(hint && { hint }) };
}

/** All lines of a header field; the name in lower case. */
export function linesNamed({ headers }: HttpHead, name: string): readonly HttpField[] {
  return headers.filter((field) => field.name.toLowerCase() === name);
}

/** A whole field line, without its CR LF. */
export function lineRange({ nameRange, valueRange }: HttpField): ByteRange {
  return { start: nameRange.start, end: Math.max(valueRange.end, nameRange.end) };
}

/** The last line of a field, or the first byte of the head when there is none. */
export function placeOf(head: HttpHead, name: string): ByteRange {
  const line = linesNamed(head, name).at(-1);
  return line === undefined ? START : lineRange(line);
}

/** One element of a comma-separated list; an empty one is where it should stand. */
export interface Item {
  readonly text: string;
  readonly range: ByteRange;
}

/** The elements of a list, over all of its lines (RFC 9110 §5.6.1). */
export function itemsOf(head: HttpHead, name: string): readonly Item[] {
  return linesNamed(head, name).flatMap((line) => {
    let at = line.valueRange.start;
    return line.value.split(',').map((part) => {
      const text = part.trim();
      const start = at + part.length - part.trimStart().length;
      at += part.length + 1;
      return { text, range: text === '' ? lineRange(line) : { start, end: start + text.length } };
    });
  });
}

export const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const IS_TOKEN = new RegExp(`^${TOKEN}$`);
/** Whether a text is a token (RFC 9110 §5.6.2). */
export const isToken = (text: string): boolean => IS_TOKEN.test(text);

/** "“chat”", "“chat” and “b”", "“a”, “b” and 7 others". */
export function quoted(texts: readonly string[]): string {
  const [first = '', second = ''] = texts.map(
    (text) => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`,
  );
  if (texts.length < 2) return first;
  return texts.length === 2 ? `${first} and ${second}` : `${first}, ${second} and ${texts.length - 2} more`;
}

export const quote = (text: string): string => quoted([text]);
