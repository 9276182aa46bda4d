import type { Call, Capture } from '../capture/capture';
import { heldMicrosOf } from '../capture/held';
import type { Decoder } from '../protocol/decoder';
import { layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';
import { CallBook } from './call-book';
import { matchCall } from './call-match';
import { flightFrom, isOnWire, USUAL_ONE_WAY_MICROS } from './flight';
import { createLine, type Line } from './line';
import { countWhile, Moments, markOf } from './moments';
import type { Flight } from './scene';
import { sidIn } from './session';

/** Calls and late bytes may still move what is younger than this. */
const SETTLE_MICROS = 1_000_000;
/** Units of one read or write passed in the same microsecond: their order is kept by this much, far below what is shown. */
const IN_ORDER_MICROS = 0.01;

/**
 * The capture seen as a timetable: every unit of the wire with the moments it leaves and lands. Grows with the
 * capture; what is older than a second is settled, so that whatever is laid out from it need not be laid out again.
 */
export class Track {
  /** In the order in which the tap saw them begin. Replaced in place while bytes or calls still come. */
  readonly flights: Flight[] = [];
  /** When each leaves and lands, microseconds: the flight's own times, strictly in order within one direction. */
  readonly leaveAt: number[] = [];
  readonly landAt: number[] = [];
  readonly moments = new Moments();
  readonly lines: Line[] = [];
  /** How many moments, from the first, will not move any more. */
  settled = 0;
  /** Grows when a settled moment did move after all: lay out everything again. */
  epoch = 0;
  /** The capture's revision that it is up to date with. */
  revision = -1;
  private readonly lineOf = new Map<number, Line>();
  private readonly indexOf = new Map<number, number>();
  private readonly book = new CallBook();
  private readonly pending = new Set<number>();
  /** The flight before it in the same direction, or -1. */
  private readonly before: number[] = [];
  /** Which data message of its direction it belongs to, from 1. */
  private readonly ordinals: number[] = [];
  private unitsRead = 0;
  private fastestMicros = Number.POSITIVE_INFINITY;
  private readonly capture: Capture;

  constructor(capture: Capture) {
    this.capture = capture;
  }

  /** The last moment there is, microseconds; 0 when nothing has happened. */
  get endAt(): number {
    return this.moments.at.at(-1) ?? 0;
  }

  /** The best estimate of the time from one end to the other: the shortest that a matched call showed. */
  get oneWayMicros(): number {
    return Number.isFinite(this.fastestMicros) ? this.fastestMicros : USUAL_ONE_WAY_MICROS;
  }

  line(connection: number): Line | undefined {
    return this.lineOf.get(connection);
  }

  /** How many units leave after this instant. */
  countAfter(nowMicros: number): number {
    let left = 0;
    for (const { lanes } of this.lines) {
      for (const { flights } of [lanes.client, lanes.server]) {
        left += countWhile(flights.length, (i) => this.leaveAt[flights[i]!]! <= nowMicros);
      }
    }
    return this.flights.length - left;
  }

  /** Whether some unit has left but not landed before the `index`-th moment. */
  isFlyingAfter(index: number): boolean {
    const now = this.moments.at[index - 1] ?? Number.NEGATIVE_INFINITY;
    return this.lines.some(({ lanes }) =>
      [lanes.client, lanes.server].some(({ flights }) => {
        const left = countWhile(flights.length, (i) => this.leaveAt[flights[i]!]! <= now);
        return left > 0 && this.landAt[flights[left - 1]!]! > now;
      }),
    );
  }

  /** The flight that brings this unit, or the one of the frame or HTTP message it lies in. */
  indexOfUnit(unit: Unit): number | null {
    let carrier = unit;
    while (carrier.inside) carrier = carrier.inside;
    return this.indexOf.get(carrier.id) ?? null;
  }

  /** When the page's own code sent or got it; null when no call is about it. */
  callAt(index: number): number | null {
    return this.callOf(index)?.at ?? null;
  }

  /** What the page's own code did to send it, or when it got it; null when no call is about it. */
  callOf(index: number): Call | null {
    const flight = this.flights[index]!;
    const line = this.lineOf.get(flight.unit.connection);
    return line ? matchCall(this.capture.decoder, this.book, line, flight.unit, this.ordinals[index]!) : null;
  }

  /** Takes in what the capture has got since the last time; does nothing when that is nothing. */
  update(): void {
    if (this.revision === this.capture.revision) return;
    this.revision = this.capture.revision;
    this.book.update(this.capture.calls);
    this.takeConnections();
    const { units } = this.capture.decoder;
    for (; this.unitsRead < units.length; this.unitsRead++) this.takeUnit(units[this.unitsRead]!);
    for (const index of this.pending) this.revisit(index);
    this.settled = this.moments.countUpTo(this.capture.lastAt - SETTLE_MICROS);
  }

  private takeConnections(): void {
    const { connections } = this.capture;
    for (let i = this.lines.length; i < connections.length; i++) {
      const line = createLine(connections[i]!);
      this.lines.push(line);
      this.lineOf.set(line.connection.id, line);
      this.insert(line.connection.openedAt, markOf(i));
    }
    for (let i = 0; i < connections.length; i++) {
      const connection = connections[i]!;
      const line = this.lines[i]!;
      line.connection = connection;
      for (; line.endsTaken < connection.ends.length; line.endsTaken++) {
        this.insert(connection.ends[line.endsTaken]!.at, markOf(i));
      }
      for (; line.impairmentsTaken < connection.impairments.length; line.impairmentsTaken++) {
        this.insert(connection.impairments[line.impairmentsTaken]!.at, markOf(i));
      }
    }
  }

  private takeUnit(unit: Unit): void {
    const line = this.lineOf.get(unit.connection);
    if (!line) return;
    const lane = line.lanes[unit.sender];
    const { wire } = layerOf(unit.layer);
    if (wire === 'bytes') lane.transfers.push(unit);
    if (!isOnWire(unit)) {
      this.noticeSession(line, unit);
      return;
    }
    const index = this.flights.length;
    this.before.push(lane.flights.at(-1) ?? -1);
    lane.flights.push(index);
    if (wire === 'turns') lane.http++;
    if (unit.kind === 'text' || unit.kind === 'binary') lane.messages++;
    if (unit.kind === 'close') line.closes.push(unit);
    this.indexOf.set(unit.id, index);
    this.ordinals.push(lane.messages);
    const callAt = matchCall(this.capture.decoder, this.book, line, unit, lane.messages)?.at ?? null;
    const flight = flightFrom(unit, callAt, this.oneWayFor(line), this.partnerOf(unit), heldOf(line, unit));
    this.flights.push(flight);
    this.leaveAt.push(0);
    this.landAt.push(0);
    this.time(index, flight);
    this.insert(this.leaveAt[index]!, index * 2);
    this.insert(this.landAt[index]!, index * 2 + 1);
    this.pending.add(index);
  }

  /** A raw client stands beside the server: its bytes do not travel the browser's way. */
  private oneWayFor(line: Line): number {
    return line.connection.via === 'raw'
      ? Math.min(USUAL_ONE_WAY_MICROS, this.oneWayMicros)
      : this.oneWayMicros;
  }

  /** Only control frames are answered by the browser itself, so only there no call says when. */
  private partnerOf(unit: Unit): Unit | null {
    return isAnswerable(unit) ? this.capture.decoder.partnerOf(unit) : null;
  }

  private time(index: number, flight: Flight): void {
    const before = this.before[index]!;
    const leaveAfter = before < 0 ? Number.NEGATIVE_INFINITY : this.leaveAt[before]! + IN_ORDER_MICROS;
    const landAfter = before < 0 ? Number.NEGATIVE_INFINITY : this.landAt[before]! + IN_ORDER_MICROS;
    this.leaveAt[index] = Math.max(flight.sentAt, leaveAfter);
    this.landAt[index] = Math.max(flight.receivedAt, landAfter, this.leaveAt[index]! + 1);
  }

  /** Looks again at a flight that was not final: more of its bytes, or the page's call, may have come. */
  private revisit(index: number): void {
    const { unit } = this.flights[index]!;
    const line = this.lineOf.get(unit.connection)!;
    const callAt = this.callAt(index);
    if (callAt !== null) this.learnOneWay(unit, callAt);
    this.replace(
      index,
      flightFrom(unit, callAt, this.oneWayFor(line), this.partnerOf(unit), heldOf(line, unit)),
    );
    if (!unit.partial) this.notice(line, unit, index);
    const isOld = unit.until < this.capture.lastAt - SETTLE_MICROS;
    if (
      !unit.partial &&
      (callAt !== null || (line.connection.openedBy === null && !isAnswerable(unit)) || isOld)
    )
      this.pending.delete(index);
  }

  private replace(index: number, flight: Flight): void {
    const old = this.flights[index]!;
    if (flight.sentAt === old.sentAt && flight.receivedAt === old.receivedAt) return;
    const leave = this.leaveAt[index]!;
    const land = this.landAt[index]!;
    this.flights[index] = flight;
    this.time(index, flight);
    this.move(leave, this.leaveAt[index]!, index * 2);
    this.move(land, this.landAt[index]!, index * 2 + 1);
  }

  private move(from: number, to: number, ref: number): void {
    if (from === to) return;
    if (this.moments.remove(from, ref) < this.settled) this.unsettle();
    this.insert(to, ref);
  }

  private insert(at: number, ref: number): void {
    if (this.moments.insert(at, ref) < this.settled) this.unsettle();
  }

  private unsettle(): void {
    this.settled = 0;
    this.epoch++;
  }

  /** What a complete HTTP message tells about its connection. */
  private notice(line: Line, unit: Unit, index: number): void {
    if (layerOf(unit.layer).wire !== 'turns') return;
    if (unit.sender === 'client') {
      line.hasOrigin ??= hasOrigin(this.capture.decoder, unit);
      this.noticeSession(line, unit);
      return;
    }
    const status = this.capture.decoder.headOf(unit)?.status ?? 200;
    if (status < 200 && status !== 101) line.interims.add(index);
    const switchedAt = this.capture.decoder.connection(unit.connection)?.switchedAt;
    if (switchedAt && switchedAt.server === unit.end) line.switchedBy = index;
  }

  private noticeSession(line: Line, unit: Unit): void {
    const sid = sidIn(this.capture.decoder, unit);
    const by = sid === null ? null : this.indexOfUnit(unit);
    if (sid === null || by === null || line.sessions.some((session) => session.by === by)) return;
    if (line.sessions.at(-1)?.sid !== sid) line.sessions.push({ by, sid });
  }

  private learnOneWay(unit: Unit, callAt: number): void {
    const took = unit.sender === 'client' ? unit.at - callAt : callAt - unit.until;
    if (took > 0) this.fastestMicros = Math.min(this.fastestMicros, took);
  }
}

/** A unit that came in several parts waited for its last one. */
function heldOf(line: Line, unit: Unit): number {
  const { connection } = line;
  if (connection.held[unit.sender].length === 0) return 0;
  return heldMicrosOf(connection, unit.sender, unit.sender === 'client' ? unit.end - 1 : unit.start);
}

function hasOrigin(decoder: Decoder, request: Unit): boolean {
  return decoder.headOf(request)?.headers.some(({ name }) => name.toLowerCase() === 'origin') ?? false;
}

function isAnswerable({ layer, kind }: Unit): boolean {
  return layerOf(layer).control?.includes(kind) ?? false;
}

const tracks = new WeakMap<Capture, Track>();

/** The timetable of this capture, up to date. One per capture. */
export function trackOf(capture: Capture): Track {
  let track = tracks.get(capture);
  if (!track) {
    track = new Track(capture);
    tracks.set(capture, track);
  }
  track.update();
  return track;
}

/**
 * When a unit of the wire was sent and received, in microseconds. `oneWayMicros` is used where no call tells; without
 * it, the best estimate from the calls so far.
 */
export function flightOf(capture: Capture, unit: Unit, oneWayMicros?: number): Flight {
  const track = trackOf(capture);
  const index = track.indexOfUnit(unit);
  if (index === null) return flightFrom(unit, null, oneWayMicros ?? track.oneWayMicros);
  if (oneWayMicros === undefined) return track.flights[index]!;
  const line = track.line(unit.connection)!;
  const carrier = track.flights[index]!.unit;
  return flightFrom(carrier, track.callAt(index), oneWayMicros, null, heldOf(line, carrier));
}
