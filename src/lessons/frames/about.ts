import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'frames',
  title: 'Bit by bit',
  part: 'WebSocket',
  minutes: 13,
};
