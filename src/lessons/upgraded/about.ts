import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'upgraded',
  title: 'Same connection, new language',
  part: 'WebSocket',
  minutes: 9,
};
