import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'full-duplex',
  title: 'Both at once',
  part: 'WebSocket',
  promises: [
    'Show that messages of both sides pass each other on one connection',
    'Compare that with request and response, in time and in bytes',
    'Say what it means that send() has returned',
  ],
};
