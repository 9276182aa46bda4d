import { createContext, useContext, useSyncExternalStore } from 'react';
import { useRevision } from '../capture/use-capture';
import type { LabSession } from '../lab/session';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import type { LessonRun } from './lesson-run';

/** What everything in a lesson may use. */
export interface LessonParts {
  readonly run: LessonRun;
  readonly lab: LabSession;
  readonly playback: Playback;
  readonly pointing: Pointing;
}

export const LessonContext = createContext<LessonParts | null>(null);

/** The lesson that this stands in; renders again when its run or its capture changes. */
export function useLesson(): LessonParts {
  const parts = useContext(LessonContext);
  if (!parts) throw new RangeError('useLesson() stands in a LessonPanel only');
  useRevision(parts.run.capture);
  useSyncExternalStore(parts.run.subscribe, () => parts.run.revision);
  return parts;
}
