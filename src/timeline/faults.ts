import type { Capture } from '../capture/capture';
import type { Unit } from '../protocol/unit';
import type { Track } from './track';

/** A unit that breaks a rule, and the flight that brings it. */
export interface FaultFlight {
  readonly unit: Unit;
  readonly flight: number;
}

/** The faults of a capture, at any layer, in the order in which their units began. */
class FaultBook {
  readonly found: FaultFlight[] = [];
  private read = 0;
  private revision = -1;
  /** Units whose end has not come yet may still break a rule. */
  private pending: Unit[] = [];

  update(capture: Capture, track: Track): void {
    if (this.revision === track.revision) return;
    this.revision = track.revision;
    const { units } = capture.decoder;
    const looked = this.pending;
    this.pending = [];
    for (const unit of looked) this.look(unit, track);
    for (; this.read < units.length; this.read++) this.look(units[this.read]!, track);
    if (looked.length > 0) this.found.sort((a, b) => a.unit.id - b.unit.id);
  }

  private look(unit: Unit, track: Track): void {
    if (unit.fault !== null) {
      const flight = track.indexOfUnit(unit);
      if (flight !== null) this.found.push({ unit, flight });
    } else if (unit.partial) {
      this.pending.push(unit);
    }
  }
}

const books = new WeakMap<Track, FaultBook>();

/** Every unit that breaks a rule so far, in the order in which they began. */
export function faultsOf(capture: Capture, track: Track): readonly FaultFlight[] {
  let book = books.get(track);
  if (!book) {
    book = new FaultBook();
    books.set(track, book);
  }
  book.update(capture, track);
  return book.found;
}

/** The nearest fault that lands after (`1`) or before (`-1`) this instant, microseconds; null when there is none. */
export function faultFrom(
  capture: Capture,
  track: Track,
  nowMicros: number,
  direction: 1 | -1,
): FaultFlight | null {
  let nearest: FaultFlight | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const fault of faultsOf(capture, track)) {
    const away = (track.landAt[fault.flight]! - nowMicros) * direction;
    if (away <= 0 || away >= least) continue;
    nearest = fault;
    least = away;
  }
  return nearest;
}
