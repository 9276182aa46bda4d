import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'acks',
  title: 'Asking for an answer',
  part: 'Socket.IO',
  minutes: 13,
};
