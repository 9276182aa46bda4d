import { expect } from '@playwright/test';
import { inspector, row } from '../on-screen';
import type { Play, Student } from './play';

export const upgraded: Play = {
  lesson: 'upgraded',
  async run(student) {
    await student.predict('The port of the handshake');
    await student.press('Open it and send');
    await student.agreed();
    const said = student.lesson.getByText(/came from port \d+, and so did/);
    const port = /from port (\d+)/.exec((await said.textContent()) ?? '')?.[1];
    await expect(student.page.getByText(new RegExp(`:${port}`)).first()).toBeAttached();
    await student.predict('Another one');
    await student.press('Open another one');
    await student.agreed(2);
    await student.next();

    await student.predict('It throws');
    await student.press('Run these two lines');
    await student.agreed();
    await student.sees(/InvalidStateError/);
    await student.next();

    await student.predict('It reads a frame, and a broken one');
    await student.press('Ask for a page after 101');
    await student.agreed();
    await student.sees(/Close 1002/);
    await student.next();

    await student.press('Open a WebSocket');
    await send(student, 'ho');
    await student.isNotMet('The goal', /You sent “ho”/);
    await send(student, 'hi');
    // The empty line of the request is the nearest wrong one.
    await selectEmptyLine(student, /asked to switch to WebSocket/);
    await student.isNotMet('The goal', /There your browser’s HTTP ends/);
    await selectEmptyLine(student, /The server answered 101 Switching Protocols/);
    await student.isMet('The goal');
  },
};

async function send(student: Student, text: string): Promise<void> {
  await student.lesson.getByRole('textbox', { name: 'Text' }).fill(text);
  await student.press('Send it');
}

/** In the newest message of the ladder that says this. */
async function selectEmptyLine({ page }: Student, sentence: RegExp): Promise<void> {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 900;
  if (isNarrow) await page.getByRole('tab', { name: 'Ladder' }).click();
  await row(page, sentence).last().click();
  if (isNarrow) await page.getByRole('tab', { name: 'Inspector' }).click();
  await inspector(page)
    .getByRole('button', { name: /empty line/i })
    .last()
    .click();
  if (isNarrow) await page.getByRole('tab', { name: 'Lesson' }).click();
}
