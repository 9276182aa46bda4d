import { format } from 'node:util';

/** Something that no traffic may cause. */
export interface Harm {
  readonly kind: string;
  readonly detail: string;
}

/** Notes exceptions that escape from their request, connection, lab or program, and errors that the server prints. */
export interface HarmWatch {
  note(kind: string, detail: unknown): void;
  /** Something was noted since the last call of `take`. */
  readonly isHarmed: boolean;
  /** What was noted since the last call. */
  take(): Harm[];
  close(): void;
}

/** A stack trace or a path in the file system: no client should see either. */
const INSIDE = /node_modules|\n\s+at [^\n]+:\d+:\d+|file:\/\/\/[a-z]+\/[^\n]+\.[mc]?[jt]s/;

/** Watches this process until it is closed. */
export function watchForHarm(): HarmWatch {
  let harms: Harm[] = [];
  const note = (kind: string, detail: unknown) => {
    harms.push({ kind, detail: detail instanceof Error ? (detail.stack ?? String(detail)) : String(detail) });
  };
  const thrown = (error: unknown) => note('uncaught exception', error);
  const rejected = (error: unknown) => note('unhandled rejection', error);
  // A listener that is added again and again is the beginning of a leak.
  const warned = (warning: Error) => note('warning', warning);
  const { error: written } = console;
  console.error = (...parts: unknown[]) => note('line of error', format(...parts));
  process.on('uncaughtException', thrown).on('unhandledRejection', rejected).on('warning', warned);
  return {
    note,
    get isHarmed() {
      return harms.length > 0;
    },
    take() {
      const taken = harms;
      harms = [];
      return taken;
    },
    close() {
      console.error = written;
      process.off('uncaughtException', thrown).off('unhandledRejection', rejected).off('warning', warned);
    },
  };
}

/** What an answer reveals of the inside of the server, or null. */
export function insideShown(text: string, cwd: string): string | null {
  const found = text.includes(cwd) ? cwd : INSIDE.exec(text)?.[0];
  return found ? text.slice(0, 2000) : null;
}
