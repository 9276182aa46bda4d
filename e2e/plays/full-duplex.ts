import { expect } from '@playwright/test';
import { row } from '../on-screen';
import type { Play } from './play';

export const fullDuplex: Play = {
  lesson: 'full-duplex',
  async run(student) {
    const { lesson } = student;
    await student.predict('About 0.1 s');
    await student.press('Both send');
    await student.agreed();
    await student.predict('About 2 s');
    await student.press('Ask and answer');
    await student.agreed(2);
    await student.next();
    await expect(lesson.getByRole('row', { name: /^Request and response \d\.\d s/ })).toBeVisible();

    await student.predict('Several hundred');
    await student.press('Poll and post');
    await student.agreed();
    await expect(lesson.getByRole('row')).toHaveCount(4);
    await student.next();

    await student.predict('The other one, which answers nothing');
    await student.press('Ask');
    await student.agreed();
    await student.predict('On its way, or still waiting in this machine');
    await student.press('Send it');
    await student.agreed(2);
    await student.next();

    // Both have sent, but there is no delay: nothing was in transit long enough.
    await student.press('Open a connection');
    await student.press('You send');
    await student.isNotMet('The goal', /none of the server/);
    await student.press('The server sends');
    await student.isNotMet('The goal', /Both have sent, but not at once/);
    await lesson.getByText('2000 ms').click();
    await expect(student.page.getByText(/the lab adds 2000 ms each way/).first()).toBeAttached();
    await student.press('You send');
    await student.press('The server sends');
    await student.isMet('The goal');
    if ((student.page.viewportSize()?.width ?? 0) > 1000) {
      await student.open('Ladder');
      await expect(row(student.page, /“from the server”/).first()).toBeVisible();
    }
  },
};
