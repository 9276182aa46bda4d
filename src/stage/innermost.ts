import type { Decoder } from '../protocol/decoder';
import { layerOf, protocolOf } from '../protocol/layers';
import type { LayerId, Unit } from '../protocol/unit';
import type { Selection } from '../timeline';
import { atFault, isFaulty } from '../timeline/faults';

/** The innermost unit that a unit of the wire carries: its message, its Socket.IO packet, itself. */
export function innermostOf(decoder: Decoder, unit: Unit): Unit {
  let top = unit;
  for (;;) {
    const above = decoder.contentsOf(top)[0];
    // Content that began in an earlier frame belongs to that frame.
    if (!above || isLaterPart(decoder, above, top)) return top;
    top = above;
  }
}

/**
 * What a click on a unit of the wire selects: the bytes at fault in it, if any; else its innermost unit, except for one
 * that only joins others (a plain message), where the unit below has more to see and the message is the next tab.
 */
export function selectionFor(decoder: Decoder, unit: Unit): Selection {
  const faulty = faultyIn(decoder, unit);
  if (faulty !== null) return atFault(faulty);
  const top = innermostOf(decoder, unit);
  return { unit: layerOf(top.layer).joins === undefined ? top : unit, range: null };
}

/** A body may carry hundreds of thousands of packets, and a row is drawn again with each of them. */
const MAX_SEARCHED = 256;

/**
 * What is at fault in a unit of the wire: itself, or one of the first units that it carries. The first that breaks a rule,
 * outside in, else the first with a notice; null when there is none.
 */
export function faultyIn(decoder: Decoder, unit: Unit): Unit | null {
  let noticed: Unit | null = null;
  const searched = [unit];
  for (let at = 0; at < searched.length; at++) {
    const each = searched[at]!;
    if (isFaulty(each)) return each;
    if (each.fault !== null) noticed ??= each;
    for (const above of decoder.contentsOf(each)) {
      if (searched.length >= MAX_SEARCHED) break;
      if (!isLaterPart(decoder, above, each)) searched.push(above);
    }
  }
  return noticed;
}

function isLaterPart(decoder: Decoder, above: Unit, unit: Unit): boolean {
  const first = decoder.carriersOf(above)[0];
  return first !== undefined && first !== unit;
}

/** The layer that colours a unit of the wire, and by which it is filtered and counted: that of its innermost unit. */
export function shownLayer(decoder: Decoder, unit: Unit): LayerId {
  return protocolOf(innermostOf(decoder, unit).layer).id;
}

/** Whether it carries nothing of an application's: such units are drawn small. */
export function isControl({ layer, kind }: Unit): boolean {
  return layerOf(layer).control?.includes(kind) ?? false;
}

/** Whether the wire shows it scrambled. */
export function isMasked(unit: Unit): boolean {
  return maskedBytes(unit) > 0;
}

/** How many bytes of the unit's payload are scrambled on the wire. */
export function maskedBytes(unit: Unit): number {
  return layerOf(unit.layer).maskedBytes?.(unit) ?? 0;
}
