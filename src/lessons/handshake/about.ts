import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'handshake',
  title: '101 Switching Protocols',
  part: 'WebSocket',
  minutes: 14,
};
