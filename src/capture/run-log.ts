import type { PacketRef } from '../protocol/feed';
import type { CodeEvent } from './code-event';

/** What one run of a program did, by time. Made for readers; `RunLog` writes it. */
export interface ProgramRun {
  readonly run: number;
  /** What is still kept. Grows in place; old events leave at the front. */
  readonly events: readonly CodeEvent[];
  /** Events that have left. */
  readonly gone: number;
  /** How many events have got packets after they were recorded. */
  readonly late: number;
  /** Its text and the instant it began; null if that is not here. */
  readonly started: CodeEvent | null;
  /** How it ended; null while it runs. */
  readonly ended: CodeEvent | null;
  /** The newest uncaught error, or why it was stopped. */
  readonly problem: CodeEvent | null;
  /** The lines that have packets, in order: the same array until there is another line. */
  readonly linked: readonly number[];
  /** The newest packet that this line made, or that made it run. */
  packetOf(line: number): PacketRef | null;
  /** How many of `events` happened by this instant. */
  countUpTo(atMicros: number): number;
}

/** Takes each event once; every answer comes from what it has noted. */
export class RunLog implements ProgramRun {
  readonly run: number;
  readonly events: CodeEvent[] = [];
  gone = 0;
  late = 0;
  started: CodeEvent | null = null;
  ended: CodeEvent | null = null;
  problem: CodeEvent | null = null;
  linked: readonly number[] = [];
  readonly #newest = new Map<number, { readonly id: number; readonly packet: PacketRef }>();

  constructor(run: number) {
    this.run = run;
  }

  add(event: CodeEvent): void {
    const { at, kind } = event;
    let place = this.events.length;
    // Two clocks: an event may be a little older than the last.
    while (place > 0 && this.events[place - 1]!.at > at) place -= 1;
    if (place === this.events.length) this.events.push(event);
    else this.events.splice(place, 0, event);
    if (kind === 'started') this.started = event;
    else if (kind === 'ended' || kind === 'stopped') this.ended = event;
    if (kind === 'uncaught' || kind === 'stopped') this.problem = event;
    this.#link(event);
  }

  /** The same event, with packets that it made later. */
  replace(old: CodeEvent, event: CodeEvent): void {
    this.late += 1;
    let place = this.countUpTo(old.at) - 1;
    while (place >= 0 && this.events[place] !== old) place -= 1;
    if (place >= 0) this.events[place] = event;
    this.#link(event);
  }

  /** Lets go of these, the oldest. Their lines keep their links. */
  forget(events: ReadonlySet<CodeEvent>): void {
    let kept = 0;
    for (const event of this.events) if (!events.has(event)) this.events[kept++] = event;
    this.gone += this.events.length - kept;
    this.events.length = kept;
    if (this.started && events.has(this.started)) this.started = null;
  }

  packetOf(line: number): PacketRef | null {
    return this.#newest.get(line)?.packet ?? null;
  }

  countUpTo(atMicros: number): number {
    let [from, to] = [0, this.events.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.events[middle]!.at <= atMicros) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #link({ id, line, packets }: CodeEvent): void {
    const [packet] = packets;
    if (!packet) return;
    const newest = this.#newest.get(line);
    if (!newest) this.linked = [...this.linked, line].sort((a, b) => a - b);
    if (!newest || newest.id <= id) this.#newest.set(line, { id, packet });
  }
}
