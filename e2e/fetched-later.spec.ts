import type { Page } from '@playwright/test';
import { inspector, lessonPart, row } from './on-screen';
import { expect, test } from './wire101';

/** What is fetched after the page can be used. */
const EXPLANATIONS = /\/assets\/terms-[^/]*\.js$/;
const UNIT_VIEW = /\/assets\/unit-view-[^/]*\.js$/;
const INFLATER = /\/assets\/inflate-(?!view)[^/]*\.js$/;

/** Fails every request for this piece from now on; the result lets them pass again. */
async function lose(page: Page, piece: RegExp): Promise<() => Promise<void>> {
  await page.route(piece, (route) => route.fulfill({ status: 503 }));
  return () => page.unroute(piece);
}

test('an explanation that could not be fetched is fetched again', async ({ page, server }) => {
  const restore = await lose(page, EXPLANATIONS);
  await page.goto(`${server.url}/lessons/handshake`);
  await lessonPart(page).getByRole('button', { name: 'GET', exact: true }).click();
  const card = lessonPart(page).getByRole('note');
  await expect(card).toContainText('The server did not send the explanation.');
  await restore();
  await card.getByRole('button', { name: 'Try again' }).click();
  await expect(card).toContainText('What the client wants done with the target');
});

test('an explanation that is still loading says so', async ({ page, server }) => {
  let pass = () => {};
  const isWanted = new Promise<void>((resolve) => {
    pass = resolve;
  });
  await page.route(EXPLANATIONS, async (route) => {
    await isWanted;
    await route.continue();
  });
  await page.goto(`${server.url}/lessons/handshake`);
  await lessonPart(page).getByRole('button', { name: 'GET', exact: true }).click();
  const card = lessonPart(page).getByRole('note');
  await expect(card).toContainText('Fetching the explanation');
  pass();
  await expect(card).toContainText('What the client wants done with the target');
});

test('a view of a unit that could not be fetched is fetched again', async ({ page, server }) => {
  const restore = await lose(page, UNIT_VIEW);
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await row(page, /The server answered 101/).click();
  await expect(inspector(page)).toContainText('The server did not send the view that takes it apart.');
  await restore();
  await inspector(page).getByRole('button', { name: 'Try again' }).click();
  await expect(inspector(page).getByRole('tabpanel')).toContainText('Sec-WebSocket-Accept');
});

test('compressed traffic waits for an inflater that could not be fetched', async ({ page, server }) => {
  const restore = await lose(page, INFLATER);
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('checkbox', { name: /permessage-deflate/ }).check();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await page.getByRole('textbox', { name: /^text to send/i }).fill('Hello, Hello, Hello');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const notice = page.getByRole('status').filter({ hasText: 'that reads this traffic did not load' });
  await expect(notice).toBeVisible();
  await expect(row(page, /The server answered 101/)).toBeVisible();
  await expect(row(page, /The server sent a text/)).toHaveCount(0);

  await restore();
  await notice.getByRole('button', { name: 'Try now' }).click();
  await expect(row(page, /The server sent a text .*“Hello, Hello, Hello”/)).toBeVisible();
  await expect(notice).toBeHidden();
});
