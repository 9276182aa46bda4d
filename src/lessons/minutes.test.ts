import { expect, it } from 'vitest';
import { lessons } from './index';

/** The project at the end is worked on for as long as one likes. */
const PROJECT = 'chat';

it('a beginner needs a quarter of an hour for a lesson at most', () => {
  const long = lessons.filter(({ id, minutes }) => minutes > 15 && id !== PROJECT);
  expect(long).toEqual([]);
});
