import type { Page } from '@playwright/test';
import { expectNoFindings } from './axe';
import { lessonPart, openPart, predict } from './on-screen';
import { expect, test } from './wire101';

/** Opens the model of the step on loss, started and then paused. */
async function openModel(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/lessons/connection?step=lost`);
  await predict(page, 'Segment 1 only');
  await lessonPart(page).getByRole('button', { name: 'Run the model' }).click();
  await lessonPart(page).getByRole('button', { name: 'Pause the model' }).click();
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the model, ${colorScheme}`, async ({ browser, server }) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await openModel(page, server.url);
    await lessonPart(page).getByRole('slider', { name: 'Playhead of the model' }).press('End');
    await expect(lessonPart(page).getByText('the model agrees')).toBeVisible();
    await expectNoFindings(page);
    await context.close();
  });
}

test('the model says that it is a model, is stepped with keys, and gives each step as text', async ({
  page,
  server,
}) => {
  await openModel(page, server.url);
  const lesson = lessonPart(page);
  const model = lesson.getByRole('figure', { name: 'Model of TCP: simulated, not your connection' }).first();
  await expect(model.getByText('MODEL: simulated, not your connection')).toBeVisible();
  const playhead = model.getByRole('slider', { name: 'Playhead of the model' });
  await playhead.press('Home');
  await expect(model.getByText('Nothing has been sent yet.')).toBeVisible();
  await playhead.press('ArrowRight');
  await expect(model.getByText('The sender sends segment 1: seq 1, 2 bytes, AB.').first()).toBeVisible();
  await expect(playhead).toHaveAttribute('aria-valuetext', '0 ms');
  await playhead.press('End');
  await expect(playhead).toHaveAttribute('aria-valuenow', '1160');
  await model.getByText('Every event so far, as text').click();
  await expect(model.getByRole('listitem').filter({ hasText: 'Segment 2 is lost on the way' })).toBeVisible();
  // None of it is on the stage.
  await openPart(page, 'Ladder');
  await expect(
    page.getByRole('region', { name: 'Ladder' }).getByText('Nothing has been sent yet'),
  ).toBeVisible();
});

test('with reduced motion the model jumps from instant to instant, to the same end', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${server.url}/lessons/connection?step=lost`);
  await predict(page, 'Segment 1 only');
  await lessonPart(page).getByRole('button', { name: 'Run the model' }).click();
  await lessonPart(page).getByRole('button', { name: 'Real time' }).click();
  await expect(lessonPart(page).getByText('the model agrees')).toBeVisible();
  await expect(lessonPart(page).getByText('8 of 8 bytes')).toBeVisible();
  await context.close();
});
