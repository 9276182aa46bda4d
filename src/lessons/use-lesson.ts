import { createContext, useContext, useSyncExternalStore } from 'react';
import { ROWS } from '../capture/revision-store';
import { useRevision } from '../capture/use-capture';
import type { LabSession } from '../lab/session';
import type { Playback } from '../timeline/playback';
import type { Pointing } from '../timeline/pointing';
import type { LessonRun } from './lesson-run';

/** Where a step's own drawing is put. */
export interface FigurePlace {
  readonly element: HTMLElement;
  /** Within the lesson, at its task, instead of on the stage. */
  readonly isInline: boolean;
}

/** What any part of a lesson may use. */
export interface LessonParts {
  readonly run: LessonRun;
  readonly lab: LabSession;
  readonly playback: Playback;
  readonly pointing: Pointing;
  readonly figure: FigurePlace;
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
