import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'connection',
  title: 'One connection',
  part: 'Connections',
  minutes: 14,
};
