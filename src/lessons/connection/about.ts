import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'connection',
  title: 'One connection',
  part: 'Connections',
  promises: [
    'Say what names a connection, and why one server port serves thousands',
    'Explain why reads and writes do not pair up',
    'Follow a lost segment until it is repaired',
  ],
};
