import { keepIn, type ProgressStore } from './progress-store';

/** What a student has done in one lesson; kept in the browser. */
export interface LessonProgress {
  /** The step that is shown; the number of steps for the recap. */
  readonly step: number;
  readonly tasks: Readonly<Record<string, TaskProgress>>;
  /** Ids of the steps that were skipped. */
  readonly skipped: readonly string[];
  /** How many of the lesson's steps are done, for the list of lessons, which does not load it. */
  readonly steps?: StepCount;
  /** When it last changed, in ISO 8601. */
  readonly changedAt?: string;
}

/** Steps that are done, of all there are. */
interface StepCount {
  readonly done: number;
  readonly inAll: number;
}

export interface TaskProgress {
  /** The locked answer's key, or null. */
  readonly answer: string | null;
  /** The key of the answer that the wire gave, or null while it is not known. */
  readonly wire: string | null;
  readonly isDone: boolean;
  /** "Show me" was used: recorded, but not a solution. */
  readonly isShown: boolean;
  /** The lowest count that met the challenge, in the unit of its golf. */
  readonly record?: number;
}

export const NO_PROGRESS: LessonProgress = { step: 0, tasks: {}, skipped: [] };
export const UNTOUCHED: TaskProgress = { answer: null, wire: null, isDone: false, isShown: false };

/** Whether a text can be the key of an answer. It begins with a letter, since objects move numeric keys to the front. */
export const isAnswerKey = (text: string): boolean => /^[a-z][a-z0-9-]{0,29}$/.test(text);

const keyOf = (lesson: string) => `wire101:lesson:${lesson}`;

/** The progress in a lesson: none when nothing (or nothing readable) is stored. */
export function readProgress(lesson: string, store: ProgressStore | null): LessonProgress {
  const stored = storedIn(store, lesson);
  return isProgress(stored) ? stored : NO_PROGRESS;
}

function storedIn(store: ProgressStore | null, lesson: string): unknown {
  try {
    return JSON.parse(store?.getItem(keyOf(lesson)) ?? 'null');
  } catch {
    return null;
  }
}

/** Earlier versions kept an answer by its place among the options, and one asked which status code opens a WebSocket. */
const PLACE = /"(?:answer|wire)":\d|"open":\{"answer":"status/;

/** The lessons whose progress an earlier version stored, and which must be migrated before it is read. */
export function withPlaces(lessons: readonly string[], store: ProgressStore): readonly string[] {
  return lessons.filter((lesson) => PLACE.test(store.getItem(keyOf(lesson)) ?? ''));
}

/** Rewrites the progress of an earlier version in these lessons as this one reads it. */
export async function migrateProgress(lessons: readonly string[], store: ProgressStore): Promise<void> {
  const { withKeys } = await import('./answer-places');
  for (const lesson of lessons) {
    keepIn(store, keyOf(lesson), JSON.stringify(withKeys(lesson, storedIn(store, lesson))));
  }
}

/** Stores the progress; `NO_PROGRESS` removes it. */
export function writeProgress(lesson: string, progress: LessonProgress, store: ProgressStore | null): void {
  keepIn(store, keyOf(lesson), progress === NO_PROGRESS ? null : JSON.stringify(progress));
}

/** Where a student stands in a lesson. A lesson is done when all its steps are. */
type Stand = 'not started' | 'started' | 'done';

/** What the list shows about a lesson. */
export interface LessonStatus {
  readonly stand: Stand;
  /** Null when unknown: progress of an earlier version. */
  readonly steps: StepCount | null;
  /** Predictions that the wire has answered, and how many of them it answered otherwise. */
  readonly predicted: number;
  readonly otherwise: number;
}

/** A summary of a student's progress in a lesson. */
export function statusOf({ step, tasks, skipped, steps }: LessonProgress): LessonStatus {
  const answered = Object.values(tasks).filter(({ answer, wire }) => answer !== null && wire !== null);
  const isBegun = step > 0 || skipped.length > 0 || Object.keys(tasks).length > 0;
  const isDone = steps !== undefined && steps.done === steps.inAll;
  const begun = isBegun ? 'started' : 'not started';
  return {
    stand: isDone ? 'done' : begun,
    steps: steps ?? null,
    predicted: answered.length,
    otherwise: answered.filter(({ answer, wire }) => answer !== wire).length,
  };
}

/** Whether a value from outside is progress, in every part of it. */
export function isProgress(value: unknown): value is LessonProgress {
  if (!isObject(value)) return false;
  const { step, tasks, skipped, steps, changedAt } = value;
  return (
    isCount(step) &&
    Array.isArray(skipped) &&
    skipped.every((id) => typeof id === 'string') &&
    isObject(tasks) &&
    Object.values(tasks).every(isTask) &&
    (steps === undefined || isStepCount(steps)) &&
    (changedAt === undefined || (typeof changedAt === 'string' && !Number.isNaN(Date.parse(changedAt))))
  );
}

function isTask(value: unknown): value is TaskProgress {
  if (!isObject(value)) return false;
  const { answer, wire, isDone, isShown, record } = value;
  const isAnswer = (key: unknown) => key === null || (typeof key === 'string' && isAnswerKey(key));
  return (
    isAnswer(answer) &&
    isAnswer(wire) &&
    typeof isDone === 'boolean' &&
    typeof isShown === 'boolean' &&
    (record === undefined || (typeof record === 'number' && Number.isFinite(record) && record >= 0))
  );
}

function isStepCount(value: unknown): value is StepCount {
  if (!isObject(value)) return false;
  const { done, inAll } = value;
  return isCount(done) && isCount(inAll) && done <= inAll && inAll > 0;
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
