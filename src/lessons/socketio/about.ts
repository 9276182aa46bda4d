import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'socketio',
  title: 'What Socket.IO adds',
  part: 'Socket.IO',
  minutes: 13,
};
