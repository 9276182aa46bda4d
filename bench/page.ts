import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../e2e/browser';
import { startServer } from '../e2e/wire101';
import { type BenchRow, printRows } from './row';
import { compressedKb, MAX_BROTLI_KB, MAX_GZIP_KB } from './weight';

/**
 * Measures the JavaScript that the browser has loaded when the handshake lesson can be used: the files that it really
 * requested, compressed as the server would. The baseline is the budget.
 */
export async function benchPage(): Promise<BenchRow[]> {
  await build({ logLevel: 'warn' });
  const server = await startServer();
  const browser = await chromium.launch(findBrowser());
  try {
    const page = await browser.newPage();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
    });
    await page.goto(`${server.url}/lessons/handshake`);
    await page.getByRole('radio').first().waitFor();
    const sizes = await Promise.all(
      [...scripts].map(async (path) => compressedKb(await readFile(`dist${path}`))),
    );
    const gzipKb = sizes.reduce((sum, size) => sum + size.gzip, 0);
    const brotliKb = sizes.reduce((sum, size) => sum + size.brotli, 0);
    return [
      row('JavaScript before the handshake lesson, gzip', gzipKb, MAX_GZIP_KB),
      row('the same, brotli', brotliKb, MAX_BROTLI_KB),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

function row(name: string, kilobytes: number, mostKb: number): BenchRow {
  const ratio = kilobytes / mostKb;
  return { name, ours: kilobytes, baseline: mostKb, unit: 'kB', ratio, goal: '≤ 1', ok: ratio <= 1 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchPage());
