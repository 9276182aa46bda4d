import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'upgraded',
  title: 'Same connection, new language',
  part: 'WebSocket',
  promises: [
    'Point at the last byte of HTTP, and say what the next one is',
    'Show that no second connection was opened',
    'Say when send() may be called, and why there is no way back',
  ],
};
