import { createContext, useContext, useSyncExternalStore } from 'react';
import { ROWS } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { LabSession } from '../lab/session';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import type { LessonRun } from './lesson-run';

/** What any part of a lesson may use. */
export interface LessonParts {
  readonly run: LessonRun;
  readonly lab: LabSession;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

export const LessonContext = createContext<LessonParts | null>(null);

/** The lesson around a component; re-renders when its run or its capture changes. */
export function useLesson(): LessonParts {
  const parts = useContext(LessonContext);
  if (!parts) throw new RangeError('useLesson() works only inside a LessonPanel');
  useRevision(parts.run.capture, { pace: ROWS });
  useSyncExternalStore(parts.run.subscribe, () => parts.run.revision);
  return parts;
}
