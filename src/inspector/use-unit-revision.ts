import { useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';
import type { Unit } from '../protocol/unit';

/** So long after its last byte, calls of the page and contents may still be found that belong to a unit. */
const SETTLE_MICROS = 2_000_000;

/**
 * Renders again with every change of the capture while a unit may still change: not any more once it is complete and has
 * settled, however much else comes. Without a unit only when the very first one is there.
 */
export function useUnitRevision(capture: Capture, unit: Unit | null): number {
  return useSyncExternalStore(capture.subscribe, () => {
    if (unit === null) return capture.decoder.units.length === 0 ? -1 : -2;
    const isSettled = !unit.partial && capture.lastAt - unit.until > SETTLE_MICROS;
    return isSettled ? -1 : capture.revision;
  });
}
