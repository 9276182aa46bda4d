import type { Peer } from '../../protocol/unit';
import { type ConnectionTimeline, connectionOfMark, countWhile, type Timetable } from '../../timeline';
import { type Ending, endingAt } from '../../timeline/scene';
import { isQuietIn } from './burst';
import {
  FALL_PX,
  FLYING_PX,
  LABEL_PX,
  lineIn,
  NOTE_LINE_PX,
  PORT_PX,
  quietMoment,
  STEP_PX,
  slope,
  TIME_PX,
  textMoment,
} from './layout-heights';
import { copyOf, type Place, sharedLane, start, TOP_PX, takeLane, takeServerLane } from './layout-place';
import { meetRuns, type Runs } from './layout-runs';
import { LayoutSheet, type Lifeline, ROW_PX, type Row } from './layout-sheet';
import type { LayoutSource } from './layout-source';

export { BURST_PX, LABEL_PX, LABEL_RISE_PX } from './layout-heights';
export type { Fold, Landing, Lifeline, PieceRow, Row } from './layout-sheet';
export { ROW_PX } from './layout-sheet';

/** Silence is folded and named from here on. */
const SILENCE_MICROS = 250_000;
/** The landing of a flight that takes this long is printed. */
const LONG_MICROS = 20_000;
/** Pieces of one unit that are drawn. */
const MAX_PIECES = 60;
/** Flights that are looked at for whether they still grow. */
const MAX_GROWING = 64;
/** Moments laid out before the page may do something else. */
const MAX_MOMENTS_AT_ONCE = 40_000;

/**
 * The place of everything in the ladder. Each moment is below the ones before it, at whichever end it is; slopes grow
 * with the time in flight, silence is folded, and no two texts share a height. The settled part of the timetable is
 * laid out once.
 */
export class LadderLayout extends LayoutSheet {
  readonly #timetable: Timetable;
  readonly #source: LayoutSource;
  readonly #runs: Runs;
  #settled = start();
  #end = start();
  #revision = -2;
  #epoch = -1;
  /** Whether all that had come by the last `update` is laid out; else the next continues. */
  isComplete = true;

  constructor(timetable: Timetable, source: LayoutSource) {
    super();
    this.#timetable = timetable;
    this.#source = source;
    this.#runs = { timetable, source, folds: this.folds, isRow: (flight) => this.#isRow(flight) };
  }

  /** How many units the filter has hidden so far. */
  get hidden(): number {
    return this.#end.hidden;
  }

