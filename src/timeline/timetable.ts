import type { Call, Capture } from '../capture/capture';
import { heldMicrosOf } from '../capture/held';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { CallBook } from './call-book';
import { isTimeOf, matchCall } from './call-match';
import { Causes } from './causes';
import { describedBy } from './client-name';
import { type ConnectionTimeline, createConnectionTimeline } from './connection-timeline';
import { flightOf, isOnWire, USUAL_ONE_WAY_MICROS } from './flight';
import { FlightTimes, type Known } from './flight-times';
import { countWhile, Moments, markOf } from './moments';
import type { Flight } from './scene';
import { sessionOf, sidIn } from './session';

/** Calls and late bytes may still move anything younger. */
const SETTLE_MICROS = 1_000_000;

/**
 * The capture as a timetable: every unit of the wire with the moments it leaves and lands. It grows with the capture;
 * anything older than a second is settled, so that it needs to be laid out only once.
 */
export class Timetable {
  /** In the order in which the tap saw them begin. Replaced in place as bytes or calls come. */
  readonly flights: Flight[] = [];
  readonly moments = new Moments();
  readonly timelines: ConnectionTimeline[] = [];
  /** How many moments, from the first, are final. */
  settled = 0;
  /** Grows when a settled moment moves after all: lay out everything again. */
  epoch = 0;
  /** The capture's revision when last updated. */
  revision = -1;
  readonly #timelineOf = new Map<number, ConnectionTimeline>();
  readonly #indexOf = new Map<number, number>();
  readonly #book = new CallBook();
  readonly #pending = new Set<number>();
  readonly #times = new FlightTimes((...moved) => this.#move(...moved));
  readonly #causes: Causes;
  /** Units that have causes once they are complete. */
  #incomplete: Unit[] = [];
  /** The ordinal of its data message in its direction, from 1. */
  readonly #ordinals: number[] = [];
  /** Connections of which a FIN has come since the last update. */
  readonly #finished: ConnectionTimeline[] = [];
  #unitsRead = 0;
  #fastestMicros = Number.POSITIVE_INFINITY;
  readonly #capture: Capture;

