import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Timetable } from '../../timeline';
import { faultyIn, innermostOf, isControl } from '../innermost';

/** Units of one kind that one end sends at once, one after the other: only the first and the last need words. */
export interface Burst {
  /** In the order in which they leave; empty if there is none. */
  readonly flights: readonly number[];
  /** The index of the moment after its last one, and whether it is known to end there. */
  readonly end: number;
  readonly isOver: boolean;
}

/** Fewer have a label each; more are a flood. */
const LEAST_UNITS = 6;
const MOST_UNITS = 32;
/** From one to the next one, at most. */
const APART_MICROS = 10_000;

interface Timed {
  readonly timetable: Timetable;
  readonly decoder: Decoder;
  /** Whether the flight has a row of its own, and comes in one piece. */
  isPlain(flight: number): boolean;
}

const NO_BURST: Burst = { flights: [], end: 0, isOver: true };

/** Whether it has neither words nor times of its own. */
export function isQuietIn(burst: Burst | null, flight: number): boolean {
  return burst !== null && flight !== burst.flights[0] && flight !== burst.flights.at(-1);
}

/** The burst that begins with the flight that leaves at the moment `index`. What the other end sends meanwhile may lie between. */
export function burstFrom(timed: Timed, index: number): Burst {
  const { ref } = timed.timetable.moments;
  const first = ref[index]! / 2;
  if (!isCalm(timed, first) || followsAnother(timed, index)) return NO_BURST;
  const flights = [first];
  let end = index + 1;
  for (let i = index + 1; i < ref.length; i++) {
    const step = stepAt(timed, i, flights.at(-1)!);
    if (step === 'over' || flights.length > MOST_UNITS) {
      const isBurst = flights.length >= LEAST_UNITS && flights.length <= MOST_UNITS;
      return { flights: isBurst ? flights : [], end, isOver: true };
    }
    if (step === 'between') continue;
    flights.push(ref[i]! / 2);
    end = i + 1;
  }
  return { flights: flights.length < LEAST_UNITS ? [] : flights, end, isOver: false };
}

/** Whether the last unit that this end has sent before is like this one: then a burst has begun earlier, or it is a flood. */
function followsAnother(timed: Timed, index: number): boolean {
  const { ref } = timed.timetable.moments;
  for (let i = index - 1; i >= 0; i--) {
    const step = stepAt(timed, i, ref[index]! / 2);
    if (step !== 'between') return step === 'like';
  }
  return false;
}

/** What a moment is to a burst with this flight: one more of its units, something else meanwhile, or its end. */
function stepAt(timed: Timed, index: number, flight: number): 'like' | 'between' | 'over' {
  const { timetable, decoder } = timed;
  const what = timetable.moments.ref[index]!;
  if (what < 0 || what % 2 === 1) return 'over';
  const apart = Math.abs(timetable.leaveAt[what / 2]! - timetable.leaveAt[flight]!);
  const { unit } = timetable.flights[what / 2]!;
  const { unit: other } = timetable.flights[flight]!;
  if (apart > APART_MICROS || unit.connection !== other.connection) return 'over';
  if (unit.sender !== other.sender) return 'between';
  if (!isCalm(timed, what / 2)) return 'over';
  const [top, above] = [innermostOf(decoder, unit), innermostOf(decoder, other)];
  return top.layer === above.layer && top.kind === above.kind ? 'like' : 'over';
}

/** Whether nothing is lost without words about it. */
function isCalm({ timetable, decoder, isPlain }: Timed, flight: number): boolean {
  const { unit, isSwallowed } = timetable.flights[flight]!;
  if (layerOf(unit.layer).wire !== 'duplex' || unit.partial || unit.isAfterFailure || isSwallowed)
    return false;
  return !isControl(unit) && isPlain(flight) && faultyIn(decoder, unit) === null;
}
