import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'chat',
  title: 'Build a chat',
  part: 'Choose and build',
  promises: [
    'Write a chat with names, rooms and history, page and server, from empty editors',
    'Decide what may be lost (a typing indicator) and what must not (a message)',
    'Deliver each message once, though cables break and answers are lost',
  ],
};
