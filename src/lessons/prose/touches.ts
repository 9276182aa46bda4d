import type { Decoder } from '../../protocol/decoder';
import type { Unit, WireRange } from '../../protocol/unit';
import type { Selection } from '../../timeline/pointing';

/**
 * Whether two things that can be pointed at are the same bytes on the wire. A whole unit matches itself and a unit that
 * carries nothing else: a frame and its only message.
 */
export function touches(decoder: Decoder, a: Selection, b: Selection | null): boolean {
  if (!b) return false;
  if (a.range === null && b.range === null) return isSameThing(decoder, a.unit, b.unit);
  if (a.range === null || b.range === null) return false;
  const ours = decoder.toWire(a.unit, a.range).ranges;
  const others = decoder.toWire(b.unit, b.range).ranges;
  return ours.some((range) => others.some((other) => overlaps(range, other)));
}

function isSameThing(decoder: Decoder, a: Unit, b: Unit): boolean {
  return a === b || wraps(decoder, a, b) || wraps(decoder, b, a);
}

/** Whether `inner` is all that `outer` carries, directly or through layers that carry nothing else either. */
function wraps(decoder: Decoder, outer: Unit, inner: Unit): boolean {
  if (outer.connection !== inner.connection) return false;
  for (let unit = inner; unit !== outer; ) {
    const carriers = decoder.carriersOf(unit);
    const carrier = carriers.length === 1 ? carriers[0]! : null;
    if (!carrier || decoder.contentsOf(carrier).length !== 1) return false;
    unit = carrier;
  }
  return true;
}

const overlaps = (a: WireRange, b: WireRange) =>
  a.connection === b.connection && a.sender === b.sender && a.start < b.end && b.start < a.end;
