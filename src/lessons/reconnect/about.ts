import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'reconnect',
  title: 'When the wire breaks',
  part: 'Socket.IO',
  minutes: 14,
};
