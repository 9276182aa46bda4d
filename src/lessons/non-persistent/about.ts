import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'non-persistent',
  title: 'A new connection for every request',
  part: 'Connections',
  minutes: 11,
};
