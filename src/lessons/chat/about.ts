import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'chat',
  title: 'Build a chat',
  part: 'Choose and build',
  minutes: 75,
  sittings: 7,
};
