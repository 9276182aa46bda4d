import * as v from 'valibot';

/** Limits that a schema takes from the server, by their names there. */
export type Bounds<Name extends string> = Readonly<Record<Name, number>>;

/** A whole number within bounds, for a member with a sentence of its own. */
export function range(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

/** A whole number within bounds. */
export function wholeNumber(name: string, least: number, most: number) {
  return v.message(range(least, most), `${name} is a whole number from ${least} to ${most}.`);
}

/** True or false. */
export function flag(name: string) {
  return v.boolean(`${name} is true or false.`);
}

/** The number of a connection, from 1. */
export function connectionNumber(sentence: string) {
  return v.message(range(1, Number.MAX_SAFE_INTEGER), sentence);
}

/**
 * The errors of an object schema itself: which JSON to send if it got something else, and for a missing member, that
 * member's sentence. `unknown` is for a member that a strict schema does not have.
 */
export function objectSentence(
  entries: v.ObjectEntries,
  example: string,
  unknown: (name: string) => string = (name) => `There is no "${name}" here.`,
) {
  return ({ path }: v.BaseIssue<unknown>): string => {
    if (!path) return `Send a JSON object, such as ${example}.`;
    const name = String(path[0].key);
    const member = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (!member) return unknown(name);
    return v.safeParse(member, undefined).issues?.[0].message ?? `${name} is missing.`;
  };
}
