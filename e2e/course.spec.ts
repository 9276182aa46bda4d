import type { Page } from '@playwright/test';
import { lessons } from '../src/lessons';
import { expectNoFindings } from './axe';
import { lessonPart } from './on-screen';
import { plays } from './plays';
import { Student } from './plays/play';
import { expectForm, NARROW, show, type View, WIDE } from './views';
import { expect, test } from './wire101';

test('every lesson is played', () => {
  expect(plays.map(({ lesson }) => lesson)).toEqual(lessons.map(({ id }) => id));
});

const VIEWS = [WIDE, NARROW];
/** Lessons take turns in the view in which they are played; `npm run e2e:full` plays each in both. */
const isFull = process.env.E2E_FULL === '1';

for (const [place, { lesson, run }] of plays.entries()) {
  for (const view of isFull ? VIEWS : [VIEWS[place % 2]!]) {
    test(`lesson ${lesson}, from its first prediction to its last goal, ${view.name}`, async ({
      page,
      server,
    }) => {
      test.setTimeout(180_000);
      await show(page, view);
      await page.goto(`${server.url}/lessons/${lesson}`);
      // Explaining slowly is for people.
      await page.getByRole('button', { name: 'Real time' }).click();
      const student = new Student(page, () => lookInBoth(page, view));
      await run(student);
      await student.go('To the end');
      await expect(student.lesson.getByRole('heading', { name: 'In one sentence' })).toBeVisible();
      await expect(student.lesson.getByRole('heading', { name: 'Common mistake' })).toBeVisible();
      await expect(student.lesson.getByText('Not done yet:')).toHaveCount(0);
      await lookInBoth(page, view);
    });
  }
}

/** The page as it stands, in the view in which it is played and in the other one; axe looks where it is narrow. */
async function lookInBoth(page: Page, played: View): Promise<void> {
  const before = await standing(page);
  for (const view of [...VIEWS.filter((one) => one !== played), played]) {
    await show(page, view);
    await expectForm(page, view);
    if (view === NARROW) await expectNoFindings(page);
  }
  expect(await standing(page)).toEqual(before);
}

/** What a student has reached in the lesson: no view of it may change this. */
async function standing(page: Page) {
  const lesson = lessonPart(page);
  const met = lesson.getByText(/^(the wire agrees|Done, on the wire\.)$/);
  return {
    heading: await lesson.getByRole('heading', { level: 1 }).allInnerTexts(),
    met: await met.allInnerTexts(),
  };
}
