import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { build, type PreviewServer, preview } from 'vite';
import { fixtures } from '../src/app/gallery/fixtures';
import { expect, test } from './wire101';

const PAGE = 'src/app/gallery/index.html';
let outDir: string;
let server: PreviewServer;
let gallery: string;

// Built like the site, to a place of its own: it is no part of what is shipped.
test.beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'wire101-gallery-'));
  await build({ logLevel: 'warn', build: { outDir, emptyOutDir: true, rolldownOptions: { input: PAGE } } });
  server = await preview({ logLevel: 'warn', build: { outDir }, preview: { port: 0 } });
  gallery = `${server.resolvedUrls!.local[0]}${PAGE}`;
});
test.afterAll(async () => {
  await server.close();
  await rm(outDir, { recursive: true });
});

// What fades as it leaves is not to be read any more: at rest, it is there or not.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

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
