import { expect } from '@playwright/test';
import type { Play, Student } from './play';

export const connection: Play = {
  lesson: 'connection',
  async run(student) {
    const { lesson, page } = student;
    await expect(lesson.getByRole('button', { name: 'Open a connection' })).toBeDisabled();
    await student.predict('Yes: opening it carries no byte of yours');
    await student.press('Open a connection');
    await student.agreed();
    const said = await lesson.getByText(/^It is there, as a cable on the stage/).innerText();
    const port = /from 127\.0\.0\.1 port (\d+)/.exec(said)?.[1];
    await expect(page.locator(`[aria-label^="Connection from port ${port}"]`)).toHaveCount(1);
    await student.next();

    await student.predict('All are connected to that same port');
    await student.press('Open three more');
    await student.agreed();
    await expect(lesson.getByRole('list', { name: 'Client ports' }).getByRole('listitem')).toHaveCount(4);
    await expect(lesson.getByRole('list', { name: 'Server ports' }).getByRole('listitem')).toHaveCount(1);
    await student.next();

    // The wire decides the number of reads, but not the letters and their order.
    await student.predict('One');
    await student.press('Write AB, CD, EF');
    await student.sees(/^3 writes, [123] reads?:/);
    const letters = await lesson.getByText(/^3 writes, /).innerText();
    expect(/: (.*?)\. The bytes/.exec(letters)?.[1]?.replaceAll(', ', '')).toBe('ABCDEF');
    await student.press('Write them 100 ms apart');
    await student.sees(/^Now [123] reads?: A/);
    await student.predict('More than two');
    await student.press('Write 150,000 bytes');
    await student.sees(/Together 150,000 bytes/);
    await student.next();

    await loseSegments(student);
    await student.next();

    const oneRead = student.task('First goal');
    await expect(oneRead.getByText('Counted for your record: bytes that you write.')).toBeVisible();
    for (const [name, text] of [
      ['First', 'AB'],
      ['Second', 'CD'],
      ['Third', 'EF'],
    ] as const) {
      await oneRead.getByRole('textbox', { name: `${name} write` }).fill(text);
    }
    await oneRead.getByLabel('Pause between two').selectOption('300 ms');
    await oneRead.getByRole('button', { name: 'Send' }).click();
    await student.isNotMet('First goal', 'Your 3 writes arrived in 3 reads, not in one.');
    await oneRead.getByLabel('Pause between two').selectOption('none');
    await oneRead.getByLabel('The server reads').selectOption('all that comes in 200 ms');
    await oneRead.getByRole('button', { name: 'Send' }).click();
    await student.isMet('First goal');

    const manyReads = student.task('Second goal');
    await manyReads.getByRole('textbox', { name: 'First write' }).fill('hello');
    await manyReads.getByRole('button', { name: 'Send' }).click();
    await student.isNotMet('Second goal', 'Your write of 5 bytes arrived in one read.');
    await manyReads.getByLabel('In one read at most').selectOption('2 bytes');
    await manyReads.getByRole('button', { name: 'Send' }).click();
    await student.isMet('Second goal');
  },
};

/** The model answers once it has run that far, and never in place of live traffic. */
async function loseSegments(student: Student): Promise<void> {
  const { lesson } = student;
  await student.predict('Segment 1 only');
  await expect(lesson.getByText('the model agrees')).toHaveCount(0);
  await student.press('Run the model');
  await expect(lesson.getByText('MODEL: simulated, not your connection')).toBeVisible();
  await lesson.getByRole('button', { name: 'Real time' }).click();
  await student.sees('the model agrees');

  // A run in which nothing is lost is not enough.
  await student.unfold('Lose and overtake at will');
  const trial = student.task('Lose and overtake at will');
  await lesson.getByRole('slider', { name: 'Lost' }).fill('0');
  await lesson.getByRole('slider', { name: 'Playhead of the model' }).press('End');
  await expect(trial.getByText(/^That run lost nothing, /)).toBeVisible();
  await lesson.getByRole('slider', { name: 'Lost' }).fill('20');
  await lesson.getByRole('slider', { name: 'Playhead of the model' }).press('End');
  await student.sees(/^This run of the model lost .* Still the application read ABCDEFGHIJKL: /);
}
