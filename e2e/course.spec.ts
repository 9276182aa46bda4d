import type { Page } from '@playwright/test';
import { lessons } from '../src/lessons';
import { expectNoFindings } from './axe';
import { minutesFor, wordsOf } from './lesson-time';
import { lessonPart } from './on-screen';
import { plays } from './plays';
import { Student } from './plays/play';
import { lookAt, SIGHTS, type Sight, sightFor } from './sights';
import { watchVerdicts } from './verdicts';
import { expectForm, NARROW, show, type View, WIDE } from './views';
import { expect, test } from './wire101';

test('every lesson is played', () => {
  expect(plays.map(({ lesson }) => lesson)).toEqual(lessons.map(({ id }) => id));
});

const VIEWS = [WIDE, NARROW];
/** Lessons alternate between the views; `npm run e2e:full` plays each in both. */
const isFull = process.env.E2E_FULL === '1';

for (const [place, { lesson, isLong, run }] of plays.entries()) {
  for (const view of isFull ? VIEWS : [VIEWS[place % 2]!]) {
    test(`lesson ${lesson}, from its first prediction to its last goal, ${view.name}`, async ({
      page,
      server,
    }) => {
      test.setTimeout(60_000 * (isFull ? (isLong ? 30 : 15) : isLong ? 10 : 3));
      await show(page, view);
      const verdicts = await watchVerdicts(page);
      await page.goto(`${server.url}/lessons/${lesson}`);
      // Slow explanations are for people.
      await page.getByRole('button', { name: 'Real time' }).click();
      let step = 0;
      let words = 0;
      const look = async () => {
        words += await wordsOf(page);
        for (const sight of sightsFor(view, place, step)) await lookAt(page, sight, verdicts);
        step++;
        await lookInBoth(page, view);
      };
      const student = new Student(page, look);
      await run(student);
      await student.go('To the end');
      await expect(student.lesson.getByRole('heading', { name: 'In one sentence' })).toBeVisible();
      await expect(student.lesson.getByRole('heading', { name: 'Common mistake' })).toBeVisible();
      await expect(student.lesson.getByText('Not done yet:')).toHaveCount(0);
      await look();
      const { load, minutes } = lessons[place]!;
      // A run with more to tell has some words more.
      expect(minutes + 1).toBeGreaterThanOrEqual(Math.floor(minutesFor(await load(), words)));
    });
  }
}

/** All of them in full, in the view in which there is the most to do; else one. */
function sightsFor(view: View, place: number, step: number): readonly Sight[] {
  if (!isFull) return [sightFor(place, step)];
  return view === WIDE ? SIGHTS : [];
}

/** Checks the page in both views, ending in the one in which it is played; runs axe in the narrow one. */
async function lookInBoth(page: Page, played: View): Promise<void> {
  const before = await progress(page);
  for (const view of [...VIEWS.filter((other) => other !== played), played]) {
    await show(page, view);
    await expectForm(page, view);
    if (view === NARROW) await expectNoFindings(page);
  }
  expect(await progress(page)).toEqual(before);
}

/** What a student has reached in the lesson: changing the view must keep it. */
async function progress(page: Page) {
  const lesson = lessonPart(page);
  const met = lesson.getByText(/^(the wire agrees|Done, on the wire\.)$/);
  return {
    heading: await lesson.getByRole('heading', { level: 1 }).allInnerTexts(),
    met: await met.allInnerTexts(),
  };
}
