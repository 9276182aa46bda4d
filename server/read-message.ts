import * as v from 'valibot';
import { isNestedDeeper } from './nesting';

/** Orders are flat; the options of a program nest a little. */
const MAX_DEPTH = 20;

/** What a page has sent, as its schema has it (`src/protocol/messages`); else the sentence that says what to change. */
export function readMessage<Schema extends v.GenericSchema<unknown, object>>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | string {
  return checkMessage(schema, objectOf(text));
}

/** The same for a query: of a parameter that stands in it twice, the first counts. */
export function readQuery<Schema extends v.GenericSchema<unknown, object>>(
  schema: Schema,
  query: URLSearchParams,
): v.InferOutput<Schema> | string {
  return checkMessage(schema, Object.fromEntries([...query].reverse()));
}

function checkMessage<Schema extends v.GenericSchema<unknown, object>>(
  schema: Schema,
  given: unknown,
): v.InferOutput<Schema> | string {
  const read = v.safeParse(schema, given, { abortEarly: true });
  return read.success ? read.output : read.issues[0].message;
}

/** A JSON object, or null for anything else. */
function objectOf(text: string): object | null {
  if (isNestedDeeper(text, MAX_DEPTH)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
