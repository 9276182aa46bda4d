import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'polling',
  title: '“Anything new?”',
  part: 'Connections',
  promises: [
    'Say what asking again and again costs, in requests, bytes and lateness',
    'Tell a held answer from a push',
    'Follow server-sent events down to the bytes of the response',
  ],
};
