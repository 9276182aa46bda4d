import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'connection',
  title: 'One connection',
  part: 'Connections',
  promises: [
    'Say what identifies a connection, and how many clients one server port can have',
    'Tell what becomes of a write on its way to a read',
    'Follow a lost segment until it is sent again',
  ],
};
