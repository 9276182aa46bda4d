import { expect } from '@playwright/test';
import type { Play } from './play';

export const nonPersistent: Play = {
  lesson: 'non-persistent',
  async run(student) {
    const { lesson } = student;
    await student.predict('Five: one for each request');
    await student.press('Load the page');
    await student.agreed();
    await student.sees(/^Five requests, from ports (\d+, ){4}\d+\./);
    await student.next();

    await student.predict('It stays open, and carries the second request');
    await student.press('Ask twice');
    await student.agreed();
    await student.next();

    await student.predict('1 s');
    await student.press('Load the page from far away');
    await student.agreed();
    await expect(lesson.getByText('5 requests × 2 round trips × 100 ms')).toBeVisible();
    await lesson.getByRole('slider', { name: 'Objects' }).fill('3');
    await student.press(/^Load the page$/);
    await expect(lesson.getByText('4 requests × 2 round trips × 40 ms')).toBeVisible();
    await student.next();

    // Kept open, six objects use one port; a connection each for too few objects is not enough either.
    await lesson.getByRole('slider', { name: 'Objects' }).fill('6');
    await student.press(/^Load the page$/);
    await student.isNotMet('The goal', /^6 objects came over .* The goal is six different ports\.$/);
    await lesson.getByRole('radio', { name: 'A connection each' }).check();
    await lesson.getByRole('slider', { name: 'Objects' }).fill('5');
    await student.press(/^Load the page$/);
    await student.isNotMet('The goal', /^5 objects came over five ports/);
    await lesson.getByRole('slider', { name: 'Objects' }).fill('6');
    await student.press(/^Load the page$/);
    await student.isMet('The goal');
  },
};
