import { lessons } from '../src/lessons';
import { expectNoFindings } from './axe';
import { plays } from './plays';
import { Student } from './plays/play';
import { expect, test } from './wire101';

test('every lesson is played', () => {
  expect(plays.map(({ lesson }) => lesson)).toEqual(lessons.map(({ id }) => id));
});

/** Wide and light as most see it; narrow, dark and without motion, where axe looks at the end of each step. */
const SIGHTS = [
  { viewport: { width: 1440, height: 900 }, media: { colorScheme: 'light' }, hasAxe: false },
  {
    viewport: { width: 390, height: 844 },
    media: { colorScheme: 'dark', reducedMotion: 'reduce' },
    hasAxe: true,
  },
] as const;

for (const { lesson, run } of plays) {
  for (const { viewport, media, hasAxe } of SIGHTS) {
    test(`lesson ${lesson}, from its first prediction to its last goal, ${viewport.width} wide`, async ({
      page,
      server,
    }) => {
      test.setTimeout(180_000);
      await page.setViewportSize(viewport);
      await page.emulateMedia(media);
      await page.goto(`${server.url}/lessons/${lesson}`);
      // Explaining slowly is for people.
      const realTime = page.getByRole('button', { name: 'Real time' });
      if (await realTime.isVisible()) await realTime.click();
      const look = async () => {
        if (hasAxe) await expectNoFindings(page);
      };
      const student = new Student(page, look);
      await run(student);
      await student.go('To the end');
      await expect(student.lesson.getByRole('heading', { name: 'In one sentence' })).toBeVisible();
      await expect(student.lesson.getByRole('heading', { name: 'Common mistake' })).toBeVisible();
      await expect(student.lesson.getByText('Not done yet:')).toHaveCount(0);
      await look();
    });
  }
}
