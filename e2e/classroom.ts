import type { BrowserContext, Page } from '@playwright/test';
import { test as base, expect } from './wire101';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** `person`: a browser of its own, as each member of a class has one. They are closed with the test. */
export const test = base.extend<{ person: (viewport?: typeof WIDE) => Promise<Page> }>({
  person: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (viewport = WIDE) => {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** Opens a class on this page; returns its code. */
export async function openClass(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/teach`);
  await page.getByRole('button', { name: 'Open a class' }).click();
  await expect(page.getByText('0 students are here')).toBeVisible();
  const code = await page.getByRole('heading', { name: /^Class code/ }).innerText();
  return code.replace(/Class code|\s/g, '');
}

export async function join(page: Page, address: string, nickname: string, code?: string): Promise<void> {
  await page.goto(address);
  if (code !== undefined) await page.getByRole('textbox', { name: 'Code on the projector' }).fill(code);
  await page.getByRole('textbox', { name: /^Nickname/ }).fill(nickname);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Class', exact: true })).toContainText(
    /You are (in|following)|Your teacher is looking/,
  );
}

/** Opens the code of the class over the page of its teacher. */
export const openCode = (teacher: Page) =>
  bar(teacher)
    .getByRole('button', { name: /^Class/ })
    .click();

/** To the page of the class, from any other page of its teacher. */
export async function goToClassPage(teacher: Page): Promise<void> {
  await openCode(teacher);
  await teacher.getByRole('link', { name: 'Class page' }).click();
}

/** The bar of the class, on every page of its members. */
export const bar = (page: Page) => page.getByRole('region', { name: 'Class', exact: true });

export { expect } from './wire101';
