import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Selection } from '../../timeline';

/** Whether a unit of the wire, or one of several up to this `end` in the stream, lights up. */
export type Lit = (unit: Unit, end?: number) => boolean;

/** Which units of the wire are, hold or carry a part of what is selected: for one of several fragments, all of them. */
export function litBy(decoder: Decoder, selection: Selection | null): Lit {
  if (!selection) return () => false;
  const { ranges } = decoder.toWire(selection.unit, selection.range ?? undefined);
  return (unit, last = unit.end) =>
    unit === selection.unit ||
    ranges.some(
      ({ connection, sender, start, end }) =>
        connection === unit.connection && sender === unit.sender && start < last && end > unit.start,
    );
}
