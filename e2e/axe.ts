import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What WCAG 2.2 requires at level AA. */
export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Expects that axe finds nothing on the page against WCAG 2.2 AA and, unless other tags are given, its best practices.
 * Motion is reduced meanwhile: a half-faded element is not a state.
 */
export async function expectNoFindings(page: Page, tags = [...WCAG, 'best-practice']): Promise<void> {
  const isReduced = await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
  if (!isReduced) await page.emulateMedia({ reducedMotion: 'reduce' });
  // The page hears of the preference before its next frame. Then wait for animations to end: axe would measure colours halfway.
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
  });
  const { violations } = await new AxeBuilder({ page })
    // Otherwise each run opens a page to join the results of frames; this page has none.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(tags)
    .analyze();
  if (!isReduced) await page.emulateMedia({ reducedMotion: null });
  const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
  expect(findings).toEqual([]);
}
