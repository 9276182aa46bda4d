import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'messages',
  title: 'Fragments, control frames, compression',
  part: 'WebSocket',
  promises: [
    'Tell a message from its frames',
    'Say what may come between two fragments, and what may not',
    'Measure what permessage-deflate saves, and what it costs',
  ],
};
