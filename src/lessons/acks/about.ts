import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'acks',
  title: 'Asking for an answer',
  part: 'Socket.IO',
  promises: [
    'Pair an event with its acknowledgement on the wire',
    'Have several questions open at once',
    'Say what a missing acknowledgement means, and what it does not',
  ],
};
