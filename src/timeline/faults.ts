import type { Capture } from '../capture/capture';
import type { Unit } from '../protocol/unit';
import type { Selection } from './pointing';
import type { Timetable } from './timetable';

/** Whether a unit breaks a rule, exceeds a limit or was cut off. A notice alone is no fault. */
export function isFaulty({ fault }: Unit): boolean {
  return fault !== null && fault.kind !== 'notice';
}

/** A unit, and in it the bytes at fault; all of it where no byte is. */
export function atFault(unit: Unit): Selection {
  const range = unit.fault?.range;
  return { unit, range: range !== undefined && range.start < range.end ? range : null };
}

/** Whether it was cut off because the page itself closed its connection, such as that of an EventSource: nothing is wrong there. */
export function isCutByPage(capture: Capture, { fault, connection, sender }: Unit): boolean {
  if (fault?.kind !== 'cut' || sender !== 'server') return false;
  const captured = capture.connection(connection);
  return captured?.via === 'direct' && captured.openedBy !== null && captured.ends[0]?.by === 'client';
}

/** A faulty unit and its flight. */
export interface FaultFlight {
  readonly unit: Unit;
  readonly flight: number;
}

/** The faults of a capture, at any layer, in the order of their units. */
class FaultBook {
  readonly found: FaultFlight[] = [];
  #read = 0;
  #revision = '';
  /** Those that are not in flight yet. */
  #pending: Unit[] = [];

  update(capture: Capture, timetable: Timetable): void {
    const { faulty, revision } = capture.decoder;
    // A fault may come without a new flight, and a flight without a new fault.
    const both = `${revision} ${timetable.revision}`;
    if (this.#revision === both) return;
    this.#revision = both;
    const units = [...this.#pending, ...faulty.slice(this.#read)];
    if (units.length === 0) return;
    this.#read = faulty.length;
    this.#pending = [];
    for (const unit of units) this.#look(unit, capture, timetable);
    this.found.sort((a, b) => a.unit.id - b.unit.id);
  }

  #look(unit: Unit, capture: Capture, timetable: Timetable): void {
    if (!isFaulty(unit) || isCutByPage(capture, unit)) return;
    const flight = timetable.indexOfUnit(unit);
    if (flight === null) this.#pending.push(unit);
    else this.found.push({ unit, flight });
  }
}

const books = new WeakMap<Timetable, FaultBook>();

/** All faulty units so far, in order. */
export function faultsOf(capture: Capture, timetable: Timetable): readonly FaultFlight[] {
  let book = books.get(timetable);
  if (!book) {
    book = new FaultBook();
    books.set(timetable, book);
  }
  book.update(capture, timetable);
  return book.found;
}

/** The nearest fault that lands after (`1`) or before (`-1`) this instant, microseconds; null if none. */
export function faultFrom(
  capture: Capture,
  timetable: Timetable,
  nowMicros: number,
  direction: 1 | -1,
): FaultFlight | null {
  let nearest: FaultFlight | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const fault of faultsOf(capture, timetable)) {
    const away = (timetable.landAt[fault.flight]! - nowMicros) * direction;
    if (away <= 0 || away >= least) continue;
    nearest = fault;
    least = away;
  }
  return nearest;
}
