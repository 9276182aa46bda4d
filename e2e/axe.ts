import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What WCAG 2.2 asks for at level AA. */
export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * The page as it stands has nothing that axe finds against WCAG 2.2 AA and, unless other rules are named, its best
 * practices. Motion should be reduced: what fades is no state.
 */
export async function expectNoFindings(page: Page, tags = [...WCAG, 'best-practice']): Promise<void> {
  // Colours on their way would be measured: what only moves has come to rest.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  const { violations } = await new AxeBuilder({ page })
    // Otherwise each run opens a page of its own to join the results of frames; this page has none.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(tags)
    .analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`);
  expect(told).toEqual([]);
}
