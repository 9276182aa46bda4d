import { browserStore, lessons, NO_PROGRESS, readProgress, writeProgress } from '../../lessons';
import type { ProgressOfAll } from '../../lessons/progress-file';

/** The progress in all lessons, as it is now. */
export function allProgress(): ProgressOfAll {
  const all = lessons.map(({ id }) => [id, readProgress(id, browserStore())] as const);
  return Object.fromEntries(all.filter(([, progress]) => progress !== NO_PROGRESS));
}

/** Puts progress as it is to be: lessons that it does not name are not begun. */
export function putProgress(all: ProgressOfAll): void {
  for (const { id } of lessons) writeProgress(id, all[id] ?? NO_PROGRESS, browserStore());
}

/** What was changed, and how it was before. */
export interface ProgressChange {
  readonly said: string;
  readonly before: ProgressOfAll;
}
