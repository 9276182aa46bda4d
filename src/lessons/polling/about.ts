import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'polling',
  title: '“Anything new?”',
  part: 'Connections',
  minutes: 11,
};
