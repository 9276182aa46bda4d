import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'connection',
  title: 'One connection',
  part: 'Connections',
  promises: [
    'Say what identifies a connection, and how many clients one server port can have',
    'Say how the writes of one program become the reads of another',
    'Follow a lost segment until it is sent again',
  ],
};
