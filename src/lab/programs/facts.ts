/** What a program is told of an error or an event of its connection: plain values alone. */

/** What errors, events, requests and their like are told by. */
const NAMES = [
  ...['type', 'transport', 'code', 'reason', 'wasClean', 'status', 'statusText', 'responseText'],
  ...['readyState', 'message'],
] as const;
const MAX_TEXT_LENGTH = 2000;
/** An error has a description, which may be an event, which has an error. */
const MAX_DEPTH = 3;

export function factsOf(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT_LENGTH);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  const facts: Record<string, unknown> = value instanceof Error ? { isError: true } : {};
  for (const name of NAMES) {
    const one = partOf(value, name);
    if (typeof one !== 'object' && typeof one !== 'function') facts[name] = factsOf(one);
  }
  for (const name of ['description', 'context']) {
    const one = partOf(value, name);
    if (one !== undefined && depth < MAX_DEPTH) facts[name] = factsOf(one, depth + 1);
  }
  return facts;
}

/** A request refuses to tell some of its values at some times. */
function partOf(holder: object, name: string): unknown {
  try {
    return (holder as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}
