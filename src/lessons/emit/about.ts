import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'emit',
  title: 'socket.emit(eventName, data)',
  part: 'Socket.IO',
  minutes: 14,
};
