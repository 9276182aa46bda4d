import { lessons } from '../lessons';

/** What the course map and the lesson list need of a lesson. */
export type CourseEntry = (typeof lessons)[number];

/** The lesson with this id, if there is one. */
export function lessonAbout(id: string): CourseEntry | undefined {
  return lessons.find((lesson) => lesson.id === id);
}

/** The next lesson; null after the last. */
export function lessonAfter(id: string): CourseEntry | null {
  const place = lessons.findIndex((lesson) => lesson.id === id);
  return place === -1 ? null : (lessons[place + 1] ?? null);
}

/** The lessons by part, in course order. */
export function courseParts(): {
  readonly part: CourseEntry['part'];
  readonly lessons: readonly CourseEntry[];
}[] {
  return [...new Set(lessons.map(({ part }) => part))].map((part) => ({
    part,
    lessons: lessons.filter((lesson) => lesson.part === part),
  }));
}
