import type { Page } from '@playwright/test';
import { COLOURS, expectNoFindings, expectNoFindingsInBothSchemes } from './axe';
import { inspector, lessonPart, predict, row } from './on-screen';
import { NARROW, WIDE } from './views';
import { expect, test } from './wire101';

// Narrow and dark is checked in accessible-states.spec.ts, and each lesson step by step in course.spec.ts.
for (const viewport of [WIDE.size, NARROW.size]) {
  const isWide = viewport === WIDE.size;
  const check = (page: Page) =>
    isWide ? expectNoFindingsInBothSchemes(page) : expectNoFindings(page, COLOURS);
  test(`axe finds nothing, ${viewport.width} wide`, async ({ browser, server }) => {
    test.setTimeout(120_000);
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(server.url);
    await expect(
      page
        .getByRole('main')
        .getByText(/101 Switching Protocols/)
        .first(),
    ).toBeVisible();
    await check(page);

    await page.goto(`${server.url}/lessons/handshake`);
    await expect(lessonPart(page).getByRole('radio').first()).toBeVisible();
    await check(page);
    await predict(page, 'Nothing: it has no body');
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
    await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
    await check(page);
    // The plays do not run axe wide.
    for (const step of isWide ? [2, 3, 4, 5, 6] : []) {
      await page.getByRole('button', { name: new RegExp(`^Step ${step}:`) }).click();
      await expect(lessonPart(page).getByText(`step ${step} of 6`)).toBeVisible();
      await check(page);
    }

    await page.goto(`${server.url}/workbench`);
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    for (const part of ['Wire', 'Ladder', 'Inspector']) {
      const tab = page.getByRole('tab', { name: part, exact: true });
      if (await tab.isVisible()) await tab.click();
      if (part === 'Ladder') await row(page, /The server sent a text/).click();
      if (part === 'Inspector') await expect(inspector(page).getByRole('heading').first()).toBeVisible();
      // Where all parts are side by side, one check covers them.
      if (!isWide || part === 'Inspector') await check(page);
    }
    await page.getByRole('button', { name: /^Connect/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await check(page);
    await context.close();
  });
}

test('? shows the keys, Space pauses the stage but not the wire', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  // While the stage explains, it lags behind the wire for as long as that takes.
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101/)).toBeVisible();
  // The stage has come this far, too.
  await expect(page.getByText('1 handshake', { exact: false })).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/2 waiting/)).toBeVisible();
  await expect(page.getByText('1 handshake', { exact: false })).not.toContainText('frame');
});