  constructor(capture: Capture) {
    this.#capture = capture;
    this.#causes = new Causes({
      decoder: capture.decoder,
      sessionOf: (unit) => sessionOf(capture, unit),
      isByHand: (connection) => this.#timelineOf.get(connection)?.connection.via === 'raw',
    });
  }

  /** When each flight leaves and lands, microseconds: its own times, strictly increasing within a direction. */
  get leaveAt(): readonly number[] {
    return this.#times.leaveAt;
  }
  get landAt(): readonly number[] {
    return this.#times.landAt;
  }

  /** When the first unit leaves; null while there is none. */
  get startAt(): number | null {
    const first = this.moments.ref.findIndex((ref) => ref >= 0);
    return first === -1 ? null : this.moments.at[first]!;
  }

  /** The last moment, microseconds; 0 when nothing has happened. */
  get endAt(): number {
    return this.moments.at.at(-1) ?? 0;
  }

  /** The best estimate of the one-way time: the shortest of the matched calls. */
  get oneWayMicros(): number {
    return Number.isFinite(this.#fastestMicros) ? this.#fastestMicros : USUAL_ONE_WAY_MICROS;
  }

  timeline(connection: number): ConnectionTimeline | undefined {
    return this.#timelineOf.get(connection);
  }

  /** How many units leave after this instant. */
  countAfter(nowMicros: number): number {
    let left = 0;
    for (const { lanes } of this.timelines) {
      for (const { flights } of [lanes.client, lanes.server]) {
        left += countWhile(flights.length, (i) => this.leaveAt[flights[i]!]! <= nowMicros);
      }
    }
    return this.flights.length - left;
  }

  /** Whether a unit has left but not landed before the `index`-th moment. */
  isFlyingAfter(index: number): boolean {
    const now = this.moments.at[index - 1] ?? Number.NEGATIVE_INFINITY;
    return this.timelines.some(({ lanes }) =>
      [lanes.client, lanes.server].some(({ flights }) => {
        const left = countWhile(flights.length, (i) => this.leaveAt[flights[i]!]! <= now);
        return left > 0 && this.landAt[flights[left - 1]!]! > now;
      }),
    );
  }

  /** The flight of this unit, or of the frame or HTTP message that it is in. */
  indexOfUnit(unit: Unit): number | null {
    let carrier = unit;
    while (carrier.inside) carrier = carrier.inside;
    return this.#indexOf.get(carrier.id) ?? null;
  }

  /** Of the flights that carry a unit, the last: with that, all of it has landed. */
  #lastFlight(unit: Unit): number | null {
    let carrier = unit;
    while (carrier.inside) carrier = this.#capture.decoder.carriersOf(carrier).at(-1) ?? carrier.inside;
    return this.#indexOf.get(carrier.id) ?? null;
  }

  /** The call of the page's own code that sent or got it; null without one. */
  callOf(index: number): Call | null {
    const flight = this.flights[index]!;
    const timeline = this.#timelineOf.get(flight.unit.connection);
    return timeline
      ? matchCall(this.#capture.decoder, this.#book, timeline, flight.unit, this.#ordinals[index]!)
      : null;
  }

  /** Reads what is new in the capture, if anything. */
  update(): void {
    if (this.revision === this.#capture.revision) return;
    this.revision = this.#capture.revision;
    this.#book.update(this.#capture.calls);
    this.#takeConnections();
    const { units } = this.#capture.decoder;
    const incomplete = this.#incomplete;
    this.#incomplete = [];
    for (; this.#unitsRead < units.length; this.#unitsRead++) {
      this.#takeUnit(units[this.#unitsRead]!);
      incomplete.push(units[this.#unitsRead]!);
    }
    for (const index of this.#pending) this.#revisit(index);
    for (const unit of incomplete) this.#link(unit);
    for (const timeline of this.#finished.splice(0)) this.#boundByEnd(timeline);
    this.settled = this.moments.countUpTo(this.#capture.lastAt - SETTLE_MICROS);
  }

  #takeConnections(): void {
    const { connections } = this.#capture;
    for (let i = this.timelines.length; i < connections.length; i++) {
      const timeline = createConnectionTimeline(connections[i]!);
      this.timelines.push(timeline);
      this.#timelineOf.set(timeline.connection.id, timeline);
      this.#insert(timeline.connection.openedAt, markOf(i));
    }
    for (let i = 0; i < connections.length; i++) {
      const connection = connections[i]!;
      const timeline = this.timelines[i]!;
      timeline.connection = connection;
      for (; timeline.endsTaken < connection.ends.length; timeline.endsTaken++) {
        this.#insert(connection.ends[timeline.endsTaken]!.at, markOf(i));
        if (connection.ends[timeline.endsTaken]!.how === 'fin') this.#finished.push(timeline);
      }
      for (; timeline.impairmentsTaken < connection.impairments.length; timeline.impairmentsTaken++) {
        this.#insert(connection.impairments[timeline.impairmentsTaken]!.at, markOf(i));
      }
    }
  }

  /** A client whose FIN comes after the server's has read all that the server wrote (RFC 9293 §3.6). */
  #boundByEnd({ connection, lanes }: ConnectionTimeline): void {
    const [first, second] = connection.ends.filter(({ how }) => how === 'fin');
    const last = lanes.server.flights.at(-1);
    if (first?.by === 'server' && second?.by === 'client' && last !== undefined)
      this.#times.landedBefore(last, second.at);
  }

  #takeUnit(unit: Unit): void {
    const timeline = this.#timelineOf.get(unit.connection);
    if (!timeline) return;
    const lane = timeline.lanes[unit.sender];
    const { wire } = layerOf(unit.layer);
    if (wire === 'bytes') lane.transfers.push(unit);
    if (!isOnWire(unit)) {
      this.#noticeSession(timeline, unit);
      return;
    }
    const index = this.flights.length;
    const before = lane.flights.at(-1) ?? -1;
    lane.flights.push(index);
    if (wire === 'turns') {
      if (unit.sender === 'client' && lane.http > timeline.lanes.server.http - timeline.interims.size)
        timeline.isPipelined = true;
      lane.http++;
    }
    if (unit.kind === 'text' || unit.kind === 'binary') lane.messages++;
    if (unit.kind === 'close') timeline.closes.push(unit);
    this.#indexOf.set(unit.id, index);
    this.#ordinals.push(lane.messages);
    const known = this.#known(timeline, unit, lane.messages);
    this.flights.push(known.flight);
    this.#times.add(known, before);
    this.#insert(this.leaveAt[index]!, index * 2);
    this.#insert(this.landAt[index]!, index * 2 + 1);
    this.#pending.add(index);
  }

  #known(timeline: ConnectionTimeline, unit: Unit, ordinal: number): Known {
    const { decoder } = this.#capture;
    const call = matchCall(decoder, this.#book, timeline, unit, ordinal);
    return {
      flight: flightOf(unit, heldOf(timeline, unit)),
      callAt: call && isTimeOf(decoder, this.#book.page(call.opener)!, unit) ? call.at : null,
      oneWayMicros: this.#oneWayFor(timeline),
    };
  }

  /** Finds what must have landed before this unit left, once the unit is complete. */
  #link(unit: Unit): void {
    if (unit.partial) {
      this.#incomplete.push(unit);
      return;
    }
    const effect = this.indexOfUnit(unit);
    for (const cause of this.#causes.of(unit)) {
      const index = this.#lastFlight(cause);
      if (index !== null && effect !== null) this.#times.link(index, effect);
    }
  }

  /** A raw client is beside the server: its bytes do not travel from the browser. */
  #oneWayFor(timeline: ConnectionTimeline): number {
    return timeline.connection.via === 'raw'
      ? Math.min(USUAL_ONE_WAY_MICROS, this.oneWayMicros)
      : this.oneWayMicros;
  }

  /** Updates a flight that is not final: more of its bytes, or its call, may have come. */
  #revisit(index: number): void {
    const { unit } = this.flights[index]!;
    const timeline = this.#timelineOf.get(unit.connection)!;
    const known = this.#known(timeline, unit, this.#ordinals[index]!);
    const { callAt } = known;
    if (callAt !== null) this.#learnOneWay(unit, callAt);
    this.flights[index] = known.flight;
    this.#times.update(index, known);
    if (!unit.partial) this.#notice(timeline, unit, index);
    const isOld = unit.until < this.#capture.lastAt - SETTLE_MICROS;
    if (!unit.partial && (callAt !== null || timeline.connection.openedBy === null || isOld))
      this.#pending.delete(index);
  }

  /** A flight has other times than before. */
  #move(index: number, leftAt: number, landedAt: number): void {
    this.#moveMoment(leftAt, this.leaveAt[index]!, index * 2);
    this.#moveMoment(landedAt, this.landAt[index]!, index * 2 + 1);
  }

  #moveMoment(from: number, to: number, ref: number): void {
    if (from === to) return;
    if (this.moments.remove(from, ref) < this.settled) this.#unsettle();
    this.#insert(to, ref);
  }

  #insert(at: number, ref: number): void {
    if (this.moments.insert(at, ref) < this.settled) this.#unsettle();
  }

  #unsettle(): void {
    this.settled = 0;
    this.epoch++;
  }

  /** What a complete HTTP message says about its connection. */
  #notice(timeline: ConnectionTimeline, unit: Unit, index: number): void {
    if (layerOf(unit.layer).wire !== 'turns') return;
    if (unit.sender === 'client') {
      const head = timeline.client === null && this.#capture.decoder.headOf(unit);
      if (head) timeline.client = describedBy(head);
      this.#noticeSession(timeline, unit);
      return;
    }
    const status = this.#capture.decoder.headOf(unit)?.status ?? 200;
    if (status < 200 && status !== 101) timeline.interims.add(index);
    const decoded = this.#capture.decoder.connection(unit.connection);
    if (decoded?.switchedAt?.server !== unit.end) return;
    timeline.switchedBy = index;
    timeline.after = decoded.websocket === null ? 'bytes' : 'duplex';
  }

  #noticeSession(timeline: ConnectionTimeline, unit: Unit): void {
    const sid = sidIn(this.#capture.decoder, unit);
    const by = sid === null ? null : this.indexOfUnit(unit);
    if (sid === null || by === null || timeline.sessions.some((session) => session.by === by)) return;
    if (timeline.sessions.at(-1)?.sid !== sid) timeline.sessions.push({ by, sid });
  }

  #learnOneWay(unit: Unit, callAt: number): void {
    const took = unit.sender === 'client' ? unit.at - callAt : callAt - unit.until;
    if (took > 0) this.#fastestMicros = Math.min(this.#fastestMicros, took);
  }
}

/** A unit in several parts waited for its last one. */
function heldOf(timeline: ConnectionTimeline, unit: Unit): number {
  const { connection } = timeline;
  if (connection.held[unit.sender].length === 0) return 0;
  return heldMicrosOf(connection, unit.sender, unit.sender === 'client' ? unit.end - 1 : unit.start);
}

const timetables = new WeakMap<Capture, Timetable>();

/** The current timetable of this capture. One per capture. */
export function timetableOf(capture: Capture): Timetable {
  let timetable = timetables.get(capture);
  if (!timetable) {
    timetable = new Timetable(capture);
    timetables.set(capture, timetable);
  }
  timetable.update();
  return timetable;
}
