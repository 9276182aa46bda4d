import type { Page } from '@playwright/test';
import { choose, lessonPart } from './on-screen';
import { expect, test } from './wire101';

const PAGES = ['/', '/lessons/handshake', '/workbench', '/nowhere'];
/** 320 px is what WCAG 2.2 (1.4.10) requires; 720 × 450 is a laptop at 200 %. */
const SIZES = [
  { width: 320, height: 640 },
  { width: 360, height: 640 },
  { width: 390, height: 844 },
  { width: 720, height: 450 },
  { width: 768, height: 1024 },
  { width: 1024, height: 768 },
];

/** What lies beyond the right edge, unless it lies in a box that scrolls on purpose. */
function beyondTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isInBox = (element: Element): boolean => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    const beyond = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1 && !isInBox(element),
    );
    const scrolls = document.documentElement.scrollWidth > innerWidth;
    return [
      ...(scrolls ? ['the page scrolls sideways'] : []),
      ...beyond.map(({ outerHTML }) => outerHTML.slice(0, 120)),
    ];
  });
}

for (const size of SIZES) {
  test(`nothing is cut off on the right at ${size.width} × ${size.height}`, async ({ page, server }) => {
    await page.setViewportSize(size);
    for (const path of PAGES) {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (path === '/workbench') {
        await page.getByRole('button', { name: 'Open a WebSocket' }).click();
        await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
      }
      for (const tab of [null, ...(await page.getByRole('tab').all())]) {
        await tab?.click();
        expect(await beyondTheEdge(page)).toEqual([]);
      }
    }
  });
}

test('on a touch screen every control is 44 px high, or part of a sentence', async ({ browser, server }) => {
  const viewport = { width: 390, height: 844 };
  const context = await browser.newContext({ viewport, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  for (const path of ['/', '/lessons/handshake', '/workbench']) {
    await page.goto(`${server.url}${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const small = await page.locator('button, a[href], input, select, [role="slider"]').evaluateAll((all) =>
      all
        // Capsules on a cable have an equivalent in the ladder's rows (WCAG 2.2, 2.5.5), which also excepts words in a sentence.
        .filter((element) => !element.closest('section[aria-label="Wire"], [href="#main"], p'))
        .map((element) => element.closest('label') ?? element)
        .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
        .filter((element) => {
          const { width, height } = element.getBoundingClientRect();
          return width > 1 && (height < 43.5 || width < 23.5);
        })
        .map((element) => `${element.getBoundingClientRect().height} px: ${element.outerHTML.slice(0, 120)}`),
    );
    expect(small, path).toEqual([]);
  }
  await context.close();
});

test('on a phone, the strip shows the traffic that the lesson causes, and leads to the wire', async ({
  page,
  server,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${server.url}/lessons/handshake`);
  await choose(lessonPart(page).getByRole('radio', { name: 'Nothing: it has no body' }));
  await lessonPart(page).getByRole('button', { name: 'Lock it in' }).click();
  await lessonPart(page).getByRole('button', { name: 'Open a WebSocket' }).click();
  const strip = page.getByRole('button', { name: /^Wire: .*answered 101/ });
  await expect(strip).toBeVisible();
  await strip.click();
  await expect(page.getByRole('region', { name: 'Wire' })).toBeVisible();
});
