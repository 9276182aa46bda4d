import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'non-persistent',
  title: 'A new connection for every request',
  part: 'Connections',
  promises: [
    'Say what ends a response, and what ends a connection',
    'Compute what a new connection for every request costs, and check it against the wire',
  ],
};
