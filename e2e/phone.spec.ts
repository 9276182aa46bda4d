import type { Page } from '@playwright/test';
import { inspector, openedLab, predict, row } from './on-screen';
import { expect, test } from './wire101';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('on a phone the link to the selection is copied, over plain HTTP too', async ({ page, server }) => {
  // As on a page loaded over plain HTTP from another machine: there is no clipboard API.
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Open a WebSocket' }).tap();
  await page.getByRole('tab', { name: 'Ladder' }).tap();
  await row(page, /The server answered 101/).tap();
  const link = page.getByRole('button', { name: 'Copy link' });
  await expect(link).toBeInViewport({ ratio: 1 });
  const copied = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('copy', () => resolve(String(document.getSelection())), { once: true });
      }),
  );
  await link.tap();
  await expect(page.getByText('Link copied.')).toBeVisible();
  expect(await copied).toBe(`${server.url}/workbench?unit=server-http-response-101`);
});

test('bytes and commands are copied over plain HTTP too', async ({ page, server }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  const lab = openedLab(page);
  await page.goto(`${server.url}/workbench`);
  await lab;
  await page.getByRole('button', { name: 'Open a WebSocket' }).tap();
  await page.getByRole('tab', { name: 'Ladder' }).tap();
  await row(page, /The server answered 101/).tap();
  await page.getByRole('tab', { name: 'Inspector' }).tap();
  await inspector(page).getByText('Copy', { exact: true }).tap();
  await inspector(page).getByRole('menuitem', { name: /hex/i }).first().tap();
  await expect(inspector(page).getByText(/^Copied: /)).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Tools' })
    .getByRole('button', { name: /^Connect/ })
    .tap();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('button', { name: /^Copy the command/ })
    .first()
    .tap();
  await expect(dialog.getByText('Copied', { exact: true })).toBeVisible();
});

test('what was paused while another part was shown is complete once the ladder is opened', async ({
  page,
  server,
}) => {
  await page.goto(`${server.url}/workbench`);
  await page.getByRole('button', { name: 'Real time' }).click();
  await page.getByRole('button', { name: 'Open a WebSocket' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/2 frames/).first()).toBeAttached();
  await page.getByRole('button', { name: /^Pause the stage/ }).click();
  await page.getByRole('tab', { name: 'Ladder' }).click();
  await expect(row(page, /asked to switch to WebSocket/)).toBeVisible();
  await expect(row(page, /The server sent a text message/)).toBeVisible();
});

test('the dots of the steps stay where they are from one step to the next', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/emit`);
  const dots = page.getByRole('navigation', { name: 'Steps of this lesson' });
  const second = dots.getByRole('button', { name: /^Step 2/ });
  await expect(page.getByText(/^about \d+ min/)).toBeVisible();
  const before = await dots.boundingBox();
  await second.tap();
  await expect(second).toHaveAttribute('aria-current', 'step');
  expect(await dots.boundingBox()).toEqual(before);
});

test('a challenge is read from its title, also when its state arrives later than its text', async ({
  page,
  server,
}) => {
  let release = () => {};
  const isTitleSeen = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/challenge-state.*\.js/, async (route) => {
    await isTitleSeen;
    await route.continue();
  });
  await page.goto(`${server.url}/lessons/persistent?step=challenge`);
  const title = page.getByRole('heading', { name: 'One connection, and less time' });
  await expect(title).toBeInViewport();
  release();
  await expect(page.getByRole('button', { name: 'Hint' })).toBeVisible();
  await settled(page);
  await expect(title).toBeInViewport();
});

test('what a run has shown comes into sight, also when its text arrives later', async ({ page, server }) => {
  let release = () => {};
  const isAnswered = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/break-seen.*\.js/, async (route) => {
    await isAnswered;
    await route.continue();
  });
  await page.goto(`${server.url}/lessons/handshake?step=break`);
  await page.getByRole('button', { name: 'Real time' }).tap();
  await predict(page, '426 Upgrade Required');
  await page.getByRole('button', { name: 'Ask for version 12' }).tap();
  await expect(page.getByText('the wire agrees')).toBeVisible();
  release();
  await expect(page.getByText(/some servers answer 400/i)).toBeInViewport({ ratio: 1 });
});

test('the line of the wire says that a connection has ended, how, and by whom', async ({ page, server }) => {
  await page.goto(`${server.url}/lessons/closing?step=goodbye`);
  await page.getByRole('button', { name: 'Real time' }).tap();
  await predict(page, /^Two/);
  await page.getByRole('button', { name: 'Open and close' }).tap();
  await expect(page.getByRole('button', { name: /^Wire: / })).toContainText(
    /Port \d+ ended: closing handshake 1000 “done” begun by the client, then closed by the server \(FIN\)\./,
  );
});

/** Waits until the lesson has not been scrolled for some frames. */
function settled(page: Page): Promise<void> {
  return page.locator('[data-scroll]').evaluate(
    (column) =>
      new Promise<void>((resolve) => {
        let top = column.scrollTop;
        let still = 0;
        const look = () => {
          still = column.scrollTop === top ? still + 1 : 0;
          top = column.scrollTop;
          if (still === 10) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}
