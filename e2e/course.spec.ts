import { lessons } from '../src/lessons';
import { plays } from './plays';
import { Student } from './plays/play';
import { expect, test } from './wire101';

test('every lesson is played', () => {
  expect(plays.map(({ lesson }) => lesson)).toEqual(lessons.map(({ id }) => id));
});

for (const { lesson, run } of plays) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`lesson ${lesson}, from its first prediction to its last goal, ${viewport.width} wide`, async ({
      page,
      server,
    }) => {
      test.setTimeout(120_000);
      await page.setViewportSize(viewport);
      await page.goto(`${server.url}/lessons/${lesson}`);
      // Explaining slowly is for people.
      const realTime = page.getByRole('button', { name: 'Real time' });
      if (await realTime.isVisible()) await realTime.click();
      const student = new Student(page);
      await run(student);
      await student.press('To the end');
      await expect(student.lesson.getByRole('heading', { name: 'In one sentence' })).toBeVisible();
      await expect(student.lesson.getByRole('heading', { name: 'Common mistake' })).toBeVisible();
      await expect(student.lesson.getByText('Not done yet:')).toHaveCount(0);
    });
  }
}
