import type { LessonStatus } from '../../lessons';

/** How far the student is in a lesson, in words. */
export function saidOf({ stand, steps }: LessonStatus): string {
  if (stand === 'not started' || !steps) return stand;
  if (stand === 'done') return `done, all ${steps.inAll} steps`;
  return `started, ${steps.done} of ${steps.inAll} steps done`;
}

/** How many predictions failed; null when none has. */
export function otherwiseSaid({ predicted, otherwise }: LessonStatus): string | null {
  if (otherwise === 0) return null;
  return `${otherwise} of ${predicted} ${predicted === 1 ? 'prediction' : 'predictions'} turned out differently`;
}
