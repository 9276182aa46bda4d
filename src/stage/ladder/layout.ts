import type { Capture } from '../../capture/capture';
import { type ConnectionTimeline, connectionOfMark, countWhile, type Timetable } from '../../timeline';
import { type Place, start, TOP_PX } from './layout-place';

/** One arrow, in pixels from the top. */
export interface Row {
  /** Index into `Timetable.flights`. */
  readonly flight: number;
  readonly lane: number;
  readonly sentY: number;
  receivedY: number;
}

/** Time that is not drawn to scale: silence, or what the viewer missed. */
export interface Fold {
  readonly y: number;
  /** How long nothing happened; 0 where something is missing. */
  readonly micros: number;
  /** What the feed could not give any more; 0 for silence. */
  readonly missedBytes: number;
}

type Missed = Capture['missed'];

/** The two ends of one connection as two lines down the page. */
export interface Lifeline {
  readonly timeline: ConnectionTimeline;
  /** Column, counted inwards from the outer edges; used again once its connection has ended. */
  readonly lane: number;
  readonly top: number;
  /** Where it ends, or null while it is open. */
  bottom: number | null;
  /** From where each end speaks WebSocket. */
  switchedY: { client: number; server: number } | null;
  /** When the 101 response left, in capture time. */
  switchedAt: number;
}

export const ROW_PX = 34;
const FOLD_PX = 30;
/** From the last thing on a connection to its end. */
const END_PX = 22;
/** Above the lines of a connection that opens later: room for its port. */
const PORT_PX = 20;
/** Silence from here on is folded and named. */
const FOLD_MICROS = 250_000;
/** Between two things that happen at the same end; the server's end has the times written beside it. */
const STEP_PX = { client: 8, server: 17 } as const;
/** Arrows that reach down past more rows than this are not looked for. */
const MAX_ARROW_ROWS = 64;
/** So many moments are laid out before the page may do something else. */
const MAX_MOMENTS_AT_ONCE = 40_000;

/**
 * Where every arrow stands. Down each end of a connection the order is the true order; slopes grow with the time
 * in flight, and silence is folded. What is settled in the timetable is laid out once.
 */
export class LadderLayout {
  readonly rows: Row[] = [];
  readonly folds: Fold[] = [];
  readonly lifelines: Lifeline[] = [];
  readonly #rowOf: (Row | undefined)[] = [];
  readonly #lifelineOf = new Map<number, Lifeline>();
  readonly #timetable: Timetable;
  readonly #isShown: (flight: number) => boolean;
  #settled = start();
  #end = start();
  #revision = -2;
  #epoch = -1;

  readonly #missed: () => Missed;

  constructor(timetable: Timetable, isShown: (flight: number) => boolean, missed: () => Missed = () => []) {
    this.#timetable = timetable;
    this.#isShown = isShown;
    this.#missed = missed;
  }

  /** How many units the filter has left out so far. */
  get hidden(): number {
    return this.#end.hidden;
  }

  /** Whether everything that had come by the last `update` stands in it; else the next goes on. */
  isComplete = true;

  /** The height of the first `shown` rows, or of everything when that is all of them. */
  heightOf(shown: number): number {
    if (shown >= this.rows.length) return this.#end.y + ROW_PX * 2;
    return (
      Math.max(this.rows[shown - 1]?.receivedY ?? TOP_PX, (this.rows[shown]?.sentY ?? 0) - ROW_PX) + ROW_PX
    );
  }

  get lanes(): number {
    return this.#end.lanes.length;
  }

