import { isProgress, type LessonProgress } from './progress';

/** The largest file that is read: a hundred times what a whole course needs. */
export const MAX_FILE_BYTES = 1_000_000;

const FORMAT = 'wire101-progress';
const VERSION = 2;
/** Stores answers by their places among the options. */
const VERSION_WITH_PLACES = 1;
const MAX_TASKS = 200;
const MAX_ID_LENGTH = 100;
const LAST_STEP = 100;

/** Progress by lesson id; a lesson that is not begun is left out. */
export type ProgressOfAll = Readonly<Record<string, LessonProgress>>;

/** What a file holds, or why it is refused, in a sentence. */
export type FileReading =
  | { readonly kind: 'ok'; readonly exportedAt: string; readonly lessons: ProgressOfAll }
  | { readonly kind: 'refused'; readonly why: string };

/** A file to keep, or to take to another browser, named after the student's local date. */
export function writeFile(
  lessons: ProgressOfAll,
  now: Date,
): { readonly name: string; readonly text: string } {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const content = { format: FORMAT, version: VERSION, exportedAt: now.toISOString(), lessons };
  return { name: `${FORMAT}-${day}.json`, text: `${JSON.stringify(content, null, 2)}\n` };
}

/** Reads a file, and accepts it only when it is all valid and of these lessons. */
export async function readFile(text: string, lessonIds: readonly string[]): Promise<FileReading> {
  if (text.length > MAX_FILE_BYTES) return refused(TOO_LARGE);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return refused('This is not JSON: it is not a file that this course wrote, or it was cut off.');
  }
  if (!isObject(content) || content.format !== FORMAT || !isObject(content.lessons)) {
    return refused('This is JSON, but not progress of this course.');
  }
  const { version, exportedAt } = content;
  if (version !== VERSION && version !== VERSION_WITH_PLACES) {
    return refused(
      `The file has the format version ${String(version).slice(0, 20)}; this course reads versions 1 and ${VERSION}.`,
    );
  }
  const lessons = version === VERSION ? content.lessons : await allWithKeys(content.lessons);
  if (typeof exportedAt !== 'string' || Number.isNaN(Date.parse(exportedAt))) {
    return refused('The file does not say when it was written.');
  }
  for (const [id, progress] of Object.entries(lessons)) {
    const why = whyNot(id, progress, lessonIds);
    if (why !== null) return refused(why);
  }
  return { kind: 'ok', exportedAt, lessons: lessons as ProgressOfAll };
}

async function allWithKeys(lessons: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { withKeys } = await import('./answer-places');
  return Object.fromEntries(Object.entries(lessons).map(([id, progress]) => [id, withKeys(id, progress)]));
}

/** Why a file is not read at all. */
export const TOO_LARGE = `The file is larger than ${MAX_FILE_BYTES / 1_000_000} MB: that is not progress in this course.`;

function whyNot(id: string, progress: unknown, lessonIds: readonly string[]): string | null {
  if (!lessonIds.includes(id)) {
    return `The file has progress in “${id.slice(0, 40)}”, a lesson that this course does not have. It may be from a newer version.`;
  }
  if (!isProgress(progress)) return `What the file says of “${id}” is not progress as this course writes it.`;
  const tasks = Object.keys(progress.tasks);
  const ids = [...tasks, ...progress.skipped];
  const isAbsurd =
    ids.length > MAX_TASKS || progress.step > LAST_STEP || ids.some(({ length }) => length > MAX_ID_LENGTH);
  return isAbsurd ? `What the file says of “${id}” is more than a lesson has.` : null;
}

const refused = (why: string): FileReading => ({ kind: 'refused', why });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
