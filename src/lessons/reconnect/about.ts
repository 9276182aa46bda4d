import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'reconnect',
  title: 'When the wire breaks',
  part: 'Socket.IO',
  promises: [
    'Say which events are lost in a cut, and which are kept',
    'Read a backoff off the wire',
    'Recover what was missed, and know when that works',
  ],
};
