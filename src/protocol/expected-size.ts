import { layerOf } from './layers';
import { UnitRecord } from './records';
import type { Unit } from './unit';

/**
 * How many bytes a unit on the wire will have when it has come whole, as its own header says; null while nothing says
 * it, and for what ends otherwise (chunks, the end of the connection).
 */
export function expectedSizeOf(unit: Unit): number | null {
  return unit instanceof UnitRecord ? (layerOf(unit.layer).expectedSize?.(unit) ?? null) : null;
}
