import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { WebSocket } from 'ws';
import { findBrowser } from '../e2e/browser';
import { startServer } from '../e2e/wire101';
import { type BenchRow, printRows } from './row';

/** Time for the last unit to arrive and rest, and for the page to load what it loads when it is quiet. */
const REST_MS = 8000;
const IDLE_MS = 5000;
const SHORT_MS = 1000;

/** How often the page requested a frame or set a timer while nothing happened on its open connection. */
interface Asked {
  frames: number;
  shortTimers: number;
}

/** Measures a stage on which nothing moves: the workbench with one open WebSocket. The baseline is the goal: none. */
export async function benchIdle(): Promise<BenchRow[]> {
  await build({ logLevel: 'warn' });
  const server = await startServer();
  const browser = await chromium.launch(findBrowser());
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(countRequests, SHORT_MS);
    const lab = page.waitForResponse(
      (response) => response.url().endsWith('/lab') && response.status() === 201,
    );
    await page.goto(`${server.url}/workbench`);
    const addresses = (await (await lab).json()) as { ws: string };
    const client = new WebSocket(addresses.ws);
    await new Promise((resolve) => client.once('open', resolve));
    client.send('Hello');
    await page.waitForTimeout(REST_MS);
    const asked = await measure(page);
    client.close();
    return [
      row(`animation frames asked for in ${IDLE_MS / 1000} s of rest`, asked.frames),
      row(`timers under 1 s set in ${IDLE_MS / 1000} s of rest`, asked.shortTimers),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function measure(page: Page): Promise<Asked> {
  const read = () => page.evaluate(() => ({ ...(window as unknown as { asked: Asked }).asked }));
  const before = await read();
  await page.waitForTimeout(IDLE_MS);
  const after = await read();
  return { frames: after.frames - before.frames, shortTimers: after.shortTimers - before.shortTimers };
}

/** Runs in the page before anything else: counts requested frames, timers, and each tick of an interval that is too short. */
function countRequests(shortMs: number): void {
  const asked = { frames: 0, shortTimers: 0 };
  Object.assign(window, { asked });
  const { requestAnimationFrame, setTimeout, setInterval } = window;
  Object.assign(window, {
    requestAnimationFrame(callback: FrameRequestCallback) {
      asked.frames++;
      return requestAnimationFrame(callback);
    },
    setTimeout(callback: () => void, delayMs = 0, ...more: unknown[]) {
      if (delayMs < shortMs) asked.shortTimers++;
      return setTimeout(callback, delayMs, ...more);
    },
    setInterval(callback: () => void, delayMs = 0, ...more: unknown[]) {
      const beat = () => {
        if (delayMs < shortMs) asked.shortTimers++;
        callback();
      };
      return setInterval(beat, delayMs, ...more);
    },
  });
}

function row(name: string, ours: number): BenchRow {
  return {
    name,
    ours,
    baseline: 0,
    unit: 'times',
    ratio: ours === 0 ? 1 : Number.POSITIVE_INFINITY,
    goal: '0',
    ok: ours === 0,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchIdle());
