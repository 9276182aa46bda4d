import { AxeBuilder } from '@axe-core/playwright';
import { createServer, type ViteDevServer } from 'vite';
import { fixtures } from '../src/app/gallery/fixtures';
import { expect, test } from './wire101';

let vite: ViteDevServer;
let gallery = '';

test.beforeAll(async () => {
  vite = await createServer({ logLevel: 'warn', server: { port: 0, hmr: false, ws: false } });
  await vite.listen();
  gallery = `${vite.resolvedUrls!.local[0]}src/app/gallery/`;
});
test.afterAll(() => vite.close());

for (const name of Object.keys(fixtures)) {
  test(`gallery: ${name} is drawn without a complaint, and axe finds nothing`, async ({ page }) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    for (const theme of ['light', 'dark']) {
      await page.goto(`${gallery}?${new URLSearchParams({ fixture: name, theme, select: '0' })}`);
      for (const part of ['Wire', 'Ladder', 'Inspector']) {
        await expect(page.getByRole('region', { name: part, exact: true })).toBeVisible();
      }
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual(
        [],
      );
    }
    expect(complaints).toEqual([]);
  });
}
