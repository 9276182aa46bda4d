/** The lessons: their order is the curriculum. */
import type { Lesson, LessonAbout } from './define';
import { about as handshake } from './handshake/about';

/** A lesson of the course, loaded when it is opened. */
export interface LessonEntry extends LessonAbout {
  readonly load: () => Promise<Lesson>;
}

export const lessons: readonly LessonEntry[] = [
  { ...handshake, load: async () => (await import('./handshake/lesson')).default },
];

export type { Lesson, LessonAbout, Part } from './define';
export { LessonPanel, type LessonPanelProps } from './panel/lesson-panel';
export { type LessonProgress, readProgress } from './progress';
