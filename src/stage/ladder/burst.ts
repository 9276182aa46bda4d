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
const APART_MICROS = 5_000;

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

/** The burst that begins with the flight that leaves at the moment `index`. */
export function burstFrom(timed: Timed, index: number): Burst {
  const { ref } = timed.timetable.moments;
  if (isLike(timed, index, index - 1) || !isLike(timed, index, index)) return NO_BURST;
  const flights: number[] = [];
  let end = index;
  for (
    ;
    end < ref.length && flights.length <= MOST_UNITS && isLike(timed, end, Math.max(index, end - 1));
    end++
  )
    flights.push(ref[end]! / 2);
  if (flights.length > MOST_UNITS) return NO_BURST;
  const isOver = end < ref.length;
  return { flights: flights.length < LEAST_UNITS ? [] : flights, end, isOver };
}

/** Whether these two moments are leavings of like units at about the same time. What is cheap to see comes first. */
function isLike(timed: Timed, index: number, before: number): boolean {
  const { timetable, decoder } = timed;
  const { at, ref } = timetable.moments;
  const [one, other] = [ref[index] ?? -1, ref[before] ?? -1];
  if (one < 0 || other < 0 || one % 2 === 1 || other % 2 === 1) return false;
  if (Math.abs(at[index]! - at[before]!) > APART_MICROS) return false;
  const { unit } = timetable.flights[one / 2]!;
  const { unit: earlier } = timetable.flights[other / 2]!;
  if (unit.connection !== earlier.connection || unit.sender !== earlier.sender) return false;
  if (!isCalm(timed, one / 2) || (one !== other && !isCalm(timed, other / 2))) return false;
  const [top, above] = [innermostOf(decoder, unit), innermostOf(decoder, earlier)];
  return top.layer === above.layer && top.kind === above.kind;
}

/** Whether nothing is lost without words about it. */
function isCalm({ timetable, decoder, isPlain }: Timed, flight: number): boolean {
  const { unit, isSwallowed } = timetable.flights[flight]!;
  if (layerOf(unit.layer).wire !== 'duplex' || unit.partial || unit.isAfterFailure || isSwallowed)
    return false;
  return !isControl(unit) && isPlain(flight) && faultyIn(decoder, unit) === null;
}
