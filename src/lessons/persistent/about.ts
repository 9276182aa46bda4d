import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'persistent',
  title: 'Keeping it open',
  part: 'Connections',
  promises: [
    'Compare four ways of loading a page, measured',
    'Tell persistent from parallel and from pipelined',
    'Say what an open HTTP connection still cannot do',
  ],
};
