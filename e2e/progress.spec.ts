import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectNoFindings } from './axe';
import { lessonPart, predict } from './on-screen';
import { expect, test } from './wire101';

const course = (page: Page) => page.getByRole('navigation', { name: 'All lessons' });
const row = (page: Page) => course(page).locator('[data-lesson="handshake"]');

async function doTheFirstStep(page: Page, url: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${url}/lessons/handshake`);
  const realTime = page.getByRole('button', { name: 'Real time' });
  if (await realTime.isVisible()) await realTime.click();
  await predict(page, 'A page, as after 200 OK');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(lessonPart(page).getByText('the wire says this')).toBeVisible();
  await page.getByRole('link', { name: 'Wire 101' }).click();
}

test('progress is listed, exported, reset, restored, and imported in another browser', async ({
  page,
  browser,
  server,
}) => {
  await doTheFirstStep(page, server.url);
  await expect(row(page)).toContainText('started, 1 of 6 steps done');
  await expect(row(page)).toContainText('1 of 1 prediction turned out differently');
  const main = page.getByRole('main');
  await expect(main.getByRole('link', { name: 'Continue: 101 Switching Protocols' })).toBeVisible();
  await expectNoFindings(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export progress' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^wire101-progress-\d{4}-\d\d-\d\d\.json$/);
  const path = await download.path();
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    version: 2,
    lessons: { handshake: { steps: { done: 1, inAll: 6 } } },
  });

  await row(page)
    .getByRole('button', { name: /^Reset progress/ })
    .click();
  await expect(row(page)).toContainText('not started');
  await expect(main.getByRole('link', { name: 'Begin', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(row(page)).toContainText('started, 1 of 6 steps done');

  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const other = await context.newPage();
  await other.goto(server.url);
  await other.getByRole('button', { name: 'Import …' }).click();
  const file = other.getByLabel(/A file that/);
  await file.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1') });
  await expect(other.getByText(/This is not JSON.*Nothing was changed\./)).toBeVisible();
  await expectNoFindings(other);
  await file.setInputFiles(path);
  await expect(other.getByText(/progress in 1 lesson: “101 Switching Protocols”/)).toBeVisible();
  await expect(other.getByText('There is no progress here that it would replace.')).toBeVisible();
  await expect(row(other)).toContainText('not started');
  await other.getByRole('button', { name: 'Replace my progress' }).click();
  await expect(row(other)).toContainText('started, 1 of 6 steps done');
  await other.reload();
  await expect(row(other)).toContainText('started, 1 of 6 steps done');
  await context.close();
});

test('progress kept by an earlier version is there, with the chosen answers', async ({ page, server }) => {
  await page.addInitScript(() => {
    const version = { answer: 1, wire: 2, isDone: true, isShown: false };
    const progress = {
      step: 3,
      tasks: { 'wrong-version': version },
      skipped: [],
      steps: { done: 1, inAll: 6 },
    };
    localStorage.setItem('wire101:lesson:handshake', JSON.stringify(progress));
  });
  await page.goto(server.url);
  await expect(row(page)).toContainText('started, 1 of 6 steps done');
  await expect(row(page)).toContainText('1 of 1 prediction turned out differently');
  await page.goto(`${server.url}/lessons/handshake`);
  await expect(lessonPart(page).getByRole('radio', { name: '400 Bad Request' }).first()).toBeChecked();
  await expect(lessonPart(page).getByText('the wire says this')).toBeVisible();
});

test('where the browser keeps nothing, progress lasts for the visit, and the page says so', async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await doTheFirstStep(page, server.url);
  await expect(row(page)).toContainText('started, 1 of 6 steps done');
  await expect(course(page).getByText(/progress lasts only for this visit/)).toBeVisible();
});

test('a button of a lesson is called what it says (WCAG 2.5.3)', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake`);
  await predict(page, 'Nothing: it has no body');
  const way = lessonPart(page).locator('footer');
  for (const name of ['Start again', 'Skip'])
    await expect(way.getByRole('button', { name, exact: true })).toBeVisible();
});
