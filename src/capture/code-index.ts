import type { PacketRef } from '../protocol/feed';
import { type CodeEvent, type ProgramNumber, programOf, SERVER } from './code-event';
import { type ProgramRun, RunLog } from './run-log';

/** What programs did, by program and run and by packet. Readers ask it, and never go over all events. */
export interface Programs {
  /** Whether a program has run at the server. */
  readonly hasServer: boolean;
  /** A run of a program, from 1; undefined before its first event. */
  run(program: ProgramNumber, run: number): ProgramRun | undefined;
  /** The newest run of a program; undefined before its first. */
  newest(program: ProgramNumber): ProgramRun | undefined;
  /** Grows with everything that is recorded of this program. */
  revisionOf(program: ProgramNumber): number;
  /** The lines that made this packet, or that it made run, at both ends, in order. */
  linesOf(packet: PacketRef): readonly CodeEvent[];
}

interface Program {
  readonly runs: Map<number, RunLog>;
  newest: RunLog;
  revision: number;
}

const NONE: readonly CodeEvent[] = [];

/** Takes each event once, when it is recorded. */
export class CodeIndex implements Programs {
  readonly #programs = new Map<ProgramNumber, Program>();
  readonly #lines = new Map<string, readonly CodeEvent[]>();

  get hasServer(): boolean {
    return this.#programs.has(SERVER);
  }

  run(program: ProgramNumber, run: number): ProgramRun | undefined {
    return this.#programs.get(program)?.runs.get(run);
  }

  newest(program: ProgramNumber): ProgramRun | undefined {
    return this.#programs.get(program)?.newest;
  }

  revisionOf(program: ProgramNumber): number {
    return this.#programs.get(program)?.revision ?? 0;
  }

  linesOf(packet: PacketRef): readonly CodeEvent[] {
    return this.#lines.get(keyOf(packet)) ?? NONE;
  }

  add(event: CodeEvent): void {
    this.#logOf(event).add(event);
    for (const packet of event.packets) this.#file(packet, event);
  }

  /** `event` replaces `old`: it has more packets. */
  replace(old: CodeEvent, event: CodeEvent): void {
    this.#logOf(event).replace(old, event);
    for (const packet of old.packets) this.#unfile(packet, (line) => line === old);
    for (const packet of event.packets) this.#file(packet, event);
  }

  /** Whether this event is needed for as long as its run is its program's newest: it has the text. */
  isNeeded({ kind, run, end, client }: CodeEvent): boolean {
    return kind === 'started' && this.newest(programOf({ end, client }))?.run === run;
  }

  forget(events: ReadonlySet<CodeEvent>): void {
    const logs = new Set<RunLog>();
    for (const event of events) {
      logs.add(this.#logOf(event));
      for (const packet of event.packets) this.#unfile(packet, (line) => events.has(line));
    }
    for (const log of logs) log.forget(events);
  }

  #logOf({ end, client, run }: CodeEvent): RunLog {
    const number = programOf({ end, client });
    let program = this.#programs.get(number);
    if (!program) {
      const newest = new RunLog(run);
      program = { runs: new Map([[run, newest]]), newest, revision: 0 };
      this.#programs.set(number, program);
    }
    program.revision += 1;
    let log = program.runs.get(run);
    if (!log) {
      log = new RunLog(run);
      program.runs.set(run, log);
      if (run > program.newest.run) program.newest = log;
    }
    return log;
  }

  #file(packet: PacketRef, event: CodeEvent): void {
    const key = keyOf(packet);
    const lines = this.#lines.get(key);
    this.#lines.set(key, lines ? [...lines, event].sort(inOrder) : [event]);
  }

  #unfile(packet: PacketRef, isGone: (event: CodeEvent) => boolean): void {
    const key = keyOf(packet);
    const left = this.#lines.get(key)?.filter((event) => !isGone(event)) ?? NONE;
    if (left.length > 0) this.#lines.set(key, left);
    else this.#lines.delete(key);
  }
}

/** The sending line comes before the lines that it made run, whatever the two clocks say. */
const inOrder = (a: CodeEvent, b: CodeEvent) => Number(!isSending(a)) - Number(!isSending(b)) || a.at - b.at;

const isSending = ({ kind }: CodeEvent) => kind === 'emit' || kind === 'reply';

const keyOf = ({ sid, sender, ordinal }: PacketRef) => `${sid} ${sender} ${ordinal}`;
