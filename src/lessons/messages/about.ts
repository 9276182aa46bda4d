import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'messages',
  title: 'Fragments, control frames, compression',
  part: 'WebSocket',
  minutes: 13,
};
