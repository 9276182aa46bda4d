import type { HttpField, HttpHead } from '../http-head';
import type { ByteRange } from '../layer-unit';

/** All fields of a head with this name, given in lower case. */
export function fieldsOf(head: HttpHead, name: string): readonly HttpField[] {
  return head.headers.filter((field) => field.name.toLowerCase() === name);
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
