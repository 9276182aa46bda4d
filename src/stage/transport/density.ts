import type { Decoder } from '../../protocol/decoder';
import { LAYERS } from '../../protocol/layers';
import type { LayerId } from '../../protocol/unit';
import type { Track } from '../../timeline';
import { shownLayer } from '../top';

/** What the bins tell apart, outside in. */
export const SHOWN_LAYERS: readonly LayerId[] = LAYERS.filter(({ joins }) => !joins).map(({ id }) => id);
/** Counts of one bin: each layer, from the client and from the server. */
export const KINDS = SHOWN_LAYERS.length * 2;

/** Fine enough for the bytes of a handshake to stand apart; doubled whenever the settled bins become too many. */
const FIRST_BIN_MICROS = 16;
const MOST_BINS = 4096;
/** Units counted in one go: more would be felt. */
const MOST_AT_ONCE = 25_000;
const UNKNOWN = -1;

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
  private readonly decoder: Decoder;
  private readonly track: Track;
  private settled = noBins();
  private epoch = 0;
  /** Per flight: its place among the counts of a bin. */
  private kinds = new Int16Array(1024).fill(UNKNOWN);

  constructor(decoder: Decoder, track: Track) {
    this.decoder = decoder;
    this.track = track;
  }

  /** All that has been counted by now; `isWhole` is false while there is more, to be had by asking again. */
  read(): { readonly bins: Bins; readonly isWhole: boolean } {
    const { track } = this;
    if (this.epoch !== track.epoch) this.settled = noBins();
    this.epoch = track.epoch;
    this.count(this.settled, Math.min(track.settled, this.settled.moments + MOST_AT_ONCE));
    while (this.settled.index.length > MOST_BINS) halve(this.settled);
    if (this.settled.moments < track.settled) return { bins: this.settled, isWhole: false };
    const { micros, index, counts, moments } = this.settled;
    const bins = { micros, index: index.slice(), counts: counts.slice(), moments };
    this.count(bins, track.moments.at.length);
    return { bins, isWhole: true };
  }

  private count(bins: Bins, end: number): void {
    const { at, ref } = this.track.moments;
    for (; bins.moments < end; bins.moments++) {
      const what = ref[bins.moments]!;
      if (what < 0 || what % 2 === 1) continue;
      const slice = Math.floor(at[bins.moments]! / bins.micros);
      if (bins.index.at(-1) !== slice) {
        bins.index.push(slice);
        for (let i = 0; i < KINDS; i++) bins.counts.push(0);
      }
      bins.counts[(bins.index.length - 1) * KINDS + this.kindOf(what / 2)]! += 1;
    }
  }

  private kindOf(flight: number): number {
    const known = this.kinds[flight];
    if (known !== undefined && known !== UNKNOWN) return known;
    const { unit } = this.track.flights[flight]!;
    const kind =
      SHOWN_LAYERS.indexOf(shownLayer(this.decoder, unit)) * 2 + (unit.sender === 'client' ? 0 : 1);
    // What it carries may still come.
    if (!unit.partial) this.remember(flight, kind);
    return kind;
  }

  private remember(flight: number, kind: number): void {
    if (flight >= this.kinds.length) {
      const more = new Int16Array(Math.max(flight + 1, this.kinds.length * 2)).fill(UNKNOWN);
      more.set(this.kinds);
      this.kinds = more;
    }
    this.kinds[flight] = kind;
  }
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
