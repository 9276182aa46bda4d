import { useSyncExternalStore } from 'react';
import type { Capture } from './capture';

/** Renders again when the capture has changed (at most once per animation frame); the value is its revision. */
export function useRevision(capture: Capture): number {
  return useSyncExternalStore(capture.subscribe, () => capture.revision);
}
