import type { Decoder } from '../../protocol/decoder';
import type { Unit } from '../../protocol/unit';
import type { Selection } from '../../timeline';

/** Whether a unit of the wire, or a bunch up to this `end` in the stream, is lit. */
export type Lit = (unit: Unit, end?: number) => boolean;

/** The units of the wire that are, hold or carry part of the selection: for a fragment, all of them. */
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
