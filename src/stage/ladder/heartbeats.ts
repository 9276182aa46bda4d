import type { Decoder } from '../../protocol/decoder';
import { isHeartbeat } from '../../protocol/is-heartbeat';
import { layerOf } from '../../protocol/layers';
import type { Unit } from '../../protocol/unit';
import type { Timetable } from '../../timeline';

/** Whether this heartbeat asks; the other one answers it. */
function asks(decoder: Decoder, unit: Unit): boolean {
  const [above] = decoder.contentsOf(unit);
  if (above && !layerOf(unit.layer).heartbeats?.kinds.includes(unit.kind)) return asks(decoder, above);
  const partner = decoder.partnerOf(unit);
  return partner === null ? unit.sender === 'server' : partner.id > unit.id;
}

/** Heartbeats without anything else between them, from a moment on. */
export interface HeartbeatRun {
  /** The flights to fold: all but the newest exchange, or all of a class. Empty when there are too few. */
  readonly folded: ReadonlySet<number>;
  /** How many heartbeats that is, each with its answer, and from the first one's leaving to the last one's landing. */
  readonly count: number;
  readonly micros: number;
  readonly landedAt: number;
  /** The index of the moment after the run, and whether the run is known to end there. */
  readonly end: number;
  readonly isOver: boolean;
}

/** Fewer heartbeats are shown one by one. */
const LEAST_FOLDED = 3;
/** A longer run is a flood, and worth seeing. */
const MOST_MOMENTS = 2_000;

interface Timed {
  readonly timetable: Timetable;
  readonly decoder: Decoder;
  /** Whether the flight has a row of its own, whatever it is. */
  isShown(flight: number): boolean;
  /** Whether this moment ends a connection. */
  isEnd(ref: number, at: number): boolean;
}

const guestAt = (timetable: Timetable, flight: number) =>
  timetable.timeline(timetable.flights[flight]!.unit.connection)?.client?.guest ?? null;

/** The run of heartbeats that begins with the moment at `index`. */
export function heartbeatsFrom({ timetable, decoder, isShown, isEnd }: Timed, index: number): HeartbeatRun {
  const { at, ref } = timetable.moments;
  const flights: number[] = [];
  let end = index;
  let isOver = false;
  for (; end < at.length && end - index < MOST_MOMENTS; end++) {
    const what = ref[end]!;
    isOver = what < 0 ? isEnd(what, at[end]!) : what % 2 === 0 && isShown(what / 2);
    if (isOver && what >= 0 && isHeartbeat(decoder, timetable.flights[what / 2]!.unit)) {
      flights.push(what / 2);
      isOver = false;
    }
    if (isOver) break;
  }
  const isFlood = end - index >= MOST_MOMENTS;
  const asking = flights.filter((flight) => asks(decoder, timetable.flights[flight]!.unit));
  // Those of a whole room would leave no place for what it says.
  const isOfClass = flights.some((flight) => guestAt(timetable, flight));
  const count = isOfClass ? asking.length : asking.length - 1;
  if (isFlood || count < (isOfClass ? 1 : LEAST_FOLDED)) {
    return { folded: new Set(), count: 0, micros: 0, landedAt: 0, end, isOver: isOver || isFlood };
  }
  const folded = isOfClass ? flights : flights.slice(0, flights.indexOf(asking.at(-1)!));
  const landedAt = Math.max(...folded.map((flight) => timetable.landAt[flight]!));
  return {
    folded: new Set(folded),
    count,
    micros: landedAt - timetable.leaveAt[folded[0]!]!,
    landedAt,
    end,
    isOver,
  };
}
