import { type Core, makeCore } from './core';

/** What a program's engine offers. */
interface Native {
  readonly now: () => number;
  readonly check: (looks: number) => void;
  /** The text of what is called at this place of the program; empty when nothing is. */
  readonly calledAt: (line: number, column: number) => string;
}

/** What a program begins with. */
export interface ProgramSettings {
  readonly ops: number;
  readonly timers: number;
  readonly mark: readonly [number, number];
  /** Four 32-bit numbers that nobody can guess. */
  readonly seed: readonly number[];
  /** At the server's end: options of `new Server()` that come from the page, as far as the library itself reads them. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Parameters of the function around the bundle: see `server/programs/bundle.ts`. */
declare const native: Native;
declare const settings: ProgramSettings;

export const core: Core = makeCore(native, settings);
export const { settings: given, calledAt } = { settings, calledAt: native.calledAt };

/** A Socket.IO packet of the other end by its place, and its type. */
export interface Cause {
  readonly packet: { readonly sid: string; readonly sender: 'client' | 'server'; readonly ordinal: number };
  readonly type: string;
}

/** What the current work is done for: the packet that came, and the line that ordered it. */
interface Task {
  readonly cause: Cause | null;
  readonly line: number;
}

let cause: Cause | null = null;

/** The packet because of which the program runs now. */
export const causeNow = (): Cause | null => cause;

/** The work that follows is done because of this. */
export const setCause = (now: Cause | null): void => {
  cause = now;
};

/** Remembers what the current work is done for, to be taken up again later. */
export const taskNow = (): Task => ({ cause, line: core.lineNow() });

/** Does work that an earlier task ordered. */
export function inTask<Result>(task: Task, work: () => Result): Result {
  const before = cause;
  cause = task.cause;
  core.at(task.line);
  try {
    return work();
  } finally {
    cause = before;
  }
}

/** A bound of the lab, which is no mistake of the program. */
export class LabLimit extends Error {}

const told = new Set<string>();

/** Says something to the program's author, in the lab's name. */
export const warn = (text: string): void => void core.tell({ op: 'warn', text });

/** The same, once for each sentence. */
export function warnOnce(text: string): void {
  if (told.has(text) || told.size > 100) return;
  told.add(text);
  warn(text);
}
