import { clientOf, type Timetable } from '../../timeline';
import type { Guest } from '../../timeline/client-name';
import type { Program } from './program';

/** Guests that have a column each: as many as can be told apart. Of more, those that sent something last. */
export const NAMED_GUESTS = 5;
/** Columns do not change places more often than this. */
const STEADY_MICROS = 500_000;

/**
 * The columns of a class that joined this lab: a few by name, the rest together. Guests keep their columns until others have sent
 * something later.
 */
export class GuestLanes {
  readonly #timetable: Timetable;
  /** Whether this flight is only a sign of life. */
  readonly #isHeartbeat: (flight: number) => boolean;
  /** The connection whose guest is named in any case. */
  readonly #selected: () => number | null;
  readonly #lastOf = new Map<string, number>();
  readonly #programs = new Map<string, Program>();
  readonly #others: Program;
  #named: ReadonlySet<string> = new Set();
  #read = 0;
  #chosenAt = Number.NEGATIVE_INFINITY;

  constructor(timetable: Timetable, isHeartbeat: (flight: number) => boolean, selected: () => number | null) {
    this.#timetable = timetable;
    this.#isHeartbeat = isHeartbeat;
    this.#selected = selected;
    const count = () => this.#lastOf.size - this.#named.size;
    this.#others = {
      key: 'guests',
      // It grows while it is shown.
      get name() {
        return `and ${count()} more students`;
      },
      client: null,
      rank: 60,
      isShared: true,
    };
  }

  /** Takes what has come since, and chooses who is named. */
  refresh(): void {
    const { flights } = this.#timetable;
    for (; this.#read < flights.length; this.#read++) {
      const { unit } = flights[this.#read]!;
      if (unit.sender !== 'client') continue;
      const guest = this.#guestOf(unit.connection);
      if (guest && (!this.#lastOf.has(guest.id) || !this.#isHeartbeat(this.#read)))
        this.#lastOf.set(guest.id, this.#read);
    }
    this.#choose();
  }

  /** Whether another guest is to be named since something else was selected. */
  get isStale(): boolean {
    const id = this.#selectedId();
    return id !== null && this.#lastOf.has(id) && !this.#named.has(id);
  }

  /** The column of a guest. */
  programOf(guest: Guest): Program {
    // Its first request may have been complete only after it was read.
    if (!this.#lastOf.has(guest.id)) {
      this.#lastOf.set(guest.id, this.#read);
      this.#choose();
    }
    if (!this.#named.has(guest.id)) return this.#others;
    let program = this.#programs.get(guest.id);
    if (!program) {
      program = { key: `guest ${guest.id}`, name: guest.name, client: null, rank: 50 };
      this.#programs.set(guest.id, program);
    }
    return program;
  }

  #choose(): void {
    const newestAt = this.#timetable.moments.at.at(-1) ?? 0;
    const isSteady = this.#isCrowd && newestAt - this.#chosenAt < STEADY_MICROS && !this.isStale;
    if (isSteady && this.#named.size === NAMED_GUESTS) return;
    const selected = this.#selectedId();
    const byLast = [...this.#lastOf].sort(([a, one], [b, other]) => {
      return Number(b === selected) - Number(a === selected) || other - one;
    });
    this.#chosenAt = newestAt;
    this.#named = new Set(byLast.slice(0, this.#isCrowd ? NAMED_GUESTS : NAMED_GUESTS + 1).map(([id]) => id));
  }

  /** One more than there are columns for would be a crowd of one. */
  get #isCrowd(): boolean {
    return this.#lastOf.size > NAMED_GUESTS + 1;
  }

  #selectedId(): string | null {
    const connection = this.#selected();
    return connection === null ? null : (this.#guestOf(connection)?.id ?? null);
  }

  #guestOf(connection: number): Guest | null {
    const timeline = this.#timetable.timeline(connection);
    return timeline && clientOf(timeline) === 'guest' ? timeline.client!.guest : null;
  }
}
