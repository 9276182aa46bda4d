import type { LessonRun } from '../lesson-run';
import type { ModelRun } from './model/model';

/** What a task has shown of a run of the model. */
export interface Shown {
  readonly run: ModelRun;
  /** To its end. */
  readonly isOver: boolean;
}

/** The run of the model that a task has shown as far as matters; null before that. */
export function shownRun(run: LessonRun, task: string): ModelRun | null {
  return (run.tasks.witnessed(task) as Shown | null)?.run ?? null;
}

/** Whether it has been shown to its end. */
export const isOver = (run: LessonRun, task: string) =>
  (run.tasks.witnessed(task) as Shown | null)?.isOver === true;
