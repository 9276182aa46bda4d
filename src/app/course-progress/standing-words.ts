import type { Standing } from '../../lessons';

/** Where the student stands in a lesson, in words. */
export function saidOf({ stand, steps }: Standing): string {
  if (stand === 'not begun' || !steps) return stand;
  if (stand === 'done') return `done, all ${steps.inAll} steps`;
  return `begun, ${steps.done} of ${steps.inAll} steps done`;
}

/** What came of the predictions: null where the wire has said the same, or nothing yet. */
export function otherwiseSaid({ predicted, otherwise }: Standing): string | null {
  if (otherwise === 0) return null;
  return `${otherwise} of ${predicted} ${predicted === 1 ? 'prediction' : 'predictions'} went otherwise`;
}
