import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'full-duplex',
  title: 'Both at once',
  part: 'WebSocket',
  minutes: 12,
};
