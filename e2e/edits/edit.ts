/** What a student changes in the code of a step before running it, and what the lesson says then. */
export interface Edit {
  readonly what: string;
  /** In a program: a text, and what stands in its place. */
  readonly changes: readonly (readonly [program: string, from: string, to: string])[];
  /** It rests on what this run did, or says what is missing … */
  readonly says: RegExp;
  /** … and this would be false. */
  readonly never?: RegExp;
}

/** A step with code, and the likeliest edits of it. */
export interface EditedStep {
  /** `lesson?step=…` */
  readonly step: string;
  /** To the question before the code can run; null where there is none. */
  readonly answer: string | RegExp | null;
  readonly edits: readonly Edit[];
}

/** The prediction was about other code. */
export const NO_VERDICT = /(the wire|your run) (agrees|says this)/;

/** An edit at one place. */
export function edit(
  what: string,
  [program, from, to]: readonly [program: string, from: string, to: string],
  says: RegExp,
  never?: RegExp,
): Edit {
  return { what, changes: [[program, from, to]], says, ...(never && { never }) };
}
