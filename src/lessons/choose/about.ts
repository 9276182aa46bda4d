import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'choose',
  title: 'Which one, when',
  part: 'Choose and build',
  minutes: 15,
};
