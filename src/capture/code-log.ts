import type { PacketRef } from '../protocol/feed';
import type { CodeEvent } from './code-event';
import { CodeIndex } from './code-index';

/** What a line of code that ran costs besides its text. */
const CODE_BYTES = 200;
/** A program that emits 100 events a second reaches it after more than three minutes. */
const MAX_EVENTS = 20_000;
/** Of all texts together. */
const MAX_LETTERS = 8_000_000;
/** Old events leave when there is this much more, many at once: each is moved a few times at most. */
const SLACK = 1.25;

interface CodeBounds {
  readonly events: number;
  readonly letters: number;
}

/**
 * What programs did, with its index. It is bounded: the oldest events leave, except the texts of the programs that ran
 * last.
 */
export class CodeLog {
  /** By id. */
  readonly events: CodeEvent[] = [];
  readonly programs = new CodeIndex();
  readonly #bounds: CodeBounds;
  #letters = 0;
  #count = 0;

  constructor(bounds: CodeBounds = { events: MAX_EVENTS, letters: MAX_LETTERS }) {
    this.#bounds = bounds;
  }

  /** The memory that it takes, in bytes. */
  get takenBytes(): number {
    return this.events.length * CODE_BYTES + this.#letters;
  }

  /** An event with its id, which is not in the log yet. */
  name(event: Omit<CodeEvent, 'id'>): CodeEvent {
    return { ...event, id: this.#count };
  }

  add(event: CodeEvent): void {
    this.#count = event.id + 1;
    this.#letters += event.text.length;
    this.events.push(event);
    this.programs.add(event);
    this.#forget();
  }

  /** Whether the event is here. */
  addPackets(id: number, packets: readonly PacketRef[]): boolean {
    const place = this.#placeOf(id);
    const old = this.events[place];
    if (old?.id !== id) return false;
    const event = { ...old, packets: [...old.packets, ...packets] };
    this.events[place] = event;
    this.programs.replace(old, event);
    return true;
  }

  #forget(): void {
    const { events, letters } = this.#bounds;
    if (this.events.length <= events * SLACK && this.#letters <= letters * SLACK) return;
    const needed: CodeEvent[] = [];
    const gone = new Set<CodeEvent>();
    let old = 0;
    // What came last always stays, however long its text is.
    while (old < this.events.length - 1 && (this.events.length - old > events || this.#letters > letters)) {
      const event = this.events[old++]!;
      if (this.programs.isNeeded(event)) {
        needed.push(event);
        continue;
      }
      gone.add(event);
      this.#letters -= event.text.length;
    }
    this.events.splice(0, old, ...needed);
    this.programs.forget(gone);
  }

  /** The first place with this id or a later one. */
  #placeOf(id: number): number {
    let [from, to] = [0, this.events.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.events[middle]!.id < id) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
