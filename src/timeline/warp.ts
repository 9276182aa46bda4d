import { countUpTo } from './moments';
import type { Speed } from './playback';
import type { Timetable } from './timetable';

/**
 * Maps capture time (microseconds) to stage time (milliseconds of watching) and back. It decides how fast things move,
 * never which time is written beside them.
 */
export interface Warp {
  toStage(atMicros: number): number;
  toCapture(stageMs: number): number;
  /** When the flight leaves and lands, in stage time. */
  leaveOf(flight: number): number;
  landOf(flight: number): number;
  /** The stage time of a usual flight that the lab lengthens by `addedMicros`. */
  flightMs(addedMicros: number): number;
}

/** The least flight time of a unit in `explain`, outside a burst: time to read its label. */
export const READING_MS = 900;
/** In `explain`, longer silence is shortened to this. */
export const FOLD_MS = 600;
/** The pause before a reply that follows at once, so that it is seen as a second thing. */
const BREATH_MS = 140;
/** Between two units that leave while others fly. */
const SPACING_MS = 260;
/** Units within this time are one burst, even if each arrives before the next one leaves. */
const BURST_GAP_MS = 50;
/** From this many units on, a burst speeds up, so that a thousand take seconds. */
const BURST = 8;
/** Nobody reads more than this many in a burst: after them flights also get faster, so that a burst ends. */
const READABLE = 16;

/** Stage time that passes in a unit of time at each speed but *explain*. */
export const RATES: Readonly<Record<Exclude<Speed, 'explain'>, number>> = { real: 1, half: 0.5, tenth: 0.1 };

export function createWarp(speed: Speed, timetable: Timetable): Warp {
  return speed === 'explain' ? new ExplainWarp(timetable) : linearWarp(RATES[speed], timetable);
}

function linearWarp(rate: number, timetable: Timetable): Warp {
  const toStage = (atMicros: number) => atMicros / 1000 / rate;
  return {
    toStage,
    toCapture: (stageMs) => stageMs * 1000 * rate,
    leaveOf: (flight) => toStage(timetable.leaveAt[flight]!),
    landOf: (flight) => toStage(timetable.landAt[flight]!),
    flightMs: toStage,
  };
}

interface Place {
  count: number;
  stage: number;
  at: number;
  flying: number;
  burst: number;
}

/** Every flight gets time to be read, and silence is folded: piecewise linear between moments. */
class ExplainWarp implements Warp {
  readonly #stage: number[] = [];
  readonly #leave: number[] = [];
  readonly #land: number[] = [];
  readonly #timetable: Timetable;
  #settled: Place = start();
  #epoch = -1;
  #revision = -2;

  constructor(timetable: Timetable) {
    this.#timetable = timetable;
  }

  /** Reads what is new in the timetable. */
  #update(): void {
    if (this.#revision === this.#timetable.revision) return;
    this.#revision = this.#timetable.revision;
    if (this.#epoch !== this.#timetable.epoch) this.#settled = start();
    this.#epoch = this.#timetable.epoch;
    this.#lay(this.#settled, this.#timetable.settled);
    this.#lay({ ...this.#settled }, this.#timetable.moments.at.length);
  }

  toStage(atMicros: number): number {
    this.#update();
    const { at } = this.#timetable.moments;
    const after = countUpTo(at, atMicros);
    if (after === 0) return (atMicros - (at[0] ?? 0)) / 1000;
    const from = this.#stage[after - 1]!;
    if (after === at.length) return from + (atMicros - at[after - 1]!) / 1000;
    const share = (atMicros - at[after - 1]!) / (at[after]! - at[after - 1]!);
    return from + share * (this.#stage[after]! - from);
  }

  toCapture(stageMs: number): number {
    this.#update();
    const { at } = this.#timetable.moments;
    const after = countUpTo(this.#stage, stageMs);
    if (after === 0) return (at[0] ?? 0) + stageMs * 1000;
    const from = this.#stage[after - 1]!;
    if (after === at.length) return at[after - 1]! + (stageMs - from) * 1000;
    const share = (stageMs - from) / (this.#stage[after]! - from);
    return at[after - 1]! + share * (at[after]! - at[after - 1]!);
  }

  leaveOf(flight: number): number {
    this.#update();
    return this.#leave[flight]!;
  }

  landOf(flight: number): number {
    this.#update();
    return this.#land[flight]!;
  }

  flightMs(): number {
    return READING_MS;
  }

  /** Advances `place` to the moment `end`, giving each its stage time. */
  #lay(place: Place, end: number): void {
    const { at, ref } = this.#timetable.moments;
    this.#stage.length = Math.max(place.count, Math.min(this.#stage.length, end));
    for (; place.count < end; place.count++) {
      const now = at[place.count]!;
      const gapMs = place.count === 0 ? 0 : (now - place.at) / 1000;
      this.#pass(place, gapMs, ref[place.count]!);
      place.at = now;
      this.#stage[place.count] = place.stage;
    }
  }

  #pass(place: Place, gapMs: number, ref: number): void {
    const isBusy = place.flying > 0;
    const spacing = SPACING_MS * Math.min(1, BURST / (place.burst + 1));
    // Squared: the sum over an endless burst is finite.
    const haste = Math.min(1, READABLE / (place.burst + 1)) ** 2;
    if (ref < 0) {
      place.stage += Math.min(isBusy ? BREATH_MS : FOLD_MS, gapMs);
    } else if (ref % 2 === 0) {
      place.burst = isBusy || gapMs < BURST_GAP_MS ? place.burst + 1 : 1;
      place.stage += isBusy ? spacing : Math.min(FOLD_MS, Math.max(BREATH_MS * haste, gapMs));
      place.flying++;
      this.#leave[ref / 2] = place.stage;
    } else {
      place.flying--;
      const flight = (ref - 1) / 2;
      place.stage = Math.max(place.stage + spacing / 4, this.#leave[flight]! + READING_MS * haste);
      this.#land[flight] = place.stage;
    }
  }
}

function start(): Place {
  return { count: 0, stage: 0, at: 0, flying: 0, burst: 0 };
}
