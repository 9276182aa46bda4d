import type { Decoder } from '../../protocol/decoder';
import { LAYERS } from '../../protocol/layers';
import type { LayerId } from '../../protocol/unit';
import type { Timetable } from '../../timeline';
import { shownLayer } from '../innermost';

/** The layers of a bin, outside in. */
export const SHOWN_LAYERS: readonly LayerId[] = LAYERS.filter(({ joins }) => !joins).map(({ id }) => id);
/** Counts of one bin: each layer, from the client and from the server. */
export const KINDS = SHOWN_LAYERS.length * 2;

/** Fine enough to separate the bytes of a handshake; doubled whenever there are too many settled bins. */
const FIRST_BIN_MICROS = 16;
const MAX_BINS = 4096;
/** Units counted at once: more is noticeable. */
const MAX_UNITS_AT_ONCE = 25_000;
const UNKNOWN = -1;

/** Units per slice of time; empty slices are not kept. */
export interface Bins {
  micros: number;
  /** The slices, counted from capture time 0; ascending. */
  index: number[];
  /** `KINDS` counts for each. */
  counts: number[];
  /** Moments of the timetable counted so far. */
  moments: number;
}

/** How much was sent when, by layer and direction. The settled part is counted once. */
export class Density {
  readonly #decoder: Decoder;
  readonly #timetable: Timetable;
  #settled = noBins();
  #epoch = 0;
  /** Per flight: its index in the counts of a bin. */
  #kinds = new Int16Array(1024).fill(UNKNOWN);

  constructor(decoder: Decoder, timetable: Timetable) {
    this.#decoder = decoder;
    this.#timetable = timetable;
  }

  /** All that has been counted so far; while `isWhole` is false, call again for more. */
  read(): { readonly bins: Bins; readonly isWhole: boolean } {
    const timetable = this.#timetable;
    if (this.#epoch !== timetable.epoch) this.#settled = noBins();
    this.#epoch = timetable.epoch;
    this.#count(this.#settled, Math.min(timetable.settled, this.#settled.moments + MAX_UNITS_AT_ONCE));
    while (this.#settled.index.length > MAX_BINS) halve(this.#settled);
    if (this.#settled.moments < timetable.settled) return { bins: this.#settled, isWhole: false };
    const { micros, index, counts, moments } = this.#settled;
    const bins = { micros, index: index.slice(), counts: counts.slice(), moments };
    this.#count(bins, timetable.moments.at.length);
    return { bins, isWhole: true };
  }

  #count(bins: Bins, end: number): void {
    const { at, ref } = this.#timetable.moments;
    for (; bins.moments < end; bins.moments++) {
      const what = ref[bins.moments]!;
      if (what < 0 || what % 2 === 1) continue;
      const slice = Math.floor(at[bins.moments]! / bins.micros);
      if (bins.index.at(-1) !== slice) {
        bins.index.push(slice);
        for (let i = 0; i < KINDS; i++) bins.counts.push(0);
      }
      bins.counts[(bins.index.length - 1) * KINDS + this.#kindOf(what / 2)]! += 1;
    }
  }

  #kindOf(flight: number): number {
    const known = this.#kinds[flight];
    if (known !== undefined && known !== UNKNOWN) return known;
    const { unit } = this.#timetable.flights[flight]!;
    const kind =
      SHOWN_LAYERS.indexOf(shownLayer(this.#decoder, unit)) * 2 + (unit.sender === 'client' ? 0 : 1);
    // Its content may still come.
    if (!unit.partial) this.#remember(flight, kind);
    return kind;
  }

  #remember(flight: number, kind: number): void {
    if (flight >= this.#kinds.length) {
      const more = new Int16Array(Math.max(flight + 1, this.#kinds.length * 2)).fill(UNKNOWN);
      more.set(this.#kinds);
      this.#kinds = more;
    }
    this.#kinds[flight] = kind;
  }
}

/** Joins neighbours, about halving the bins. */
function halve(bins: Bins): void {
  const index: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < bins.index.length; i++) {
    const slice = Math.floor(bins.index[i]! / 2);
    if (index.at(-1) !== slice) {
      index.push(slice);
      for (let kind = 0; kind < KINDS; kind++) counts.push(0);
    }
    const to = (index.length - 1) * KINDS;
    for (let kind = 0; kind < KINDS; kind++) counts[to + kind]! += bins.counts[i * KINDS + kind]!;
  }
  bins.micros *= 2;
  bins.index = index;
  bins.counts = counts;
}

function noBins(): Bins {
  return { micros: FIRST_BIN_MICROS, index: [], counts: [], moments: 0 };
}
