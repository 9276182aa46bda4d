import { Student } from './plays/play';
import { test } from './wire101';

test('the idle connection of a step that was opened by its link ends as announced', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/lessons/persistent?step=idle`);
  await page.getByRole('button', { name: 'Real time' }).click();
  // The first press has the page fetch what comes next: a file on the connection of the step would keep that open longer.
  await page.waitForLoadState('networkidle');
  const student = new Student(page);
  await student.predict('It sends nothing, and then ends the connection');
  await student.press('Ask once, then wait');
  await student.agreed();
  await student.sees(/timeout=2.*In between it wrote 0 bytes/);
});
