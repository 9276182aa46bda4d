import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'closing',
  title: 'Staying open, and ending',
  part: 'WebSocket',
  minutes: 14,
};
