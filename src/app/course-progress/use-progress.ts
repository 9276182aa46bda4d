import { useSyncExternalStore } from 'react';
import {
  browserStore,
  progressRevision,
  readProgress,
  type Standing,
  standingOf,
  watchProgress,
} from '../../lessons';

/** Renders again when progress changes, in whichever lesson, here or in another window. */
export function useStandings(): (lesson: string) => Standing {
  useSyncExternalStore(watchProgress, progressRevision);
  return (lesson) => standingOf(readProgress(lesson, browserStore()));
}
