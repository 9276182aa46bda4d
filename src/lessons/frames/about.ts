import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'frames',
  title: 'Bit by bit',
  part: 'WebSocket',
  promises: [
    'Read the header of any WebSocket frame, bit by bit',
    'Say how long a frame is before it is sent',
    'Build frames by hand, and tell how a server fails on wrong ones',
  ],
};
