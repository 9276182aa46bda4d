import type { Capture } from '../capture/capture';
import type { ConnectionTimeline } from './connection-timeline';

/** A program connects in its first lines: a call this soon after its start is taken for its own until packets tell. */
const FIRST_LINES_MICROS = 200_000;

/**
 * Which student's program each connection belongs to. A page says so with its calls. A program is known by the packets of its
 * lines, which name their session; a session leads to the call that opened it, and so to all its connections.
 */
export class ClientPrograms {
  readonly #capture: Capture;
  readonly #bySession = new Map<string, number>();
  readonly #byOpener = new Map<number, number>();
  /** The starts of programs, in order. */
  readonly #starts: { readonly at: number; readonly client: number }[] = [];
  #callsRead = 0;
  /** The newest event that has been read: events leave the capture at its front. */
  #newest = -1;

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /** The number of the program, from 1; null while no program is known for it. */
  numberOf({ connection: { openedBy }, sessions }: ConnectionTimeline): number | null {
    this.#read();
    for (const { sid } of sessions) {
      const number = this.#bySession.get(sid);
      if (number === undefined) continue;
      if (openedBy !== null) this.#byOpener.set(openedBy, number);
      return number;
    }
    if (openedBy === null) return null;
    return this.#byOpener.get(openedBy) ?? this.#startedBefore(openedBy);
  }

  #startedBefore(opener: number): number | null {
    if (this.#starts.length === 0) return null;
    const call = this.#capture.calls.find(({ id }) => id === opener);
    if (call?.kind !== 'io') return null;
    const start = this.#starts.findLast(({ at }) => at <= call.at);
    return start && call.at - start.at < FIRST_LINES_MICROS ? start.client : null;
  }

  #read(): void {
    const { code, calls } = this.#capture;
    for (; this.#callsRead < calls.length; this.#callsRead++) {
      const { id, client } = calls[this.#callsRead]!;
      if (client !== undefined) this.#byOpener.set(id, client);
    }
    let index = code.length;
    while (index > 0 && code[index - 1]!.id > this.#newest) index--;
    for (; index < code.length; index++) {
      const { id, at, end, kind, client, packets } = code[index]!;
      this.#newest = id;
      if (end !== 'client') continue;
      if (kind === 'started') this.#starts.push({ at, client });
      for (const { sid } of packets) this.#bySession.set(sid, client);
    }
  }
}

const programs = new WeakMap<Capture, ClientPrograms>();

/** The programs of this capture's connections. One per capture. */
export function clientProgramsOf(capture: Capture): ClientPrograms {
  let known = programs.get(capture);
  if (!known) {
    known = new ClientPrograms(capture);
    programs.set(capture, known);
  }
  return known;
}
