import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'emit',
  title: 'socket.emit(eventName, data)',
  part: 'Socket.IO',
  promises: [
    'Say what is on the wire for any emit',
    'Say which values arrive as they were, and which do not',
    'Send bytes beside an event',
  ],
};
