import type { HttpHead } from '../http-head';
import { fieldsOf, rangeOf } from './fields';
import { blemish, CHROMIUM_READS_ON, type Finding, failure } from './finding';

/** Fields that Chromium refuses in a response when they have two values. */
const SINGLE = ['Location', 'Content-Disposition'] as const;

/** Fields that a response has once at most (RFC 9110 §5.3), as far as clients check it. */
export function faultsOfSingleFields(head: HttpHead): Finding[] {
  return SINGLE.flatMap((name) => faultsOf(head, name));
}

function faultsOf(head: HttpHead, name: (typeof SINGLE)[number]): Finding[] {
  const fields = fieldsOf(head, name.toLowerCase());
  const [field, second] = fields;
  if (field === undefined) return [];
  const isListed = name === 'Content-Disposition';
  const values = new Set(fields.flatMap(({ value }) => (isListed ? membersIn(value) : value)));
  const code = `ERR_RESPONSE_HEADERS_MULTIPLE_${name.toUpperCase().replace('-', '_')}`;
  const refused = { effect: `Chromium refuses the response: ${code}.` };
  if (second !== undefined) {
    const message = `A response has one ${name} field, and this one has ${fields.length}.`;
    if (values.size > 1) return [failure(rangeOf(second), 'RFC 9110 §5.3', message, refused)];
    return [blemish(rangeOf(second), 'RFC 9110 §5.3', message, { effect: CHROMIUM_READS_ON })];
  }
  if (values.size < 2) return [];
  const message = 'Content-Disposition is not a list: a file name with a comma stands in quotation marks.';
  return [failure(rangeOf(field), 'RFC 6266 §4.1', message, refused)];
}

/** As Chromium parts a value at its commas, but not at those in quotation marks. */
function membersIn(value: string): string[] {
  const members = value.match(/(?:"(?:\\.|[^"\\])*"?|[^",])+/g) ?? [];
  return members.map((member) => member.trim()).filter((member) => member !== '');
}