  /** The programs so far, from left to right, each with how many strands it needs. */
  get programs() {
    return [...this.#end.strands.values()]
      .map(({ program, lanes }) => ({ program, lanes: lanes.length }))
      .sort((a, b) => a.program.rank - b.program.rank);
  }

  get serverLanes(): number {
    return this.#end.serverLanes.length;
  }

  /** What belongs to a chapter that is told apart. */
  chapterCount(chapter: number): { readonly units: number; readonly connections: number } {
    const count = this.#end.chapters.get(chapter);
    return { units: count?.units ?? 0, connections: count?.connections.size ?? 0 };
  }

  /** The height of the first `shown` rows, or of everything if those are all. */
  heightOf(shown: number): number {
    if (shown >= this.rows.length) return Math.max(this.#end.y, this.#end.floor) + ROW_PX;
    const last = this.rows[shown - 1]?.receivedY ?? TOP_PX;
    return Math.max(last + ROW_PX, this.rows[shown]!.sentY - LABEL_PX);
  }

  /** The key of the closed fold that this flight is in; null when it is in none. */
  foldOf(flight: number): string | null {
    const { chapters, chapterOf, isShown } = this.#source;
    if (this.rowOf[flight] || !isShown(flight)) return null;
    const chapter = chapterOf(flight);
    if (chapter < chapters.length - 1) return `chapter ${chapter}`;
    const fold = this.folds.find(
      (one) => (one.kind === 'heartbeats' || one.kind === 'fan') && one.flights.has(flight),
    );
    return fold && 'key' in fold ? fold.key : null;
  }

  /** The flights on their way at this instant, among the rows sent by then: above their labels, and how far all has come. */
  growingAt(nowMicros: number, sent: number): { readonly top: number; readonly reached: number } | null {
    let top = Number.POSITIVE_INFINITY;
    let reached = 0;
    for (let i = sent - 1; i >= Math.max(0, sent - MAX_GROWING); i--) {
      const { flight, sentY, receivedY, firstLandY } = this.rows[i]!;
      const isGrowing = firstLandY === null && this.#timetable.landAt[flight]! > nowMicros;
      if (isGrowing) top = Math.min(top, sentY - ROW_PX);
      reached = Math.max(reached, (isGrowing ? sentY : receivedY) + ROW_PX);
    }
    return Number.isFinite(top) ? { top: Math.max(0, top), reached } : null;
  }

  /** How many rows have been sent by this instant. */
  countSentBy(nowMicros: number): number {
    return countWhile(this.rows.length, (i) => this.#timetable.leaveAt[this.rows[i]!.flight]! <= nowMicros);
  }

  update(): this {
    const isKnown = this.#revision === this.#timetable.revision && !this.#source.isStale;
    if (isKnown && this.isComplete) return this;
    this.#revision = this.#timetable.revision;
    const holds = this.#source.refresh() && this.#knowsPrograms();
    if (this.#epoch !== this.#timetable.epoch || !holds) this.#settled = start();
    this.#epoch = this.#timetable.epoch;
    this.cutBack(this.#settled);
    const { settled } = this.#timetable;
    const until = Math.min(settled, this.#settled.count + MAX_MOMENTS_AT_ONCE);
    this.#lay(this.#settled, until, true);
    this.#end = copyOf(this.#settled);
    this.isComplete = until === settled;
    if (!this.isComplete) return this;
    this.#lay(this.#end, this.#timetable.moments.at.length, false);
    this.#pass(this.#end, Number.POSITIVE_INFINITY);
    return this;
  }

  /** Whether each connection still belongs to the program in whose column it is. */
  #knowsPrograms(): boolean {
    return this.lifelines.every(
      ({ timeline, program }) => this.#source.programOf(timeline).key === program.key,
    );
  }

  #lay(place: Place, end: number, isSettling: boolean): void {
    const { at, ref } = this.#timetable.moments;
    for (; place.count < end; place.count++) {
      const what = ref[place.count]!;
      // A run that may go on is not settled: how much of it is folded is not known.
      if (what >= 0 && what % 2 === 0) {
        if (!meetRuns(this.#runs, place, isSettling ? end : null)) break;
      }
      this.#pass(place, at[place.count]!);
      if (what < 0) this.#mark(place, connectionOfMark(what), at[place.count]!);
      else if (what % 2 === 1) this.#receive(place, (what - 1) / 2);
      else this.#meet(place, what / 2);
    }
    this.mark(place);
  }

  /** Whether this flight is drawn, unless it is folded with other heartbeats. */
  #isRow(flight: number): boolean {
    const { chapters, chapterOf, opened, isShown } = this.#source;
    if (!isShown(flight)) return false;
    const chapter = chapterOf(flight);
    return chapter >= chapters.length - 1 || opened.has(`chapter ${chapter}`);
  }

  /** A unit leaves: it is drawn, or counted. */
  #meet(place: Place, flight: number): void {
    const { chapters, chapterOf, opened, isShown } = this.#source;
    if (!isShown(flight)) {
      place.hidden++;
      return;
    }
    const chapter = chapterOf(flight);
    if (chapter < chapters.length - 1) {
      const key = `chapter ${chapter}`;
      let count = place.chapters.get(chapter);
      if (!count) {
        count = { units: 0, connections: new Set() };
        place.chapters.set(chapter, count);
        this.folds.push({ y: lineIn(place), kind: 'chapter', key, chapter, isOpen: opened.has(key) });
      }
      count.units++;
      count.connections.add(this.#timetable.flights[flight]!.unit.connection);
      if (!opened.has(key)) return;
    }
    if (place.run?.folded.has(flight)) return;
    if (place.fans.some(({ first, folded }) => folded.has(flight) && !opened.has(fanKey(first)))) return;
    this.#send(place, flight);
    // Its rows follow the line that opens it.
    if (opened.has(fanKey(flight))) this.#foldFan(place, flight);
  }

  /** The line that stands for the others of a fan. */
  #foldFan(place: Place, flight: number): void {
    const fan = this.rowOf[flight]?.fan;
    if (!fan) return;
    const { folded: flights } = fan;
    const key = fanKey(flight);
    const isOpen = this.#source.opened.has(key);
    this.folds.push({ y: lineIn(place), kind: 'fan', key, count: flights.size, isOpen, flights });
  }

  /** Lays out what has no moment of its own in the timetable and comes before this instant. */
  #pass(place: Place, at: number): void {
    this.#passPieces(place, at);
    const missed = this.#source.missed();
    for (; place.missed < missed.length && missed[place.missed]!.atMicros <= at; place.missed++) {
      this.folds.push({ y: lineIn(place), kind: 'missed', bytes: missed[place.missed]!.bytes });
    }
    for (const id of place.believed) {
      const { believer, timeline } = this.lifelineOf.get(id)!;
      const learnedAt = this.#source.learnedAt(timeline);
      if (!believer || learnedAt === null || learnedAt > at) continue;
      place.y += STEP_PX * 2;
      believer.until = place.y;
      place.believed = place.believed.filter((other) => other !== id);
    }
  }

  #passPieces(place: Place, at: number): void {
    for (;;) {
      let next: { stream: Place['streams'][number]; at: number } | null = null;
      for (const stream of place.streams) {
        const piece = this.#pieceOf(stream.flight, stream.next);
        if (piece && piece.at <= at && (next === null || piece.at < next.at)) next = { stream, at: piece.at };
      }
      if (next === null) return;
      this.#layPiece(place, next.stream);
    }
  }

  /** A piece of a unit, but for the client's last one, which is its landing. */
  #pieceOf(flight: number, index: number): { readonly at: number; readonly bytes: number } | null {
    const { unit, heldMicros } = this.#timetable.flights[flight]!;
    const pieces = this.#source.piecesOf(flight);
    const piece = pieces[index];
    const isLast = unit.sender === 'client' && index === pieces.length - 1;
    if (!piece || isLast || index >= MAX_PIECES) return null;
    return { bytes: piece.bytes, at: piece.at + (unit.sender === 'client' ? heldMicros : -heldMicros) };
  }

  #layPiece(place: Place, stream: Place['streams'][number]): void {
    const { flight, next } = stream;
    const row = this.rowOf[flight]!;
    const { at, bytes } = this.#pieceOf(flight, next)!;
    if (this.#timetable.flights[flight]!.unit.sender === 'client') {
      place.y = Math.max(place.y + STEP_PX, row.fromY + FALL_PX);
      row.reads[next] = { y: place.y, at };
    } else {
      const y = textMoment(place, 0);
      place.y = y + FALL_PX;
      place.quietSince = at;
      this.pieces.push({ flight, index: next, y, receivedY: place.y, at, bytes });
    }
    stream.next++;
  }

