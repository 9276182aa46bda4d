import { expect } from '@playwright/test';
import { inspector, scrollToRow } from '../on-screen';
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

    // The bytes of another run are no picture of this one.
    await expect(student.lesson.getByRole('figure')).toHaveCount(0);
    await student.predict(/^It is not sent/);
    await student.press('Run these lines');
    await student.agreed();
    // The same bytes end HTTP in both directions, and a text frame of one fragment begins with 81; this run’s has seven bytes.
    const borders = await student.lesson.getByRole('figure').allInnerTexts();
    expect(
      borders.map((text) =>
        text
          .match(/\b[0-9a-f]{2}\b/g)
          ?.slice(0, 6)
          .join(' '),
      ),
    ).toEqual(['0d 0a 0d 0a 81 87', '0d 0a 0d 0a 81 07']);
    await student.sees(/too early.*threw: no byte of it/);
    await student.sees(/InvalidStateError/);
    await student.next();

    await student.predict('It reads the request as a frame, and a broken one');
    await student.press('Ask for a page after 101');
    await student.agreed();
    await student.sees(/Close 1002/);
    await student.next();

    await student.press('Open a WebSocket');
    await send(student, 'ho');
    await student.isNotMet('The goal', /You sent “ho”/);
    await send(student, 'hi');
    const toDo = student.task('The goal').getByText(/port \d+/);
    const mine = /port (\d+)/.exec(await toDo.innerText())?.[1];
    // The request's empty line is the nearest wrong one.
    await selectEmptyLine(student, `port ${mine}: The client sent a GET request`);
    await student.isNotMet('The goal', /Your browser’s HTTP ends there/);
    await selectEmptyLine(student, `port ${mine}: The server answered 101 Switching Protocols`);
    await student.isMet('The goal');
  },
};

async function send(student: Student, text: string): Promise<void> {
  await student.lesson.getByRole('textbox', { name: 'Text' }).fill(text);
  await student.press('Send it');
}

/** Selects the empty line of the message in the row with this sentence, which later rows may have scrolled out of view. */
async function selectEmptyLine({ page }: Student, sentence: string): Promise<void> {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 900;
  if (isNarrow) await page.getByRole('tab', { name: 'Ladder' }).click();
  await (await scrollToRow(page, new RegExp(sentence))).click();
  if (isNarrow) await page.getByRole('tab', { name: 'Inspector' }).click();
  await inspector(page)
    .getByRole('button', { name: /empty line/i })
    .last()
    .click();
  if (isNarrow) await page.getByRole('tab', { name: 'Lesson' }).click();
}
