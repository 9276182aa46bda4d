import type { Decoder } from '../protocol/decoder';
import { layerOf, protocolOf } from '../protocol/layers';
import type { LayerId, Unit } from '../protocol/unit';

/** The topmost thing that a unit of the wire carries: itself, its message, its Socket.IO packet. */
export function topOf(decoder: Decoder, unit: Unit): Unit {
  let top = unit;
  for (;;) {
    const above = decoder.contentsOf(top)[0];
    // A content that began in an earlier frame is that frame's to name.
    if (!above || isLaterPart(decoder, above, top)) return top;
    top = above;
  }
}

/**
 * What a click on a unit of the wire selects: the topmost thing in it; but of a unit that only joins others (a plain
 * message) the one below it, where there is more to see, with the message as the next tab.
 */
export function chosenOf(decoder: Decoder, unit: Unit): Unit {
  const top = topOf(decoder, unit);
  return layerOf(top.layer).joins === undefined ? top : unit;
}

function isLaterPart(decoder: Decoder, above: Unit, unit: Unit): boolean {
  const first = decoder.carriersOf(above)[0];
  return first !== undefined && first !== unit;
}

/** The layer whose colour a unit of the wire has, and by which it is filtered and counted: of the topmost thing in it. */
export function shownLayer(decoder: Decoder, unit: Unit): LayerId {
  return protocolOf(topOf(decoder, unit).layer).id;
}

/** Whether it carries nothing of an application's: such units are drawn small. */
export function isControl({ layer, kind }: Unit): boolean {
  return layerOf(layer).control?.includes(kind) ?? false;
}

/** What the wire shows as scrambled. */
export function isMasked(unit: Unit): boolean {
  return maskedBytes(unit) > 0;
}

/** How many bytes of the unit's payload are scrambled on the wire. */
export function maskedBytes(unit: Unit): number {
  return layerOf(unit.layer).maskedBytes?.(unit) ?? 0;
}
