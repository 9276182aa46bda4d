import type { Capture, CodeEvent } from '../capture/capture';
import type { ProgramNumber } from '../capture/code-event';

/** A console keeps this many lines; older ones leave. */
export const MAX_LINES = 1_000;

/** A line of a console: what its program did. The first of a run divides it from the run before. */
export interface ConsoleLine {
  readonly event: CodeEvent;
  /** Which run of its desk began here, from 1; null for every other line. */
  readonly begins: number | null;
}

/** What a console shows, oldest first. */
export interface ConsoleLines {
  readonly lines: readonly ConsoleLine[];
  /** How many came before these, and have left. */
  readonly gone: number;
}

/** Two numbers that change with a console: how many lines it has had by this instant, and how many packets came late. */
export function countLines(
  { programs }: Capture,
  program: ProgramNumber,
  runs: readonly number[],
  untilMicros: number,
): readonly [number, number] {
  let [lines, late] = [0, 0];
  for (const run of runs) {
    const log = programs.run(program, run);
    if (!log) continue;
    lines += log.gone + log.countUpTo(untilMicros);
    late += log.late;
  }
  return [lines, late];
}

/** The newest lines of these runs of a program, up to an instant. Reads no more events than it gives. */
export function consoleLines(
  { programs }: Capture,
  program: ProgramNumber,
  runs: readonly number[],
  untilMicros: number,
): ConsoleLines {
  const newestFirst: ConsoleLine[] = [];
  let gone = 0;
  for (let place = runs.length - 1; place >= 0; place--) {
    const log = programs.run(program, runs[place]!);
    if (!log) continue;
    const count = log.countUpTo(untilMicros);
    const first = Math.max(0, count - (MAX_LINES - newestFirst.length));
    for (let at = count - 1; at >= first; at--) {
      const event = log.events[at]!;
      newestFirst.push({ event, begins: event.kind === 'started' ? place + 1 : null });
    }
    gone += log.gone + first;
  }
  return { lines: newestFirst.reverse(), gone };
}
