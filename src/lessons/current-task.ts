import type { Step, Task } from './define';
import type { LessonRun } from './lesson-run';

/** The tasks of a step that it waits for, and the optional ones that the student has unfolded. */
export function tasksInHand(run: LessonRun, { tasks }: Pick<Step, 'tasks'>): readonly Task[] {
  return tasks.filter(({ id, isOptional }) => !isOptional || run.isUnfolded(id));
}

/**
 * The task that a step is at: one that is repeated for a better count, else the first that is not done, else the last. A
 * task that was done just now stays, to be looked at, until the student goes on.
 */
export function currentTaskOf(run: LessonRun, step: Pick<Step, 'tasks'>): Task {
  const tasks = tasksInHand(run, step);
  const repeated = tasks.find(({ id }) => run.tasks.isRetry(id));
  if (repeated) return repeated;
  const open = tasks.findIndex(({ id }) => !run.progress.ofTask(id).isDone);
  const last = tasks[open === -1 ? tasks.length - 1 : open]!;
  const before = tasks[open - 1];
  // To unfold a task is to go on to it.
  if (last.isOptional && !before?.isOptional) return last;
  const isHeld = before && run.tasks.isMet(before.id) && !run.isLeft(before.id) && !isBegun(run, last.id);
  return isHeld ? before : last;
}

function isBegun(run: LessonRun, id: string): boolean {
  const { tasks, progress } = run;
  return progress.ofTask(id).answer !== null || tasks.isBusy(id) || tasks.traffic(id).calls.length > 0;
}
