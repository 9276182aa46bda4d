import type { Page } from '@playwright/test';
import { io } from 'socket.io-client';
import { expectNoFindings } from './axe';
import { inspector, ladder, lessonPart, openedLab, predict, row } from './on-screen';
import { expect, startServer, test } from './wire101';

const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

/** Opens this part where the parts are tabs. */
async function show(page: Page, part: string): Promise<void> {
  const tab = page.getByRole('tab', { name: part, exact: true });
  if (await tab.isVisible()) await tab.click();
}

async function letThemTalk(page: Page, origin: string, path: string): Promise<void> {
  await page.getByRole('checkbox', { name: /permessage-deflate/ }).check();
  for (let opened = 0; opened < 2; opened++) {
    await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  }
  const client = io(origin, { path: `${path}/socket.io/`, forceNew: true });
  await new Promise<void>((resolve) => client.io.engine.once('upgrade', () => resolve()));
  await client.emitWithAck('sum', 2, 3);
  client.disconnect();
  await page
    .getByRole('textbox', { name: /^text to send/i })
    .first()
    .fill('Hello, Hello, Hello, Hello');
  await page.getByRole('button', { name: 'Send', exact: true }).first().click();
}

async function lookAtTheLadder(page: Page): Promise<void> {
  await show(page, 'Ladder');
  await page.getByRole('button', { name: 'Real time' }).click();
  await expect(row(page, /The server sent a text .*Hello, Hello/).first()).toBeVisible();
  const devTools = ladder(page).getByRole('button', { name: /DevTools/ });
  await devTools.click();
  await ladder(page).getByRole('searchbox').fill('Hello');
  await expect(ladder(page).getByRole('button', { name: 'Next hit' })).toBeVisible();
  await ladder(page).getByText('Filter', { exact: true }).click();
  await expect(ladder(page).getByRole('checkbox', { name: 'Heartbeats' })).toBeVisible();
  await expectNoFindings(page);
  await page.keyboard.press('Escape');
  await ladder(page).getByRole('searchbox').fill('');
  await devTools.click();
}

async function takeApart(page: Page): Promise<void> {
  await row(page, /The client sent a text .*Hello, Hello/)
    .first()
    .click();
  await show(page, 'Inspector');
  await inspector(page).getByRole('tab', { name: 'Frame', exact: true }).click();
  const unmask = inspector(page).getByRole('region', { name: 'Unmask the payload' });
  await unmask.getByRole('button', { name: 'all' }).click();
  await expect(unmask.getByRole('table')).toBeVisible();
  await expect(
    inspector(page)
      .getByText(/inflate/i)
      .first(),
  ).toBeVisible();
  await expectNoFindings(page);
}

for (const { colorScheme, viewport } of LOOKS) {
  const look = `${colorScheme}, ${viewport.width} wide`;
  test.describe(look, () => {
    test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

    test('axe finds nothing: several connections, what the ladder hides and finds, a frame taken apart', async ({
      page,
      server,
    }) => {
      test.setTimeout(120_000);
      const lab = openedLab(page);
      await page.goto(`${server.url}/workbench`);
      await letThemTalk(page, server.url, new URL((await lab).http).pathname);
      await lookAtTheLadder(page);
      await takeApart(page);
      if (viewport.width < 900) {
        await show(page, 'Wire');
        await expectNoFindings(page);
      }
      await page.getByRole('button', { name: /^Connect/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoFindings(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await expectNoFindings(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('p');
      await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
      if (viewport.width >= 900) await expect(row(page, /./).last()).toBeInViewport({ ratio: 0.9 });
      await expectNoFindings(page);
      if (viewport.width < 900) return;
      await page.keyboard.press('b');
      await expect(page.getByRole('button', { name: /screen is blank/ })).toBeVisible();
      await expectNoFindings(page);
    });

    test('axe finds nothing: a server that is gone, and a lab that has ended', async ({ page }) => {
      const first = await startServer();
      await page.goto(`${first.url}/workbench`);
      await page.getByRole('button', { name: 'Open a WebSocket' }).click();
      await expect(page.getByText(/port|:\d+/).first()).toBeVisible();
      await first.stop();
      await expect(page.getByText('The server does not answer')).toBeVisible();
      await show(page, 'Wire');
      await expectNoFindings(page);
      // The new lab waits until the page without one has been checked.
      let release = () => {};
      const looked = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/lab', async (route) => {
        await looked;
        await route.continue();
      });
      const second = await startServer(first.port);
      // Unless the page has just tried by itself.
      await page.getByRole('button', { name: 'Try now' }).evaluateAll((buttons) => {
        for (const button of buttons) (button as HTMLElement).click();
      });
      await expect(page.getByText('Your lab has ended')).toBeVisible();
      await expectNoFindings(page);
      release();
      await second.stop();
    });

    test('axe finds nothing: home after a hello, a lesson presented and its notes, no such page', async ({
      context,
      page,
      server,
    }) => {
      await page.goto(server.url);
      await page.getByRole('button', { name: 'Send' }).click();
      await expect(page.getByText('What you sent, as it left your browser')).toBeVisible();
      await expectNoFindings(page);
      for (const path of ['/lessons/nothing', '/no/such/page']) {
        await page.goto(`${server.url}${path}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectNoFindings(page);
      }
      await page.goto(`${server.url}/lessons/handshake`);
      await predict(page, 'Nothing: it has no body');
      await page.getByRole('button', { name: 'Open a WebSocket' }).click();
      await expect(lessonPart(page).getByText('the wire agrees')).toBeVisible();
      await page.keyboard.press('p');
      await expect(page.getByRole('navigation', { name: 'Presentation' })).toBeVisible();
      await expectNoFindings(page);
      const [notes] = await Promise.all([context.waitForEvent('page'), page.keyboard.press('n')]);
      await expect(notes.getByText('Ask the room')).toBeVisible();
      await expectNoFindings(notes);
    });
  });
}
