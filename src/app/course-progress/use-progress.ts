import { useSyncExternalStore } from 'react';
import {
  browserStore,
  progressRevision,
  readProgress,
  type Standing,
  standingOf,
  watchProgress,
} from '../../lessons';

/** Renders again when the progress of any lesson changes, also in another window. */
export function useStandings(): (lesson: string) => Standing {
  useSyncExternalStore(watchProgress, progressRevision);
  return (lesson) => standingOf(readProgress(lesson, browserStore()));
}