  #send(place: Place, flight: number): void {
    const { unit } = this.#timetable.flights[flight]!;
    const timeline = this.#timetable.timeline(unit.connection)!;
    const sentAt = this.#timetable.leaveAt[flight]!;
    const silence = place.flying === 0 && this.rows.length > 0 ? sentAt - place.quietSince : 0;
    if (silence >= SILENCE_MICROS) {
      this.folds.push({ y: lineIn(place), kind: 'silence', micros: silence });
    }
    const spread = place.flying > 0 ? FLYING_PX : 0;
    const extra = this.rows.length > 0 ? Math.max(spread, slope(sentAt - place.sentAt, 10)) : 0;
    const isNew = !this.lifelineOf.has(unit.connection);
    const with_ = this.#source.leavesWith(flight);
    const together = with_ === null ? undefined : this.rowOf[with_];
    const burst = place.bursts.find(({ flights }) => flights.includes(flight)) ?? null;
    const y = isQuietIn(burst, flight)
      ? quietMoment(place)
      : textMoment(place, extra + (isNew ? PORT_PX : 0), together === undefined);
    const lifeline = this.#lifeline(place, timeline, y, sentAt);
    const { fromY, leftAt } = together ?? { fromY: y, leftAt: sentAt };
    const pieces = this.#source.piecesOf(flight).length;
    const firstLandY = unit.sender === 'server' && pieces > 0 ? y + FALL_PX : null;
    if (firstLandY !== null) place.y = firstLandY;
    const fan = place.fans.find(({ first }) => first === flight) ?? null;
    const row: Row = {
      flight,
      fan,
      burst,
      lifeline,
      sentY: y,
      fromY,
      leftAt,
      receivedY: y,
      firstLandY,
      reads: [],
    };
    this.rows.push(row);
    this.rowOf[flight] = row;
    place.sentAt = sentAt;
    place.flying++;
    if (unit.partial || pieces > 0) {
      place.streams.push({ flight, next: unit.sender === 'client' ? 0 : 1 });
    }
    if (timeline.switchedBy === flight) {
      lifeline.switchedY = { client: y, server: y };
      lifeline.switchedAt = sentAt;
    }
  }

  #receive(place: Place, flight: number): void {
    const row = this.rowOf[flight];
    if (!row) return;
    const [leaveAt, landAt] = [this.#timetable.leaveAt[flight]!, this.#timetable.landAt[flight]!];
    const took = landAt - leaveAt;
    const { unit, isSwallowed } = this.#timetable.flights[flight]!;
    const isTogether = row.fromY < row.sentY;
    // The last piece lands with the whole.
    const isInPieces = row.firstLandY !== null;
    if (!isInPieces) place.y = Math.max(place.y + STEP_PX, row.fromY + FALL_PX + slope(took, 16));
    if (isInPieces) place.y += 1;
    else if (
      !isQuietIn(row.burst, flight) &&
      (isTogether || (took >= LONG_MICROS && !unit.partial && !isSwallowed))
    ) {
      // A note may be as wide as the ladder: a time stands below it.
      place.y = Math.max(place.y, place.printed + TIME_PX, place.floor + TIME_PX / 2);
      place.printed = place.y;
      this.landings.push({ flight, y: place.y });
    }
    row.receivedY = place.y;
    // A label that begins at this end does not cover its head.
    place.floor = Math.max(place.floor, place.y);
    if (row.fan && !this.#source.opened.has(fanKey(flight))) this.#foldFan(place, flight);
    place.quietSince = landAt;
    place.flying--;
    place.streams = place.streams.filter((stream) => stream.flight !== flight);
    const { lifeline } = row;
    if (lifeline.bottom !== null && unit.sender === 'server') lifeline.clientBottom = place.y + 4;
    if (lifeline.switchedY && lifeline.timeline.switchedBy === flight) lifeline.switchedY.client = place.y;
  }

  /** A connection opens or ends; only its end is drawn, since it has nothing to show before its first unit. */
  #mark(place: Place, index: number, at: number): void {
    const timeline = this.#timetable.timelines[index]!;
    const { connection } = timeline;
    const lifeline = this.lifelineOf.get(connection.id);
    if (!lifeline || lifeline.bottom !== null) return;
    const fin = connection.ends.find((end) => end.how === 'fin' && end.at === at);
    if (connection.closedAt === null || connection.closedAt > at) {
      if (!fin) return;
      place.y += STEP_PX * 2;
      lifeline.halfEnds.push({ end: fin.by, y: place.y, at });
      return;
    }
    const cut = connection.impairments.findLast((change) => change.at <= at)?.impairment.cut;
    const ending = endingAt(timeline, at);
    const first = place.ended === null ? undefined : this.lifelineOf.get(place.ended);
    if (first && isPlain(ending) && cut !== 'black hole') {
      place.y = Math.max(place.y, place.floor);
      lifeline.bottom = place.y;
      lifeline.endsWith = first;
      this.#freeLanes(place, lifeline);
      return;
    }
    // At the current place, since it ended then.
    const y = Math.max(place.y + STEP_PX * 2, place.floor);
    const lines = this.#source.noteLinesOf(timeline);
    place.y = y;
    place.floor = y + 4 + lines * NOTE_LINE_PX;
    lifeline.bottom = y;
    place.ended = isPlain(ending) ? connection.id : null;
    if (cut === 'black hole' && ending) {
      place.ended = null;
      lifeline.believer = { end: other(ending.by), until: null };
      place.believed = [...place.believed, connection.id];
      return;
    }
    this.#freeLanes(place, lifeline);
  }

  #freeLanes(place: Place, { program, lane, serverLane }: Lifeline): void {
    if (program.isShared) return;
    place.strands.get(program.key)!.lanes[lane] = null;
    place.serverLanes[serverLane] = null;
  }

  #lifeline(place: Place, timeline: ConnectionTimeline, y: number, at: number): Lifeline {
    const { id } = timeline.connection;
    const existing = this.lifelineOf.get(id);
    if (existing) return existing;
    const program = this.#source.programOf(timeline);
    let strands = place.strands.get(program.key);
    if (!strands) {
      strands = { program, lanes: [] };
      place.strands.set(program.key, strands);
    }
    const { switchedBy } = timeline;
    const top = y - LABEL_PX;
    const wasSwitched = switchedBy !== null && this.#timetable.leaveAt[switchedBy]! < at;
    const made: Lifeline = {
      timeline,
      program,
      lane: program.isShared ? sharedLane(strands.lanes) : takeLane(strands.lanes, id),
      serverLane: takeServerLane(place, program, id),
      top,
      bottom: null,
      clientBottom: null,
      endsWith: null,
      believer: null,
      switchedY: wasSwitched ? { client: top, server: top } : null,
      switchedAt: wasSwitched ? this.#timetable.leaveAt[switchedBy]! : 0,
      halfEnds: [],
    };
    this.lifelines.push(made);
    this.lifelineOf.set(id, made);
    return made;
  }
}

/** The key of the fan that begins with this flight. */
const fanKey = (flight: number) => `fan ${flight}`;

/** Whether a connection ended as they usually do: otherwise its end is news of its own. */
function isPlain(ending: Ending | null): boolean {
  return ending?.how === 'fin' || ending?.how === 'idle';
}

function other(end: Peer): Peer {
  return end === 'client' ? 'server' : 'client';
}
