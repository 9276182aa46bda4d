import { expect } from '@playwright/test';
import type { Play } from './play';

export const persistent: Play = {
  lesson: 'persistent',
  async run(student) {
    const { lesson } = student;
    await student.predict('It waits for the next request');
    await student.press('Send it');
    await student.agreed();
    await student.unfold('The same in HTTP/1.0');
    await student.predict('It ends the connection');
    await student.press('Send it as HTTP/1.0');
    await student.agreed(2);
    await student.next();

    await student.predict('Round trips');
    await student.press('All four, in turn');
    await student.agreed();
    await expect(lesson.getByRole('list', { name: 'Its requests' })).toHaveCount(4);
    // The newest is seen without scrolling.
    await expect(lesson.getByRole('heading', { level: 3 }).first()).toHaveText(/^Pipelined/);
    await student.next();

    await student.predict('After the first');
    await student.press('Ask for three, the first slow');
    await student.agreed();
    await student.unfold('Over the browser’s own connections');
    await student.press('Fetch three at once, the first slow');
    await student.sees(/^From ports? \d+/);
    await student.next();

    await student.predict('It sends nothing, and then ends the connection');
    await student.press('Ask once, then wait');
    await student.agreed();
    await student.next();

    // In parallel a browser uses several connections; a connection each uses one per request.
    await student.press(/^Load the page$/);
    await student.isNotMet('First goal', /^This load took \S+ connections/);
    await lesson.getByRole('radio', { name: 'One by one, kept open' }).check();
    await student.press(/^Load the page$/);
    await student.isMet('First goal');

    // Too short a delay: there is a time, but not the one to beat.
    const second = student.task('Second goal');
    const load = second.getByRole('button', { name: 'Load the page' });
    await load.click();
    await student.isNotMet('Second goal', /^That was six objects at 50 ms each way/);
    await second.getByRole('slider', { name: 'Added each way' }).fill('100');
    await load.click();
    await student.isNotMet('Second goal', /^The time to beat is .* No other way has been tried/);
    await second.getByRole('radio', { name: 'Pipelined' }).check();
    await load.click();
    await student.isMet('Second goal');
  },
};
