import { expect } from '@playwright/test';
import type { Play } from './play';

export const choose: Play = {
  lesson: 'choose',
  async run(student) {
    const { lesson, page } = student;
    await student.predict('Dozens');
    await lesson.getByLabel('Added each way').fill('20');
    await student.press('Send all five ways');
    // Before the last way has been measured there is no verdict.
    await student.sees(/^Measured so far: .* of five ways/);
    await expect(lesson.getByText('the wire agrees')).toHaveCount(0);
    await expect(lesson.getByText('the wire agrees')).toHaveCount(1, { timeout: 100_000 });
    await student.unfold('WebSocket or Socket.IO?');

    await student.predict(/^Neither: they differ by a few milliseconds/);
    await lesson.getByLabel('Added each way').last().fill('60');
    await student.press('Send over both');
    await expect(lesson.getByText('the wire agrees')).toHaveCount(2, { timeout: 60_000 });
    await student.next();

    await student.predict(/^The POST$/);
    await student.press('Send the form both ways');
    await student.agreed();
    await student.next();

    await student.predict(/^Yes: one that very rarely sends anything/);
    const slide = async (label: string, to: string) => {
      await page.getByRole('slider', { name: label }).fill(to);
    };
    // A large text alone does not tip it.
    await slide('Text of a message', '7');
    await student.sees(/has the fewest bytes with this setting/);
    await slide('Text of a message', '1');
    await slide('From the server', '1');
    await slide('From the browser', '0');
    await student.sees('the model agrees');
    await student.next();

    for (const [situation, choice] of [
      ['A chat with rooms', 'Socket.IO'],
      ['A stock ticker', 'SSE + POST'],
    ] as const) {
      const card = page.getByRole('group', { name: situation });
      await expect(card.getByRole('columnheader')).toHaveCount(1);
      await card.getByRole('radio', { name: choice }).check();
      await expect(card.getByRole('columnheader')).toHaveCount(3);
    }
    await student.sees(/^Two of three are chosen/);
    const choose = (situation: string, choice: string) =>
      page.getByRole('group', { name: situation }).getByRole('radio', { name: choice }).check();
    await choose('A booking form', 'Plain requests');
    await student.sees(/^You used three ways for three applications/);
    await choose('A multiplayer game', 'WebSocket');
    await student.sees(/^You used all four ways for four applications/);
    await student.unfold('The ticker, on the wire');
    const ticker = student.task('The ticker, on the wire');
    await ticker.getByRole('radio', { name: 'WebSocket' }).check();
    await student.press('Try it');
    await student.isNotMet('The ticker, on the wire', /the goal is to do without an upgrade/);
    await ticker.getByRole('radio', { name: 'Long polling' }).check();
    await student.press('Try it');
    await student.isNotMet('The ticker, on the wire', /requests: one must be enough/);
    await ticker.getByRole('radio', { name: 'SSE + POST' }).check();
    await student.press('Try it');
    await student.isMet('The ticker, on the wire');
  },
};
