import type { LessonAbout } from './define';

/** How long a lesson takes, as it is said: "about 14 min". */
export function durationOf({ minutes, sittings = 1 }: LessonAbout): string {
  return sittings === 1 ? `about ${minutes} min` : `about ${minutes} min, in ${sittings} sittings`;
}
