import { useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';
import type { LabSession, LabState } from './session';

/** Renders again when the lab's state changes. */
export function useLabState(lab: LabSession): LabState {
  return useSyncExternalStore(lab.subscribe, () => lab.state);
}

/** The capture of the lab that the page has now: another object once a new lab replaced one that ended. */
export function useLabCapture(lab: LabSession): Capture {
  return useSyncExternalStore(lab.subscribe, () => lab.capture);
}
