import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'upgraded',
  title: 'Same connection, new language',
  part: 'WebSocket',
  promises: [
    'Point at the last byte of HTTP, and say what the next one is',
    'Say which connection carries the frames, and show it',
    'Say when send() may be called, and whether HTTP comes back',
  ],
};
