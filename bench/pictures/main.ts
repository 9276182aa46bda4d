import { writeFile } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../../e2e/browser';
import { startServer } from '../../e2e/wire101';
import { developed, film } from './film';

/** Makes the pictures of the README: plays the first step of the handshake lesson in a real browser, on real traffic. */
const STILL = { path: 'docs/handshake.png', size: { width: 1440, height: 900 } };
const MOVING = { path: 'docs/handshake.webp', size: { width: 1280, height: 800 } };

await build({ logLevel: 'warn' });
const server = await startServer();
const browser = await chromium.launch(findBrowser());
try {
  const still = await openLesson(STILL.size);
  await run(still);
  // The 101 response is on its way, and the cable half another protocol's.
  await still.waitForFunction(pauseHalfSwept);
  await still.locator('[data-part="wire"] [data-unit][data-from="server"]').last().click();
  await still.getByRole('region', { name: 'Inspector' }).getByText('The 101 response').waitFor();
  await settle(still);
  await report(STILL.path, await still.screenshot());

  const moving = await openLesson(MOVING.size);
  const shots = await film(moving, async () => {
    await run(moving);
    await moving.getByText('the wire agrees').waitFor();
    await settle(moving);
  });
  await report(MOVING.path, await developed(browser, shots));
} finally {
  await browser.close();
  await server.stop();
}

/** The lesson, with ladder and inspector open under the wire, and the question answered. */
async function openLesson(viewport: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(`${server.url}/lessons/handshake`);
  for (const part of ['Ladder', 'Inspector']) {
    await page.locator('[data-part="strip"][aria-expanded="false"]').filter({ hasText: part }).click();
  }
  await page.getByRole('radio', { name: 'Nothing: it has no body' }).check();
  await page.getByRole('button', { name: 'Lock it in' }).click();
  await settle(page);
  return page;
}

function run(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Open a WebSocket' }).click();
}

/** Fonts are there, and nothing moves that is not traffic. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

async function report(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes);
  console.log(`${path}: ${(bytes.length / 1000).toFixed(0)} kB`);
}

/** Runs in the page, with every frame: pauses the stage when the seam has passed the middle of the cable. */
function pauseHalfSwept(): boolean {
  const tube = document.querySelector<HTMLElement>('[data-part="wire"] [data-seam]');
  if (tube === null || Number(tube.style.getPropertyValue('--swept') || 1) > 0.5) return false;
  document.querySelector<HTMLElement>('[data-part="transport"] [aria-label^="Pause"]')!.click();
  return true;
}
