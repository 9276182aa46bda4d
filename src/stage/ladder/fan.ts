import type { Decoder } from '../../protocol/decoder';
import { layerOf } from '../../protocol/layers';
import type { Timetable } from '../../timeline';

/** The same bytes from the server to many clients at once, as `io.emit` sends them. */
export interface Fan {
  /** Its first flight, which is drawn, and the others. */
  readonly first: number;
  readonly folded: ReadonlySet<number>;
  /** The index of the moment after its last one, and whether it is known to end there. */
  readonly end: number;
  readonly isOver: boolean;
}

/** Fewer are drawn one by one. */
export const LEAST_CLIENTS = 8;
/** All of them leave within this time. */
const WINDOW_MICROS = 200_000;
/** What leaves between two of them, at most. */
const MOST_BETWEEN = 16;
/** Longer units are not compared. */
const MOST_BYTES = 64 * 1024;

interface Timed {
  readonly timetable: Timetable;
  readonly decoder: Decoder;
  /** Whether the flight has a row of its own, whatever it is. */
  isShown(flight: number): boolean;
}

/** The fan that begins with the flight that leaves at the moment `index`. */
export function fanFrom({ timetable, decoder, isShown }: Timed, index: number): Fan {
  const { at, ref } = timetable.moments;
  const first = ref[index]! / 2;
  const { unit } = timetable.flights[first]!;
  const alone: Fan = { first, folded: new Set(), end: index + 1, isOver: true };
  const { partial, sender, start, end: endOf } = unit;
  const size = endOf - start;
  const mayFan = sender === 'server' && !partial && layerOf(unit.layer).wire === 'duplex';
  if (!mayFan || size > MOST_BYTES) return alone;
  const bytes = decoder.bytesOf(unit);
  const connections = new Set([unit.connection]);
  const folded = new Set<number>();
  let end = index + 1;
  let between = 0;
  let i = index + 1;
  for (; i < at.length && at[i]! - at[index]! <= WINDOW_MICROS && between <= MOST_BETWEEN; i++) {
    const what = ref[i]!;
    if (what < 0 || what % 2 === 1 || !isShown(what / 2)) continue;
    const { unit: other } = timetable.flights[what / 2]!;
    const isSame =
      other.sender === 'server' &&
      !other.partial &&
      !connections.has(other.connection) &&
      other.kind === unit.kind &&
      other.end - other.start === size &&
      isEqual(decoder.bytesOf(other), bytes);
    if (!isSame) {
      between++;
      continue;
    }
    between = 0;
    connections.add(other.connection);
    folded.add(what / 2);
    end = i + 1;
  }
  const isOver = i < at.length;
  if (connections.size < LEAST_CLIENTS) return { ...alone, isOver: isOver || folded.size === 0 };
  return { first, folded, end, isOver };
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
