import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import type { WebSocket } from 'ws';
import { findBrowser } from '../e2e/browser';
import { encodeFeed } from '../src/protocol/feed';
import { framesWhile } from './frames';
import { longestTaskMsOf, watchTasks } from './long-tasks';
import { type BenchRow, printRows, quantile } from './row';
import { Traffic } from './stage-page/traffic';
import { type StagePage, type StageWindow, serveStagePage } from './stage-server';

const UNITS_PER_SECOND = 1000;
/** `WIRE101_BENCH_SECONDS` shortens the run. */
const SECONDS = Number(process.env.WIRE101_BENCH_SECONDS ?? 60);
const FRAME_MS = 33.5;
const TASK_MS = 50;

/** The result of one run on one page. */
interface Run {
  readonly frames: readonly number[];
  /** The longest task of the page's main thread, in milliseconds; 0 when none was long enough to be reported. */
  readonly longestTaskMs: number;
  readonly sent: number;
  readonly kept: number;
  /** The count that the page shows for all cables together; null without a stage. */
  readonly shown: number | null;
}

/**
 * Measures live traffic of 1 000 units of the wire a second, with everything visible, in headless Chromium, which draws without a
 * graphics card. The baseline is the floor of the same run: the same page, feed and decoding without the stage.
 */
export async function benchStageLive(): Promise<BenchRow[]> {
  const served = await serveStagePage();
  const browser = await chromium.launch(findBrowser());
  try {
    const floor = await measure(browser, served, '?floor');
    const stage = await measure(browser, served, '');
    const name = `${UNITS_PER_SECOND} units a second, ${SECONDS} s`;
    const shown = stage.shown ?? 0;
    return [
      row(`${name}: frame, p99`, quantile(stage.frames, 0.99), quantile(floor.frames, 0.99), FRAME_MS),
      row(`${name}: frame, p50`, quantile(stage.frames, 0.5), quantile(floor.frames, 0.5), FRAME_MS),
      row(`${name}: longest task`, stage.longestTaskMs, floor.longestTaskMs, TASK_MS),
      {
        name: `${name}: units that the cables count at the end`,
        ours: shown,
        baseline: stage.sent,
        unit: 'units',
        ratio: shown / stage.sent,
        goal: '= all that were sent',
        ok: shown === stage.sent && stage.kept === stage.sent,
      },
    ];
  } finally {
    await browser.close();
    await served.close();
  }
}

async function measure(browser: Browser, served: StagePage, query: string): Promise<Run> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${served.url}${query}`);
  if (query === '') await page.getByRole('button', { name: 'Real time' }).click();
  const connected = served.nextFeed();
  await page.evaluate((url) => (window as unknown as StageWindow).bench.follow(url), feedUrl(served.url));
  const feed = await connected;
  const traffic = new Traffic();
  feed.send(encodeFeed(traffic.begin()));
  // One-time compilation and layout are not measured.
  await sendSteadily(feed, traffic, 2);
  await watchTasks(page);
  const frames = await framesWhile(page, () => sendSteadily(feed, traffic, SECONDS));
  const longestTaskMs = await longestTaskMsOf(page);
  await page.waitForTimeout(3000);
  const kept = await page.evaluate(() => {
    const { capture } = (window as unknown as StageWindow).bench;
    return capture.decoder.units.filter(({ inside, layer }) => !inside && layer !== 'tcp').length;
  });
  const shown = query === '' ? await unitsShown(page) : null;
  await page.close();
  return { frames, longestTaskMs, sent: traffic.wireUnits, kept, shown };
}

/** The sum of what the captions of the cables count: frames, and two messages of the handshake on each. */
function unitsShown(page: Page): Promise<number> {
  return page.evaluate(() => {
    let units = 0;
    for (const cable of document.querySelectorAll('[aria-label^="Connection from port"]')) {
      const text = cable.textContent ?? '';
      const frames = /handshake, ([\d\u202f]+) frames?/.exec(text)?.[1] ?? '0';
      units += Number(frames.replace(/\D/g, '')) + 2 * Number(/(\d+) handshake/.exec(text)?.[1] ?? 0);
    }
    return units;
  });
}

async function sendSteadily(feed: WebSocket, traffic: Traffic, seconds: number): Promise<void> {
  const startedAtMs = performance.now();
  const startedAtUnits = traffic.wireUnits;
  for (;;) {
    const passedMs = performance.now() - startedAtMs;
    const due = Math.min(seconds * 1000, passedMs) * (UNITS_PER_SECOND / 1000);
    const records = [];
    while (traffic.wireUnits - startedAtUnits + 2 <= due)
      records.push(...traffic.exchange(1_000_000 / UNITS_PER_SECOND));
    if (records.length > 0) feed.send(encodeFeed(records));
    if (passedMs >= seconds * 1000) break;
    // Like the server, at most one message in 4 ms.
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

const feedUrl = (url: string) => `${url.replace('http', 'ws')}feed`;

function row(name: string, ours: number, baseline: number, most: number): BenchRow {
  const ratio = baseline > 0 ? ours / baseline : Number.NaN;
  return { name, ours, baseline, unit: 'ms', ratio, goal: `≤ ${most} ms`, ok: ours <= most };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchStageLive());
