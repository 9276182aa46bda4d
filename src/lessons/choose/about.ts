import type { LessonAbout } from '../define';

export const about: LessonAbout = {
  id: 'choose',
  title: 'Which one, when',
  part: 'Choose and build',
  promises: [
    'Measure five ways to exchange messages, layer by layer, on your own machine',
    'Say what each way costs in bytes, connections and latency, and when that matters',
    'Argue a choice for a real application with figures of your own',
  ],
};
