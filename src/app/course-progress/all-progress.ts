import { browserStore, lessons, NO_PROGRESS, readProgress, writeProgress } from '../../lessons';
import type { ProgressOfAll } from '../../lessons/progress-file';

/** The current progress in all lessons. */
export function allProgress(): ProgressOfAll {
  const all = lessons.map(({ id }) => [id, readProgress(id, browserStore())] as const);
  return Object.fromEntries(all.filter(([, progress]) => progress !== NO_PROGRESS));
}

/** Replaces all progress; lessons that are not named become unstarted. */
export function putProgress(all: ProgressOfAll): void {
  for (const { id } of lessons) writeProgress(id, all[id] ?? NO_PROGRESS, browserStore());
}

/** A change, and the progress before it. */
export interface ProgressChange {
  readonly said: string;
  readonly before: ProgressOfAll;
}
