/** What a student has done in one lesson; kept in the browser. */
export interface LessonProgress {
  /** The step that is shown; the number of steps for the recap. */
  readonly step: number;
  readonly tasks: Readonly<Record<string, TaskProgress>>;
  /** Ids of the steps that were skipped. */
  readonly skipped: readonly string[];
}

export interface TaskProgress {
  /** The locked answer's index, or null. */
  readonly answer: number | null;
  /** The answer that the wire gave, or null while it is not known. */
  readonly wire: number | null;
  readonly isDone: boolean;
  /** It was shown: that is no solving, but no secret either. */
  readonly isShown: boolean;
}

export const NO_PROGRESS: LessonProgress = { step: 0, tasks: {}, skipped: [] };
export const UNTOUCHED: TaskProgress = { answer: null, wire: null, isDone: false, isShown: false };

/** Where progress is kept: `localStorage`, or what stands for it. */
export type ProgressStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (lesson: string) => `wire101:lesson:${lesson}`;

/** The browser's own storage; null where it is switched off. */
export function browserStore(): ProgressStore | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** The progress in a lesson: none when nothing (or nothing readable) is stored. */
export function readProgress(lesson: string, store: ProgressStore | null = browserStore()): LessonProgress {
  try {
    const stored: unknown = JSON.parse(store?.getItem(keyOf(lesson)) ?? 'null');
    return isProgress(stored) ? stored : NO_PROGRESS;
  } catch {
    return NO_PROGRESS;
  }
}

/** Keeps the progress; a full or forbidden storage loses it at the end of the visit, and harms nothing else. */
export function writeProgress(lesson: string, progress: LessonProgress, store: ProgressStore | null): void {
  try {
    if (progress === NO_PROGRESS) store?.removeItem(keyOf(lesson));
    else store?.setItem(keyOf(lesson), JSON.stringify(progress));
  } catch {
    return;
  }
}

function isProgress(value: unknown): value is LessonProgress {
  if (typeof value !== 'object' || value === null) return false;
  const { step, tasks, skipped } = value as Partial<LessonProgress>;
  const isTask = (task: Partial<TaskProgress> | null) =>
    typeof task === 'object' && task !== null && 'answer' in task && typeof task.isDone === 'boolean';
  return (
    Number.isInteger(step) &&
    Array.isArray(skipped) &&
    typeof tasks === 'object' &&
    tasks !== null &&
    Object.values(tasks).every(isTask)
  );
}
