import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { findBrowser } from '../e2e/browser';
import { startServer } from '../e2e/wire101';
import { type BenchRow, printRows } from './row';

const GOAL_KB = 170;

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
    const sizes = await Promise.all([...scripts].map(compressedSizes));
    const gzipKb = sizes.reduce((sum, size) => sum + size.gzip, 0) / 1000;
    const brotliKb = sizes.reduce((sum, size) => sum + size.brotli, 0) / 1000;
    return [row('JavaScript before the handshake lesson, gzip', gzipKb), row('the same, brotli', brotliKb)];
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function compressedSizes(path: string): Promise<{ gzip: number; brotli: number }> {
  const source = await readFile(`dist${path}`);
  return { gzip: gzipSync(source).length, brotli: brotliCompressSync(source).length };
}

function row(name: string, kilobytes: number): BenchRow {
  const ratio = kilobytes / GOAL_KB;
  return { name, ours: kilobytes, baseline: GOAL_KB, unit: 'kB', ratio, goal: '≤ 1', ok: ratio <= 1 };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchPage());
