import { expectNoFindings } from './axe';
import { inspector, lessonPart, predict, row } from './on-screen';
import { expect, test } from './wire101';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    test(`axe finds nothing: ${colorScheme}, ${viewport.width} wide`, async ({ browser, server }) => {
      test.setTimeout(120_000);
      const context = await browser.newContext({ colorScheme, viewport, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(server.url);
      await expect(
        page
          .getByRole('main')
          .getByText(/101 Switching Protocols/)
          .first(),
      ).toBeVisible();
      await expectNoFindings(page);

      await page.goto(`${server.url}/lessons/handshake`);
      await expect(lessonPart(page).getByRole('radio').first()).toBeVisible();
      await expectNoFindings(page);
      await predict(page, '101 Switching Protocols');
      await page.getByRole('button', { name: 'Open a WebSocket' }).click();
      await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
      await expectNoFindings(page);
      // Dark and narrow, each lesson is looked at step by step while it is played.
      for (const step of colorScheme === 'light' || viewport.width > 1000 ? [2, 3, 4, 5, 6] : []) {
        await page.getByRole('button', { name: new RegExp(`^Step ${step}:`) }).click();
        await expect(lessonPart(page).getByText(`step ${step} of 6`)).toBeVisible();
        await expectNoFindings(page);
      }

      await page.goto(`${server.url}/workbench`);
      await page.getByRole('button', { name: 'Open a WebSocket' }).click();
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      for (const part of ['Wire', 'Ladder', 'Inspector']) {
        const tab = page.getByRole('tab', { name: part, exact: true });
        if (await tab.isVisible()) await tab.click();
        if (part === 'Ladder') await row(page, /The server sent a text/).click();
        if (part === 'Inspector') await expect(inspector(page).getByRole('heading').first()).toBeVisible();
        await expectNoFindings(page);
      }
      await page.getByRole('button', { name: /^Connect/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoFindings(page);
      await context.close();
    });
  }
}

test('the first step of the lesson needs no mouse', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/handshake`);
  await expect(lessonPart(page).getByRole('radio').first()).toBeVisible();
  const tabTo = async (name: string | RegExp, role: 'radio' | 'button') => {
    const target = page.getByRole(role, { name }).first();
    for (let presses = 0; presses < 60; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`60 presses of Tab did not reach ${name}`);
  };
  await tabTo('200 OK', 'radio');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '101 Switching Protocols' })).toBeChecked();
  await tabTo('Lock it in', 'button');
  await page.keyboard.press('Enter');
  await tabTo('Open a WebSocket', 'button');
  await page.keyboard.press('Enter');
  await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
  // The ladder is one stop of Tab: the arrow keys move within it.
  await tabTo(/The server answered 101/, 'button');
  await page.keyboard.press('ArrowUp');
  await expect(inspector(page).getByRole('heading', { name: 'The upgrade request' })).toBeVisible();
  await tabTo(/^Sec-WebSocket-Key/, 'button');
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByText(/16 random bytes in base64/)).toBeVisible();
});

test('? shows the keys, Space pauses the stage and not the wire', async ({ page, server }) => {
  await page.goto(`${server.url}/workbench`);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await expect(row(page, /The server answered 101/)).toBeVisible();
  // The stage has come so far, too.
  await expect(page.getByText('1 handshake', { exact: false })).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/2 waiting/)).toBeVisible();
  await expect(page.getByText('1 handshake', { exact: false })).not.toContainText('frame');
});
