import type { Decoder } from '../../protocol/decoder';
import type { LayerId } from '../../protocol/unit';
import type { Track, Warp } from '../../timeline';
import { topOf } from '../top';

/** The marks of one layer, as an SVG path in a box 1000 wide; up for the client, down for the server. */
export interface Ticks {
  readonly layer: LayerId;
  readonly path: string;
}

const MOST_BINS = 256;
const FIRST_BIN_MS = 20;
const SHORTEST = 9;
const LONGEST = 15;

interface Bins {
  /** How many moments of the timetable are counted. */
  moments: number;
  /** Stage time of one bin; doubled whenever they would become too many. */
  binMs: number;
  /** Per layer: client and server in turns, bin by bin. */
  readonly counts: Map<LayerId, Uint32Array>;
}

/** The density of all that has happened, per layer and direction, in stage time. What is settled is counted once. */
export class Overview {
  private readonly decoder: Decoder;
  private readonly track: Track;
  private readonly warp: Warp;
  private settled = noBins();
  private epoch = 0;

  constructor(decoder: Decoder, track: Track, warp: Warp) {
    this.decoder = decoder;
    this.track = track;
    this.warp = warp;
  }

  /** Where the line starts and how long it is, in stage time. */
  get start(): number {
    return this.warp.toStage(this.track.moments.at[0] ?? 0);
  }

  get lengthMs(): number {
    return Math.max(1, this.warp.toStage(this.track.endAt) - this.start);
  }

  ticks(): readonly Ticks[] {
    if (this.epoch !== this.track.epoch) this.settled = noBins();
    this.epoch = this.track.epoch;
    this.fit(this.settled);
    this.count(this.settled, this.track.settled);
    const all = {
      ...this.settled,
      counts: new Map([...this.settled.counts].map(([layer, n]) => [layer, n.slice()])),
    };
    this.count(all, this.track.moments.at.length);
    return [...all.counts].map(([layer, counts]) => ({ layer, path: this.path(counts, all.binMs) }));
  }

  /** Joins neighbours until everything that has happened fits. */
  private fit(bins: Bins): void {
    while (this.lengthMs / bins.binMs >= MOST_BINS) {
      bins.binMs *= 2;
      for (const counts of bins.counts.values()) {
        for (let i = 0; i < MOST_BINS; i++) {
          const from = (i >> 1) * 4 + (i & 1);
          counts[i] = counts[from]! + counts[from + 2]!;
        }
        counts.fill(0, MOST_BINS);
      }
    }
  }

  private count(bins: Bins, end: number): void {
    const { start } = this;
    const { ref } = this.track.moments;
    for (; bins.moments < end; bins.moments++) {
      const what = ref[bins.moments]!;
      if (what < 0 || what % 2 === 1) continue;
      const { unit } = this.track.flights[what / 2]!;
      const bin = Math.floor((this.warp.leaveOf(what / 2) - start) / bins.binMs);
      const at = Math.min(MOST_BINS - 1, Math.max(0, bin)) * 2 + (unit.sender === 'client' ? 0 : 1);
      this.countsOf(bins, topOf(this.decoder, unit).layer)[at]! += 1;
    }
  }

  private countsOf(bins: Bins, layer: LayerId): Uint32Array {
    let counts = bins.counts.get(layer);
    if (!counts) {
      counts = new Uint32Array(MOST_BINS * 2);
      bins.counts.set(layer, counts);
    }
    return counts;
  }

  private path(counts: Uint32Array, binMs: number): string {
    let path = '';
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i]!;
      if (count === 0) continue;
      const x = Math.min(1000, (((i >> 1) * binMs) / this.lengthMs) * 1000).toFixed(1);
      const tall = Math.min(LONGEST, SHORTEST + Math.log2(count) * 1.2).toFixed(1);
      path += i % 2 === 0 ? `M${x} -1V-${tall}` : `M${x} 1V${tall}`;
    }
    return path;
  }
}

function noBins(): Bins {
  return { moments: 0, binMs: FIRST_BIN_MS, counts: new Map() };
}
