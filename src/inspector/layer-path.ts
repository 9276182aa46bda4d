import type { Decoder } from '../protocol/decoder';
import type { ByteRange, Unit, WireRange } from '../protocol/unit';
import type { Selection } from '../timeline/pointing';

const isWireLayer = (unit: Unit) =>
  unit.layer === 'tcp' || unit.layer === 'http' || unit.layer === 'websocket';

/** The units that the selected one is wrapped in and wraps, outside in, with itself among them. */
export function layerPath(decoder: Decoder, unit: Unit): readonly Unit[] {
  const path = [unit];
  for (let below = decoder.carriersOf(unit)[0]; below; below = decoder.carriersOf(below)[0])
    path.unshift(below);
  for (let above = decoder.contentsOf(unit)[0]; above; above = decoder.contentsOf(above)[0]) path.push(above);
  return path;
}

/** The others that the same carrier holds, with `unit` among them: the packets of one body, the frames of one read. */
export function siblingsOf(decoder: Decoder, unit: Unit): readonly Unit[] {
  const carrier = decoder.carriersOf(unit)[0];
  return carrier ? decoder.contentsOf(carrier) : [unit];
}

/**
 * Which of `shown`'s own bytes are the ones that are pointed at, wherever that was: straight when it is the same
 * unit, else by way of the wire. Null when none are.
 */
export function litRange(decoder: Decoder, shown: Unit, pointed: Selection | null): ByteRange | null {
  if (!pointed) return null;
  if (pointed.unit === shown) return pointed.range;
  const wire = decoder.toWire(pointed.unit, pointed.range ?? undefined).ranges;
  if (isWireLayer(shown)) return overlapOnWire(shown, wire);
  const lit = decoder
    .fieldsOf(shown)
    .filter((field) =>
      decoder
        .toWire(shown, { start: field.start, end: field.end })
        .ranges.some((range) => wire.some((other) => overlaps(range, other))),
    );
  const first = lit[0];
  const last = lit.at(-1);
  return first && last ? { start: first.start, end: last.end } : null;
}

function overlapOnWire(shown: Unit, wire: readonly WireRange[]): ByteRange | null {
  let found: ByteRange | null = null;
  for (const range of wire) {
    if (range.connection !== shown.connection || range.sender !== shown.sender) continue;
    const start = Math.max(range.start, shown.start) - shown.start;
    const end = Math.min(range.end, shown.end) - shown.start;
    if (start < end)
      found = found ? { start: Math.min(found.start, start), end: Math.max(found.end, end) } : { start, end };
  }
  return found;
}

const overlaps = (a: WireRange, b: WireRange) =>
  a.connection === b.connection && a.sender === b.sender && a.start < b.end && b.start < a.end;
