import { useSyncExternalStore } from 'react';
import {
  browserStore,
  type LessonStatus,
  progressRevision,
  readProgress,
  statusOf,
  watchProgress,
} from '../../lessons';

/** Renders again when the progress of any lesson changes, also in another window. */
export function useLessonStatuses(): (lesson: string) => LessonStatus {
  useSyncExternalStore(watchProgress, progressRevision);
  return (lesson) => statusOf(readProgress(lesson, browserStore()));
}
