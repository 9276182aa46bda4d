import { expect } from '@playwright/test';
import type { Play } from './play';

export const polling: Play = {
  lesson: 'polling',
  async run(student) {
    const { lesson } = student;
    await student.predict('About one');
    await student.press('Ask 10 times');
    await student.agreed();
    await student.next();

    await student.predict('The browser, before there is news');
    await student.press('Ask, and be patient');
    await student.agreed();
    await student.next();

    await student.predict(/^One/);
    await student.press('Open an EventSource');
    await student.agreed();
    await student.next();

    for (const way of [/^Short polling 10 /, /^Long polling 3 0 /, /^Server-sent events 1 0 /]) {
      await expect(lesson.getByRole('row', { name: way })).toBeVisible();
    }

    // Asking often keeps the news fresh, but takes more than two requests.
    await lesson.getByText('Ask 8 times').click();
    await student.press('Try it');
    await student.isNotMet('The goal', /Eight requests/);
    await lesson.getByText('Long poll', { exact: true }).click();
    await student.press('Try it');
    await student.isMet('The goal');
  },
};
