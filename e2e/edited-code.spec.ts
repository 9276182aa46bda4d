import { lessons } from '../src/lessons';
import { EDITED_STEPS } from './edits';
import { Student } from './plays/play';
import { expect, test } from './wire101';

/** No sentence is ever right with it. */
const NONSENSE = /(?<!that is )undefined|NaN|\[object|“”|\bno of\b/;

test('each step with programs is edited in three ways at least', async () => {
  const steps: string[] = [];
  for (const { id, load } of lessons.filter(({ id }) => id !== 'chat')) {
    for (const step of (await load()).steps) if (step.code) steps.push(`${id}?step=${step.id}`);
  }
  expect(EDITED_STEPS.map(({ step }) => step).toSorted()).toEqual(steps.toSorted());
  expect(EDITED_STEPS.filter(({ edits }) => edits.length < 3)).toEqual([]);
});

/** Edits take turns, one a step; `npm run e2e:full` makes all. */
const isFull = process.env.E2E_FULL === '1';

for (const [place, { step, answer, edits: all }] of EDITED_STEPS.entries()) {
  const edits = isFull ? all : [all[place % all.length]!];
  test(`code edited before it runs is told as what it did: ${step}`, async ({ page, server }) => {
    test.setTimeout(120_000);
    // Each edit begins with the step as it was brought.
    await page.addInitScript(() => localStorage.clear());
    const student = new Student(page);
    const { lesson } = student;
    for (const { what, changes, says, never } of edits) {
      await test.step(what, async () => {
        await page.goto(`${server.url}/lessons/${step}`);
        await page.getByRole('button', { name: 'Real time' }).click();
        if (answer !== null) await student.predict(answer);
        for (const change of changes) await student.change(...change);
        if (answer === null) await student.runCode();
        else await lesson.getByRole('button', { name: /^Run (both|all)/ }).click();
        await student.sees(says);
        if (never) await expect(lesson.locator('[data-task]').getByText(never)).toHaveCount(0);
        await expect(lesson.locator('[data-task] [aria-live]').getByText(NONSENSE)).toHaveCount(0);
      });
    }
  });
}
