import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** What WCAG 2.2 requires at level AA. */
const LEVEL_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
export const WCAG: axe.RunOnly = { type: 'tag', values: LEVEL_AA };
const ALL: axe.RunOnly = { type: 'tag', values: [...LEVEL_AA, 'best-practice'] };
/** Those of its rules that another colour scheme may break. */
export const COLOURS: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/**
 * Expects that axe finds nothing on the page against WCAG 2.2 AA and, unless other rules are given, its best practices.
 * Motion is reduced meanwhile: a half-faded element is not a state.
 */
export async function expectNoFindings(page: Page, runOnly = ALL): Promise<void> {
  const isReduced = await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  if (!isReduced) await page.emulateMedia({ reducedMotion: 'reduce' });
  // The page hears of the preference before its next frame. Then wait for animations to end: axe would measure colours halfway.
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    // What inherits a colour that has just arrived begins a transition of its own. One that is over may still be listed.
    const running = () => document.getAnimations().filter(({ playState }) => playState === 'running');
    for (let those = running(); those.length > 0; those = running())
      await Promise.all(those.map((animation) => animation.finished.catch(() => {})));
  });
  // A page keeps it until it is loaded again.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async (runOnly) => {
    const found = await window.axe.run({
      runOnly,
      resultTypes: ['violations'],
      // Nothing is loaded from elsewhere that it would have to look into.
      preload: false,
    });
    return found.violations;
  }, runOnly);
  if (!isReduced) await page.emulateMedia({ reducedMotion: null });
  const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
  expect(findings).toEqual([]);
}

/** The same, in the light scheme; in the dark one, only what colours may change. */
export async function expectNoFindingsInBothSchemes(page: Page): Promise<void> {
  await setScheme(page, 'light');
  await expectNoFindings(page);
  await setScheme(page, 'dark');
  await expectNoFindings(page, COLOURS);
}

/** Sets the system's colour scheme, and waits until the page has followed it. */
async function setScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
}
