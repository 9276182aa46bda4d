import type { Capture, CodeEvent } from '../capture/capture';
import type { Unit } from '../protocol/unit';
import { packetsOf } from '../timeline/packets';
import { type ProgramNumber, SERVER } from './desk';

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

/** The program that ran this line. */
const programOfEvent = ({ end, client }: CodeEvent): ProgramNumber => (end === 'server' ? SERVER : client);

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
  const isOwn = (event: CodeEvent) =>
    programOfEvent(event) === program && event.run === run && event.line > 0;
  const about = selected ? packetsOf(capture).linesOf(selected) : [];
  if (about.length > 0) return about.filter(isOwn).map(litOf);
  const own = capture.code.filter(
    (event) => isOwn(event) && event.at <= nowMicros && nowMicros - event.at < LIT_MICROS,
  );
  const last = own.reduce((latest, { at }) => Math.max(latest, at), 0);
  const lit = new Map<number, LitLine>();
  for (const event of own) if (last - event.at <= MOMENT_MICROS) lit.set(event.line, litOf(event));
  return [...lit.values()];
}

function litOf({ kind, line, packets }: CodeEvent): LitLine {
  if (kind === 'emit' || kind === 'reply') return { line, how: packets.length > 0 ? 'sent' : 'ran' };
  return { line, how: kind === 'listener' || kind === 'answered' ? 'received' : 'ran' };
}

/** The lines of a run that have packets, which link to the stage. */
export function linkedLines(capture: Capture, program: ProgramNumber, run: number): readonly number[] {
  const lines = new Set<number>();
  for (const event of capture.code) {
    if (programOfEvent(event) === program && event.run === run && event.packets.length > 0)
      lines.add(event.line);
  }
  return [...lines].sort((a, b) => a - b);
}

/** The newest packet that this line sent or received; null until its bytes are here. */
export function packetOfLine(
  capture: Capture,
  program: ProgramNumber,
  run: number,
  line: number,
): Unit | null {
  const event = capture.code.findLast(
    (one) =>
      programOfEvent(one) === program && one.run === run && one.line === line && one.packets.length > 0,
  );
  const ref = event?.packets[0];
  return (ref && packetsOf(capture).unitOf(ref)) ?? null;
}

/** The newest uncaught error of this run, or why it was stopped, with its line. */
export function problemOf(
  capture: Capture,
  program: ProgramNumber,
  run: number,
): { line: number; message: string } | null {
  const event = capture.code.findLast(
    (one) =>
      programOfEvent(one) === program &&
      one.run === run &&
      (one.kind === 'uncaught' || one.kind === 'stopped'),
  );
  return event && event.line > 0 ? { line: event.line, message: event.text } : null;
}

/** A program's console, in order: output, errors and events. */
export function consoleOf(capture: Capture, program: ProgramNumber): readonly CodeEvent[] {
  return capture.code.filter((event) => programOfEvent(event) === program).sort((a, b) => a.at - b.at);
}
