import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'rooms',
  title: 'One to many',
  part: 'Socket.IO',
  minutes: 14,
};
