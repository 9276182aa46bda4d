import type { Timetable } from '../../timeline';

/** Silence from here on may be folded; the ladder folds the same. */
const FOLD_MICROS = 250_000;

interface Place {
  /** Moments taken in. */
  count: number;
  stretches: number;
  flying: number;
  lastAt: number;
}

/** When something happened: stretches of time without a long silence in them. What is settled is read once. */
export class Stretches {
  /** Microseconds, in order. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #timetable: Timetable;
  #settled = start();
  #epoch = 0;
  #revision = -2;

  constructor(timetable: Timetable) {
    this.#timetable = timetable;
  }

  /** Takes in what the timetable has got since. */
  update(): void {
    const timetable = this.#timetable;
    if (this.#revision === timetable.revision) return;
    this.#revision = timetable.revision;
    if (this.#epoch !== timetable.epoch) this.#settled = start();
    this.#epoch = timetable.epoch;
    this.starts.length = this.#settled.stretches;
    this.ends.length = this.#settled.stretches;
    if (this.#settled.stretches > 0) this.ends[this.#settled.stretches - 1] = this.#settled.lastAt;
    this.#read(this.#settled, timetable.settled);
    this.#read({ ...this.#settled }, timetable.moments.at.length);
  }

  #read(place: Place, end: number): void {
    const { at, ref } = this.#timetable.moments;
    for (; place.count < end; place.count++) {
      const now = at[place.count]!;
      const isSilence = place.flying === 0 && now - place.lastAt >= FOLD_MICROS;
      if (place.stretches === 0 || isSilence) {
        this.starts.push(now);
        this.ends.push(now);
        place.stretches++;
      } else {
        this.ends[place.stretches - 1] = now;
      }
      place.lastAt = now;
      if (ref[place.count]! >= 0) place.flying += ref[place.count]! % 2 === 0 ? 1 : -1;
    }
  }
}

function start(): Place {
  return { count: 0, stretches: 0, flying: 0, lastAt: 0 };
}
