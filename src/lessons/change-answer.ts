import type { LessonRun } from './lesson-run';

/** Whether a locked answer can still be changed: nothing has been done that could answer the question. */
export function canChange({ progress, tasks }: LessonRun, task: string): boolean {
  const { answer, wire } = progress.ofTask(task);
  return answer !== null && wire === null && !tasks.isBusy(task) && !tasks.hasBegun(task);
}

/** Opens a question again, with the locked answer chosen. Ignored once it could be answered. */
export function unlock(run: LessonRun, task: string): void {
  const { answer } = run.progress.ofTask(task);
  if (answer === null || !canChange(run, task)) return;
  run.progress.note(task, { answer: null });
  run.choose(task, answer);
}
