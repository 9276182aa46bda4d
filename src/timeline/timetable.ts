import type { Call, Capture } from '../capture/capture';
import { heldMicrosOf } from '../capture/held';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { CallBook } from './call-book';
import { matchCall } from './call-match';
import { describedBy } from './client-name';
import { type ConnectionTimeline, createConnectionTimeline } from './connection-timeline';
import { flightFrom, isOnWire, USUAL_ONE_WAY_MICROS } from './flight';
import { countWhile, Moments, markOf } from './moments';
import type { Flight } from './scene';
import { sidIn } from './session';

/** Calls and late bytes may still move anything younger. */
const SETTLE_MICROS = 1_000_000;
/** Units of one read or write passed in the same microsecond: this keeps their order, invisibly. */
const IN_ORDER_MICROS = 0.01;

/**
 * The capture as a timetable: every unit of the wire with the moments it leaves and lands. It grows with the capture;
 * anything older than a second is settled, so that it needs to be laid out only once.
 */
export class Timetable {
  /** In the order in which the tap saw them begin. Replaced in place as bytes or calls come. */
  readonly flights: Flight[] = [];
  /** When each leaves and lands, microseconds: its own times, strictly increasing within a direction. */
  readonly leaveAt: number[] = [];
  readonly landAt: number[] = [];
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
  /** The previous flight in the same direction, or -1. */
  readonly #before: number[] = [];
  /** The ordinal of its data message in its direction, from 1. */
  readonly #ordinals: number[] = [];
  #unitsRead = 0;
  #fastestMicros = Number.POSITIVE_INFINITY;
  readonly #capture: Capture;

  constructor(capture: Capture) {
    this.#capture = capture;
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

  /** When the page's own code sent or got it; null without a call. */
  callAt(index: number): number | null {
    return this.callOf(index)?.at ?? null;
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
    for (; this.#unitsRead < units.length; this.#unitsRead++) this.#takeUnit(units[this.#unitsRead]!);
    for (const index of this.#pending) this.#revisit(index);
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
      }
      for (; timeline.impairmentsTaken < connection.impairments.length; timeline.impairmentsTaken++) {
        this.#insert(connection.impairments[timeline.impairmentsTaken]!.at, markOf(i));
      }
    }
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
    this.#before.push(lane.flights.at(-1) ?? -1);
    lane.flights.push(index);
    if (wire === 'turns') lane.http++;
    if (unit.kind === 'text' || unit.kind === 'binary') lane.messages++;
    if (unit.kind === 'close') timeline.closes.push(unit);
    this.#indexOf.set(unit.id, index);
    this.#ordinals.push(lane.messages);
    const callAt = matchCall(this.#capture.decoder, this.#book, timeline, unit, lane.messages)?.at ?? null;
    const flight = flightFrom(
      unit,
      callAt,
      this.#oneWayFor(timeline),
      this.#partnerOf(unit),
      heldOf(timeline, unit),
    );
    this.flights.push(flight);
    this.leaveAt.push(0);
    this.landAt.push(0);
    this.#time(index, flight);
    this.#insert(this.leaveAt[index]!, index * 2);
    this.#insert(this.landAt[index]!, index * 2 + 1);
    this.#pending.add(index);
  }

  /** A raw client is beside the server: its bytes do not travel from the browser. */
  #oneWayFor(timeline: ConnectionTimeline): number {
    return timeline.connection.via === 'raw'
      ? Math.min(USUAL_ONE_WAY_MICROS, this.oneWayMicros)
      : this.oneWayMicros;
  }

  /** The browser answers only control frames by itself, so only there is no call. */
  #partnerOf(unit: Unit): Unit | null {
    return isAnswerable(unit) ? this.#capture.decoder.partnerOf(unit) : null;
  }

  #time(index: number, flight: Flight): void {
    const before = this.#before[index]!;
    const leaveAfter = before < 0 ? Number.NEGATIVE_INFINITY : this.leaveAt[before]! + IN_ORDER_MICROS;
    const landAfter = before < 0 ? Number.NEGATIVE_INFINITY : this.landAt[before]! + IN_ORDER_MICROS;
    this.leaveAt[index] = Math.max(flight.sentAt, leaveAfter);
    this.landAt[index] = Math.max(flight.receivedAt, landAfter, this.leaveAt[index]! + 1);
  }

  /** Updates a flight that is not final: more of its bytes, or its call, may have come. */
  #revisit(index: number): void {
    const { unit } = this.flights[index]!;
    const timeline = this.#timelineOf.get(unit.connection)!;
    const callAt = this.callAt(index);
    if (callAt !== null) this.#learnOneWay(unit, callAt);
    this.#replace(
      index,
      flightFrom(unit, callAt, this.#oneWayFor(timeline), this.#partnerOf(unit), heldOf(timeline, unit)),
    );
    if (!unit.partial) this.#notice(timeline, unit, index);
    const isOld = unit.until < this.#capture.lastAt - SETTLE_MICROS;
    if (
      !unit.partial &&
      (callAt !== null || (timeline.connection.openedBy === null && !isAnswerable(unit)) || isOld)
    )
      this.#pending.delete(index);
  }

  #replace(index: number, flight: Flight): void {
    const old = this.flights[index]!;
    if (flight.sentAt === old.sentAt && flight.receivedAt === old.receivedAt) return;
    const leave = this.leaveAt[index]!;
    const land = this.landAt[index]!;
    this.flights[index] = flight;
    this.#time(index, flight);
    this.#move(leave, this.leaveAt[index]!, index * 2);
    this.#move(land, this.landAt[index]!, index * 2 + 1);
  }

  #move(from: number, to: number, ref: number): void {
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

function isAnswerable({ layer, kind }: Unit): boolean {
  return layerOf(layer).control?.includes(kind) ?? false;
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

/**
 * When a unit of the wire was sent and received, in microseconds. `oneWayMicros` is used without a call; by default,
 * the best estimate so far.
 */
export function flightOf(capture: Capture, unit: Unit, oneWayMicros?: number): Flight {
  const timetable = timetableOf(capture);
  const index = timetable.indexOfUnit(unit);
  if (index === null) return flightFrom(unit, null, oneWayMicros ?? timetable.oneWayMicros);
  if (oneWayMicros === undefined) return timetable.flights[index]!;
  const timeline = timetable.timeline(unit.connection)!;
  const carrier = timetable.flights[index]!.unit;
  return flightFrom(carrier, timetable.callAt(index), oneWayMicros, null, heldOf(timeline, carrier));
}
