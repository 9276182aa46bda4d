import type { Page } from '@playwright/test';
import { lessonPart, predict, row } from './on-screen';
import { expect, test } from './wire101';

const FIRST = 'How does a connection change its language?';
const SECOND = 'What does the browser ask?';

async function present(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/lessons/handshake`);
  await expect(title(page)).toHaveText(FIRST);
  await page.getByRole('button', { name: 'Present' }).click();
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
}

const title = (page: Page) => lessonPart(page).getByRole('heading', { level: 1 });

test('a slide remote leads through the steps, and Escape leaves', async ({ page, server }) => {
  await present(page, server.url);
  await expect(lessonPart(page).getByText('Your browser and this server speak HTTP')).toBeHidden();
  await expect(page.getByText('Speaker notes')).toBeHidden();
  await page.keyboard.press('PageDown');
  await expect(title(page)).toHaveText(SECOND);
  await page.keyboard.press('PageUp');
  await expect(title(page)).toHaveText(FIRST);
  await page.keyboard.press('t');
  await expect(lessonPart(page).getByText('Your browser and this server speak HTTP')).toBeVisible();

  // The room predicts, and the experiment runs, without leaving.
  await page.keyboard.press('t');
  await predict(page, '101 Switching Protocols');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101 Switching Protocols/)).toBeVisible();
  // The focus is in a list that has a use of its own for PageDown.
  await row(page, /The server answered 101 Switching Protocols/).focus();
  await page.keyboard.press('PageDown');
  await expect(title(page)).toHaveText(SECOND);

  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Present' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Presentation' })).toHaveCount(0);
  await expect(title(page)).toHaveText(SECOND);
});

test('a blank screen covers everything, until the same key ends it', async ({ page, server }) => {
  await present(page, server.url);
  const blank = page.getByRole('button', { name: 'The screen is blank. Show the stage again.' });
  await page.keyboard.press('.');
  await expect(blank).toBeVisible();
  const box = await blank.boundingBox();
  expect(box).toEqual({ x: 0, y: 0, ...page.viewportSize() });
  await page.keyboard.press('b');
  await expect(blank).toHaveCount(0);
});

test('the notes follow, steer, and open no lab of their own', async ({ context, page, server }) => {
  await present(page, server.url);
  const asked: string[] = [];
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  notes.on('request', (request) => asked.push(request.method() + new URL(request.url()).pathname));
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  await expect(notes.getByText('Ask the room')).toBeVisible();
  await expect(notes.getByText(`Next: ${SECOND}`)).toBeVisible();

  await page.keyboard.press('PageDown');
  await expect(notes.getByRole('heading', { name: SECOND })).toBeVisible();
  await notes.getByRole('button', { name: 'Next' }).click();
  await expect(title(page)).toHaveText('How does the server prove that it understood?');
  // A remote's keys go to whichever window has the focus.
  await notes.keyboard.press('PageUp');
  await expect(title(page)).toHaveText(SECOND);
  await notes.getByRole('button', { name: 'Pause' }).click();
  await expect(notes.getByRole('button', { name: 'Go on' })).toBeVisible();

  await notes.reload();
  await expect(notes.getByRole('heading', { name: SECOND })).toBeVisible();
  expect(asked).not.toContain('POST/lab');
  expect(asked.filter((one) => one.startsWith('GET/notes'))).toHaveLength(1);

  await notes.close();
  await page.keyboard.press('PageDown');
  await expect(title(page)).toHaveText('How does the server prove that it understood?');
});

test('notes of a page that was left say so', async ({ context, page, server }) => {
  await present(page, server.url);
  const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(notes.getByRole('heading', { name: 'Nothing is being presented' })).toBeVisible();
});

test('a window that the browser does not let open is offered as a link', async ({
  context,
  page,
  server,
}) => {
  await context.addInitScript(() => {
    window.open = () => null;
  });
  await present(page, server.url);
  await page.keyboard.press('n');
  const [notes] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'speaker notes in a new tab' }).click(),
  ]);
  await expect(notes.getByRole('heading', { name: FIRST })).toBeVisible();
});
