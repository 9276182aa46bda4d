import { layerOf } from './layers';
import { UnitRecord } from './records';
import type { Unit } from './unit';

/**
 * How many bytes a unit on the wire will have when it is complete, according to its header; null before that is known,
 * and for units that end otherwise (chunks, the end of the connection).
 */
export function expectedSizeOf(unit: Unit): number | null {
  return unit instanceof UnitRecord ? (layerOf(unit.layer).expectedSize?.(unit) ?? null) : null;
}
