import { useMemo, useSyncExternalStore } from 'react';
import type { Capture } from '../capture/capture';

/** Nobody reads a sentence that is replaced sooner. */
const READING_MS = 500;

/** What React reads a revision from. */
export interface RevisionStore {
  get(): number;
  subscribe(listener: () => void): () => void;
}

/**
 * The capture's revision, at most twice a second: the first change after a rest is told at once, the last of a burst
 * for certain. Nothing is scheduled while nothing changes.
 */
export function pacedRevision(capture: Pick<Capture, 'revision' | 'subscribe'>): RevisionStore {
  let told = capture.revision;
  return {
    get: () => told,
    subscribe(listener) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const tell = () => {
        timer = undefined;
        if (told === capture.revision) return;
        told = capture.revision;
        timer = setTimeout(tell, READING_MS);
        listener();
      };
      const stop = capture.subscribe(() => {
        if (timer === undefined) tell();
      });
      tell();
      return () => {
        clearTimeout(timer);
        stop();
      };
    },
  };
}

/** Renders again when the capture has changed, as often as one can read along. */
export function usePacedRevision(capture: Capture): number {
  const store = useMemo(() => pacedRevision(capture), [capture]);
  return useSyncExternalStore(store.subscribe, store.get);
}
