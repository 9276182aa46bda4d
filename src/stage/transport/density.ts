import type { Decoder } from '../../protocol/decoder';
import type { LayerId } from '../../protocol/unit';
import type { Timetable } from '../../timeline';
import { innermostOf } from '../innermost';

/** What the bins tell apart, outside in; a message is WebSocket's. */
export const SHOWN_LAYERS = ['tcp', 'http', 'websocket', 'engine.io', 'socket.io'] as const;
/** Counts of one bin: each layer, from the client and from the server. */
export const KINDS = SHOWN_LAYERS.length * 2;

/** Fine enough for the bytes of a handshake to stand apart; doubled whenever the settled bins become too many. */
const FIRST_BIN_MICROS = 16;
const MAX_BINS = 4096;
/** Units counted in one go: more would be felt. */
const MAX_UNITS_AT_ONCE = 25_000;
const UNKNOWN = 255;

/** Units per slice of time; slices in which nothing was sent are not kept. */
export interface Bins {
  micros: number;
  /** Which slice, counted from capture time 0; rising. */
  index: number[];
  /** `KINDS` counts for each. */
  counts: number[];
  /** Moments of the timetable that are counted. */
  moments: number;
}

/** How much was sent when, per layer and direction. What is settled is counted once. */
export class Density {
  readonly #decoder: Decoder;
  readonly #timetable: Timetable;
  #settled = noBins();
  #epoch = 0;
  /** Per flight: its place among the counts of a bin. */
  #kinds = new Uint8Array(1024).fill(UNKNOWN);

  constructor(decoder: Decoder, timetable: Timetable) {
    this.#decoder = decoder;
    this.#timetable = timetable;
  }

  /** All that has been counted by now; `isWhole` is false while there is more, to be had by asking again. */
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
    const kind = placeOf(innermostOf(this.#decoder, unit).layer) * 2 + (unit.sender === 'client' ? 0 : 1);
    // What it carries may still come.
    if (!unit.partial) this.#remember(flight, kind);
    return kind;
  }

  #remember(flight: number, kind: number): void {
    if (flight >= this.#kinds.length) {
      const more = new Uint8Array(Math.max(flight + 1, this.#kinds.length * 2)).fill(UNKNOWN);
      more.set(this.#kinds);
      this.#kinds = more;
    }
    this.#kinds[flight] = kind;
  }
}

function placeOf(layer: LayerId): number {
  return SHOWN_LAYERS.indexOf(layer === 'message' ? 'websocket' : layer);
}

/** Joins neighbours: half as many bins, or nearly. */
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
