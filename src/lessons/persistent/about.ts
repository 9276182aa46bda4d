import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'persistent',
  title: 'Keeping it open',
  part: 'Connections',
  minutes: 14,
};
