import * as v from 'valibot';
import { type ProgramOptions, programOptions } from '../../src/protocol/messages/program-options';
import type { Limits } from '../limits';

/** Options that are used, and a sentence for each that cannot be. */
export interface ReadOptions {
  readonly options: ProgramOptions;
  readonly ignored: readonly string[];
}

/**
 * Reads options as a program, or a page, gives them: what can be done here, and a sentence for each that cannot.
 */
export function readServerOptions(given: unknown, limits: Limits): ReadOptions {
  const { entries } = programOptions(limits);
  const options: Record<string, unknown> = {};
  const ignored: string[] = [];
  if (typeof given !== 'object' || given === null) return { options: {}, ignored };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(entries, name)) {
      ignored.push(WHY.get(name) ?? `The option ${name.slice(0, 40)} does nothing here.`);
      continue;
    }
    const read = v.safeParse(entries[name as keyof typeof entries], value, { abortEarly: true });
    if (read.success) options[name] = read.output;
    else ignored.push(read.issues[0].message);
  }
  return { options, ignored };
}

const WHY: ReadonlyMap<string, string> = new Map([
  [
    'cors',
    'The option cors does nothing here: page and server have the same origin. In a project with two origins you need it.',
  ],
  ['path', 'The option path does nothing here: the lab has an address of its own.'],
]);
