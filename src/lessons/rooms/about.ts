import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'rooms',
  title: 'One to many',
  part: 'Socket.IO',
  promises: [
    'Choose who hears an emit of the server',
    'Say who puts a client into a room, and who sees it',
    'Tell a namespace from a connection',
  ],
};
