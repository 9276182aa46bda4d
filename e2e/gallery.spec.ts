import { fixtures } from '../src/app/gallery/fixtures';
import { COLOURS, expectNoFindings, WCAG } from './axe';
import { expect, test } from './wire101';

// With motion, axe would see half-faded elements; without, they are there or gone.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const name of Object.keys(fixtures)) {
  test(`gallery: ${name} is drawn without a complaint, and axe finds nothing`, async ({ page }) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    const query = new URLSearchParams({ fixture: name, select: '0' });
    await page.goto(`${process.env.GALLERY_URL}?${query}`);
    for (const part of ['Wire', 'Ladder', 'Inspector']) {
      await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible();
    }
    // A specimen is not a page and needs no landmarks.
    for (const [theme, rules] of [
      ['light', WCAG],
      ['dark', COLOURS],
    ] as const) {
      await page.evaluate((theme) => {
        document.documentElement.dataset.theme = theme;
      }, theme);
      await expectNoFindings(page, rules);
    }
    expect(complaints).toEqual([]);
  });
}
