import type { Decoder } from '../protocol/decoder';
import { LAYERS, layerOf } from '../protocol/layers';
import type { Unit } from '../protocol/unit';

/** The session that a unit names: the one that it opens, or the one that a request continues; null for others. */
export function sidIn(decoder: Decoder, unit: Unit): string | null {
  if (unit.kind === 'request') {
    const target = decoder.headOf(unit)?.target ?? '';
    return sessionInTarget(target);
  }
  return layerOf(unit.layer).session?.inUnit(unit) ?? null;
}

/** The session that a request for this target goes on with; null when it names none. */
export function sessionInTarget(target: string): string | null {
  for (const { session } of LAYERS) {
    const sid = session?.inTarget(target) ?? null;
    if (sid !== null) return sid;
  }
  return null;
}
