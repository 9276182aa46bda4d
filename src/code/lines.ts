import type { Capture, CodeEvent } from '../capture/capture';
import { type ProgramNumber, programOf } from '../capture/code-event';
import type { ProgramRun } from '../capture/run-log';
import type { Unit } from '../protocol/unit';
import { packetsOf } from '../timeline/packets';

/** A lit line. */
export interface LitLine {
  readonly line: number;
  /** `sent`: it sent a packet; `received`: a packet made it run; `ran`: neither. */
  readonly how: 'sent' | 'received' | 'ran';
}

/** A line stays lit this long after it ran, unless another one runs, in microseconds of capture time. */
const LIT_MICROS = 1_500_000;
/** Lines that ran within this are simultaneous. */
const MOMENT_MICROS = 20_000;

/**
 * The lit lines of a program: those about the selected unit, if code is about it; else the last that ran before the
 * playhead.
 */
export function litLines(
  capture: Capture,
  program: ProgramNumber,
  run: number,
  nowMicros: number,
  selected: Unit | null,
): readonly LitLine[] {
  const about = selected ? packetsOf(capture).linesOf(selected) : [];
  if (about.length > 0) {
    return about
      .filter((event) => programOf(event) === program && event.run === run && event.line > 0)
      .map(litOf);
  }
  const log = capture.programs.run(program, run);
  return log ? litBefore(log, nowMicros) : [];
}

/** The lines that ran in the last moment before this instant, in order. */
function litBefore(log: ProgramRun, nowMicros: number): readonly LitLine[] {
  const lit: CodeEvent[] = [];
  let lastAt: number | null = null;
  for (let place = log.countUpTo(nowMicros) - 1; place >= 0; place--) {
    const event = log.events[place]!;
    if (nowMicros - event.at >= LIT_MICROS) break;
    if (event.line === 0) continue;
    lastAt ??= event.at;
    if (lastAt - event.at > MOMENT_MICROS) break;
    lit.push(event);
  }
  // The same line again: as it ran last.
  return [...new Map(lit.reverse().map((event) => [event.line, litOf(event)])).values()];
}

function litOf({ kind, line, packets }: CodeEvent): LitLine {
  if (kind === 'emit' || kind === 'reply') return { line, how: packets.length > 0 ? 'sent' : 'ran' };
  return { line, how: kind === 'listener' || kind === 'answered' ? 'received' : 'ran' };
}

const NO_LINES: readonly number[] = [];

/** The lines of a run that have packets, which link to the stage. */
export const linkedLines = (log: ProgramRun | undefined): readonly number[] => log?.linked ?? NO_LINES;

/** The newest packet that this line sent or received; null until its bytes are here. */
export function packetOfLine(capture: Capture, log: ProgramRun | undefined, line: number): Unit | null {
  const ref = log?.packetOf(line);
  return (ref && packetsOf(capture).unitOf(ref)) ?? null;
}

/** The newest uncaught error of this run, or why it was stopped, with its line. */
export function problemOf(log: ProgramRun | undefined): { line: number; message: string } | null {
  const event = log?.problem;
  return event && event.line > 0 ? { line: event.line, message: event.text } : null;
}