  update(): this {
    if (this.#revision === this.#timetable.revision && this.isComplete) return this;
    this.#revision = this.#timetable.revision;
    if (this.#epoch !== this.#timetable.epoch) this.#settled = start();
    this.#epoch = this.#timetable.epoch;
    this.#cutBack(this.#settled);
    const { settled } = this.#timetable;
    const until = Math.min(settled, this.#settled.count + MAX_MOMENTS_AT_ONCE);
    this.#lay(this.#settled, until);
    this.#end = { ...this.#settled, ends: new Map(this.#settled.ends), lanes: [...this.#settled.lanes] };
    this.isComplete = until === settled;
    if (!this.isComplete) return this;
    this.#lay(this.#end, this.#timetable.moments.at.length);
    this.#tellMissed(this.#end, Number.POSITIVE_INFINITY);
    return this;
  }

  /** How many rows are sent above this height. */
  countAbove(y: number): number {
    return countWhile(this.rows.length, (i) => this.rows[i]!.sentY < y);
  }

  /** The first row of which something is at or below this height: a long arrow may begin far above its end. */
  firstReaching(y: number): number {
    const above = this.countAbove(y);
    let first = above;
    for (let i = above - 1; i >= Math.max(0, above - MAX_ARROW_ROWS); i--) {
      if (this.rows[i]!.receivedY >= y) first = i;
    }
    return first;
  }

  /** Which row the flight is, counted from 0. */
  positionOf(flight: number): number {
    const row = this.#rowOf[flight];
    return row ? countWhile(this.rows.length, (i) => this.rows[i]!.sentY < row.sentY) : this.rows.length;
  }

  endedBetween(top: number, bottom: number): readonly Lifeline[] {
    return this.lifelines.filter((lifeline) => {
      return lifeline.bottom !== null && lifeline.bottom >= top && lifeline.bottom < bottom;
    });
  }

  foldsBetween(top: number, bottom: number): readonly Fold[] {
    return this.folds.slice(
      countWhile(this.folds.length, (i) => this.folds[i]!.y < top),
      countWhile(this.folds.length, (i) => this.folds[i]!.y < bottom),
    );
  }

  /** How many rows have been sent by this instant. */
  countSentBy(nowMicros: number): number {
    return countWhile(this.rows.length, (i) => this.#timetable.leaveAt[this.rows[i]!.flight]! <= nowMicros);
  }

  row(flight: number): Row | undefined {
    return this.#rowOf[flight];
  }

  #cutBack(place: Place): void {
    for (const { flight } of this.rows.splice(place.rows)) this.#rowOf[flight] = undefined;
    this.folds.splice(place.folds);
    for (const { timeline } of this.lifelines.splice(place.lifelines))
      this.#lifelineOf.delete(timeline.connection.id);
    for (const lifeline of this.lifelines) {
      if (lifeline.bottom !== null && lifeline.bottom > place.y) lifeline.bottom = null;
    }
  }

  #lay(place: Place, end: number): void {
    const { at, ref } = this.#timetable.moments;
    for (; place.count < end; place.count++) {
      const what = ref[place.count]!;
      this.#tellMissed(place, at[place.count]!);
      if (what < 0) this.#mark(place, connectionOfMark(what), at[place.count]!);
      else if (what % 2 === 1) this.#receive(place, (what - 1) / 2);
      else if (this.#isShown(what / 2)) this.#send(place, what / 2);
      else place.hidden++;
    }
    place.rows = this.rows.length;
    place.folds = this.folds.length;
    place.lifelines = this.lifelines.length;
  }

  /** Names what was lost before this instant, at its place in time. */
  #tellMissed(place: Place, at: number): void {
    const missed = this.#missed();
    for (; place.missed < missed.length && missed[place.missed]!.atMicros <= at; place.missed++) {
      place.y = Math.max(place.y, place.lowest) + FOLD_PX;
      this.folds.push({ y: place.y, micros: 0, missedBytes: missed[place.missed]!.bytes });
    }
    place.folds = this.folds.length;
  }

  #send(place: Place, flight: number): void {
    const { unit } = this.#timetable.flights[flight]!;
    const timeline = this.#timetable.timeline(unit.connection)!;
    const sentAt = this.#timetable.leaveAt[flight]!;
    const silence = place.flying === 0 && this.rows.length > 0 ? sentAt - place.quietSince : 0;
    if (silence >= FOLD_MICROS) {
      place.y = Math.max(place.y, place.lowest);
      this.folds.push({ y: place.y + FOLD_PX, micros: silence, missedBytes: 0 });
      place.y += FOLD_PX * 2;
    } else if (this.rows.length > 0) {
      place.y += ROW_PX + slope(sentAt - place.sentAt, 10);
    }
    const lifeline = this.#lifeline(place, timeline);
    const own = endKey(timeline, unit.sender);
    const sentY = Math.max(place.y, (place.ends.get(own) ?? 0) + STEP_PX[unit.sender]);
    const row: Row = { flight, lane: lifeline.lane, sentY, receivedY: sentY };
    this.rows.push(row);
    this.#rowOf[flight] = row;
    place.ends.set(own, sentY);
    place.y = sentY;
    place.sentAt = sentAt;
    place.flying++;
    if (timeline.switchedBy === flight) {
      lifeline.switchedY = { client: sentY, server: sentY };
      lifeline.switchedAt = sentAt;
    }
  }

  #receive(place: Place, flight: number): void {
    const row = this.#rowOf[flight];
    if (!row) return;
    const { unit } = this.#timetable.flights[flight]!;
    const timeline = this.#timetable.timeline(unit.connection)!;
    const receiver = unit.sender === 'client' ? 'server' : 'client';
    const other = endKey(timeline, receiver);
    const took = this.#timetable.landAt[flight]! - this.#timetable.leaveAt[flight]!;
    row.receivedY = Math.max(
      row.sentY + 16 + slope(took, 16),
      (place.ends.get(other) ?? 0) + STEP_PX[receiver],
    );
    place.ends.set(other, row.receivedY);
    place.lowest = Math.max(place.lowest, row.receivedY);
    place.quietSince = this.#timetable.landAt[flight]!;
    place.flying--;
    if (timeline.switchedBy === flight)
      this.#lifelineOf.get(unit.connection)!.switchedY!.client = row.receivedY;
  }

