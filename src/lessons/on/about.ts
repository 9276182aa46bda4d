import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'on',
  title: 'socket.on(eventName, callback)',
  part: 'Socket.IO',
  promises: [
    'Say which listeners run for an event, and in which order',
    'Find an event that nobody hears',
    'Write a handler at each end',
  ],
};
