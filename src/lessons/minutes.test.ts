import { expect, it } from 'vitest';
import { lessons } from './index';

/** The longest sitting that a lesson may ask of a beginner. */
const SITTING_MINUTES = 15;

it('a beginner needs a quarter of an hour for a lesson, or for a step of a project, at most', async () => {
  for (const { id, minutes, sittings = 1, load } of lessons) {
    expect(minutes / sittings, id).toBeLessThanOrEqual(SITTING_MINUTES);
    if (sittings === 1) continue;
    const { steps } = await load();
    expect(sittings, id).toBe(steps.length);
    for (const { title, notes } of steps) expect(notes.minutes, title).toBeLessThanOrEqual(SITTING_MINUTES);
  }
});
