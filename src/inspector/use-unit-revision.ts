import { useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';
import type { Unit } from '../protocol/unit';

/** So long after its last byte, calls of the page and contents may still be found that belong to a unit. */
const SETTLE_MICROS = 2_000_000;

/**
 * Renders again with every change of the capture while a unit may still change: without one, always; not any more once
 * it is complete and has settled, however much else comes.
 */
export function useUnitRevision(capture: Capture, unit: Unit | null): number {
  return useSyncExternalStore(capture.subscribe, () => {
    const isSettled = unit !== null && !unit.partial && capture.lastAt - unit.until > SETTLE_MICROS;
    return isSettled ? -1 : capture.revision;
  });
}
