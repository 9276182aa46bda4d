import type { HttpField, HttpHead } from '../http-head';
import type { ByteRange } from '../layer-unit';

/** All fields of a head with this name, given in lower case. */
export function fieldsOf(head: HttpHead, name: string): readonly HttpField[] {
  return head.headers.filter((field) => field.name.toLowerCase() === name);
}

/** Where the first control character is that is not among `but` (0x00 to 0x1f, and 0x7f); -1 without one. */
export function controlIn(text: string, but: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 32 || code === 127) && !but.includes(text[at]!)) return at;
  }
  return -1;
}

/** Name and value of a field. */
export function rangeOf({ nameRange, valueRange }: HttpField): ByteRange {
  return { start: nameRange.start, end: Math.max(nameRange.end, valueRange.end) };
}

/** The members of the lists in these fields, in lower case and without empty ones (RFC 9110 §5.6.1). */
export function membersOf(fields: readonly HttpField[]): string[] {
  return fields
    .flatMap(({ value }) => value.split(','))
    .map((member) => member.trim().toLowerCase())
    .filter((member) => member !== '');
}
