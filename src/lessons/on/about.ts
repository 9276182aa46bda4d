import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'on',
  title: 'socket.on(eventName, callback)',
  part: 'Socket.IO',
  minutes: 14,
};
