import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'closing',
  title: 'Staying open, and ending',
  part: 'WebSocket',
  promises: [
    'Say what keeps an idle connection alive, and who finds out that it is dead',
    'Read the close code and reason of either end from the wire',
    'Tell 1000, 1005 and 1006 apart, and know which of them are ever sent',
  ],
};