  /** A connection opens or ends; only its end shows, since before its first unit there is nothing to draw. */
  #mark(place: Place, index: number, at: number): void {
    const timeline = this.#timetable.timelines[index]!;
    const lifeline = this.#lifelineOf.get(timeline.connection.id);
    if (
      !lifeline ||
      lifeline.bottom !== null ||
      timeline.connection.closedAt === null ||
      timeline.connection.closedAt > at
    )
      return;
    const lowest = Math.max(
      place.ends.get(endKey(timeline, 'client')) ?? 0,
      place.ends.get(endKey(timeline, 'server')) ?? 0,
    );
    // At the place reached so far, since that is when it ended.
    lifeline.bottom = Math.max(place.y, lowest) + (place.flying > 0 ? END_PX * 2 : END_PX);
    place.y = lifeline.bottom;
    place.lanes[lifeline.lane] = null;
  }

  #lifeline(place: Place, timeline: ConnectionTimeline): Lifeline {
    const known = this.#lifelineOf.get(timeline.connection.id);
    if (known) return known;
    const free = place.lanes.indexOf(null);
    const lane = free === -1 ? place.lanes.length : free;
    place.lanes[lane] = timeline.connection.id;
    if (this.rows.length > 0) place.y += PORT_PX;
    const made: Lifeline = {
      timeline,
      lane,
      top: place.y - 18,
      bottom: null,
      switchedY: null,
      switchedAt: 0,
    };
    this.lifelines.push(made);
    this.#lifelineOf.set(timeline.connection.id, made);
    return made;
  }
}

function endKey(timeline: ConnectionTimeline, end: 'client' | 'server'): number {
  return timeline.connection.id * 2 + (end === 'server' ? 1 : 0);
}

/** Grows with the logarithm of the time, up to `most` pixels. */
function slope(micros: number, most: number): number {
  return Math.min(most, Math.log2(1 + Math.max(0, micros) / 1000) * 3);
}
