import { countUpTo, countWhile } from './moments';
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
/** A story is told in this time, or in as long as it really took. */
export const TOLD_MS = 5_500;
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

/**
 * What the stage tells in one go: from a moment at which it had nothing left to tell, to the next such moment. Told at
 * its natural pace it may take long, so all of it is told faster.
 */
interface Story {
  /** The stage time of its first moment. */
  readonly stage: number;
  /** When it began and has got to, microseconds. */
  readonly from: number;
  until: number;
  /** How long it takes at its natural pace, milliseconds. */
  naturalMs: number;
}

interface Place {
  /** How many moments have been laid out. */
  count: number;
  flying: number;
  burst: number;
  /** How many stories have begun, and the last one. */
  stories: number;
  story: Story;
}

/**
 * Every flight gets time to be read, silence is folded, and a long story is told faster: piecewise linear between
 * moments.
 */
class ExplainWarp implements Warp {
  readonly #stories: Story[] = [];
  /** By moment: its story, and its natural time since that began. */
  readonly #storyOf: number[] = [];
  readonly #natural: number[] = [];
  /** By flight: the moments at which it leaves and lands. */
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
    this.#settled = this.#lay(this.#settled, this.#timetable.settled);
    this.#lay(this.#settled, this.#timetable.moments.at.length);
  }

  toStage(atMicros: number): number {
    this.#update();
    const { at } = this.#timetable.moments;
    const after = countUpTo(at, atMicros);
    if (after === 0) return (atMicros - (at[0] ?? 0)) / 1000;
    const from = this.#stageOf(after - 1);
    if (after === at.length) return from + (atMicros - at[after - 1]!) / 1000;
    const share = (atMicros - at[after - 1]!) / (at[after]! - at[after - 1]!);
    return from + share * (this.#stageOf(after) - from);
  }

  toCapture(stageMs: number): number {
    this.#update();
    const { at } = this.#timetable.moments;
    const after = countWhile(at.length, (moment) => this.#stageOf(moment) <= stageMs);
    if (after === 0) return (at[0] ?? 0) + stageMs * 1000;
    const from = this.#stageOf(after - 1);
    if (after === at.length) return at[after - 1]! + (stageMs - from) * 1000;
    const share = (stageMs - from) / (this.#stageOf(after) - from);
    return at[after - 1]! + share * (at[after]! - at[after - 1]!);
  }

  leaveOf(flight: number): number {
    this.#update();
    return this.#stageOf(this.#leave[flight]!);
  }

  landOf(flight: number): number {
    this.#update();
    return this.#stageOf(this.#land[flight]!);
  }

  flightMs(): number {
    return READING_MS;
  }

  #stageOf(moment: number): number {
    const story = this.#stories[this.#storyOf[moment]!]!;
    return story.stage + this.#natural[moment]! * paceOf(story);
  }

  /** Lays out the moments from `from` up to the moment `end`. */
  #lay(from: Place, end: number): Place {
    const { at, ref } = this.#timetable.moments;
    const place = { ...from, story: { ...from.story } };
    this.#stories.length = Math.max(0, place.stories - 1);
    if (place.stories > 0) this.#stories.push(place.story);
    for (; place.count < end; place.count++) {
      const now = at[place.count]!;
      const gapMs = place.count === 0 ? 0 : (now - place.story.until) / 1000;
      const isNew = place.stories === 0 || isIdle(place, now, gapMs);
      if (isNew) this.#begin(place, now);
      else place.story.naturalMs += this.#naturalGap(place, gapMs, ref[place.count]!);
      place.story.until = now;
      this.#take(place, ref[place.count]!, !isNew && gapMs < BURST_GAP_MS);
    }
    return place;
  }

  #begin(place: Place, now: number): void {
    const { story, stories } = place;
    const stage = stories === 0 ? 0 : story.stage + toldMsOf(story) + Math.min(FOLD_MS, restMsOf(story, now));
    place.story = { stage, from: now, until: now, naturalMs: 0 };
    place.burst = 0;
    place.stories = this.#stories.push(place.story);
  }

  /** The time from the moment before, at its natural pace. */
  #naturalGap({ flying, burst, story }: Place, gapMs: number, ref: number): number {
    const isBusy = flying > 0;
    const spacing = SPACING_MS * Math.min(1, BURST / (burst + 1));
    // Squared: the sum over an endless burst is finite.
    const haste = Math.min(1, READABLE / (burst + 1)) ** 2;
    if (ref < 0) return Math.min(isBusy ? BREATH_MS : FOLD_MS, gapMs);
    if (ref % 2 === 0) return isBusy ? spacing : Math.min(FOLD_MS, Math.max(BREATH_MS * haste, gapMs));
    const flown = story.naturalMs - this.#natural[this.#leave[(ref - 1) / 2]!]!;
    return Math.max(spacing / 4, READING_MS * haste - flown);
  }

  #take(place: Place, ref: number, isClose: boolean): void {
    const { count, stories, story } = place;
    this.#storyOf[count] = stories - 1;
    this.#natural[count] = story.naturalMs;
    if (ref < 0) return;
    if (ref % 2 === 0) {
      this.#leave[ref / 2] = count;
      place.burst = place.flying > 0 || isClose ? place.burst + 1 : 1;
      place.flying++;
    } else {
      this.#land[(ref - 1) / 2] = count;
      place.flying--;
    }
  }
}

/** Whether the stage has told all there was, and rests, when this moment comes. */
function isIdle({ flying, story }: Place, now: number, gapMs: number): boolean {
  return flying === 0 && gapMs >= BURST_GAP_MS && restMsOf(story, now) >= BREATH_MS;
}

/** How long this story was over for whoever watched it live. */
function restMsOf(story: Story, now: number): number {
  return (now - story.from) / 1000 - toldMsOf(story);
}

/** How long a story takes on the stage. */
function toldMsOf({ from, until, naturalMs }: Story): number {
  return Math.min(naturalMs, Math.max(TOLD_MS, (until - from) / 1000));
}

/** How much of its natural time a story gets. */
function paceOf(story: Story): number {
  return story.naturalMs === 0 ? 1 : toldMsOf(story) / story.naturalMs;
}

function start(): Place {
  const story = { stage: 0, from: 0, until: 0, naturalMs: 0 };
  return { count: 0, flying: 0, burst: 0, stories: 0, story };
}
