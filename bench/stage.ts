import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../e2e/browser';
import { framesWhile } from './frames';
import { type BenchRow, printRows, quantile } from './row';
import { heapBytes, type StagePage, type StageWindow, serveStagePage } from './stage-server';

const UNITS = 100_000;
const MAX_UNITS = 1_000_000;
const OPEN_MS = 2000;
const FRAME_MS = 20;
const HEAP_MB = 400;
/** Frames of one scroll, and steps of one drag over the whole overview. */
const STRIDES = 180;

/**
 * Opens, scrolls and scrubs a long capture on the stage, in headless Chromium, which draws without a graphics card. Frames
 * are compared with the floor of the same run: the same page without the stage, scrolling plain text.
 */
export async function benchStage(): Promise<BenchRow[]> {
  const served = await serveStagePage();
  const browser = await chromium.launch(findBrowser());
  try {
    const floor = await measureFloor(browser, served);
    return [
      ...(await measureLong(browser, served, floor)),
      ...(await measureLongest(browser, served, floor)),
    ];
  } finally {
    await browser.close();
    await served.close();
  }
}

/** How long one capture takes to open, and how smoothly it moves then. */
async function measureLong(browser: Browser, served: StagePage, floor: number): Promise<BenchRow[]> {
  const page = await openPage(browser, served.url);
  const openMs = await openCapture(page, UNITS);
  const { kept } = await whatIsKept(page);
  if (kept < UNITS) throw new Error(`the capture kept ${kept} of ${UNITS} units`);
  const rows = [row('100 000 units: opened (decoded, drawn)', openMs, OPEN_MS, 'ms', OPEN_MS)];
  rows.push(...(await measureMoving(page, floor, '100 000 units')));
  await page.close();
  return rows;
}

/** A million units: the capture must say what it keeps, and the page must still respond. */
async function measureLongest(browser: Browser, served: StagePage, floor: number): Promise<BenchRow[]> {
  const page = await openPage(browser, served.url);
  const openMs = await openCapture(page, MAX_UNITS);
  const { kept, isCut } = await whatIsKept(page);
  const rows = [
    {
      name: `1 000 000 units: kept${isCut ? ', and said so' : ''}`,
      ours: kept,
      baseline: MAX_UNITS,
      unit: 'units',
      ratio: kept / MAX_UNITS,
      goal: 'all, or says which part',
      ok: kept >= MAX_UNITS || isCut,
    },
    row('1 000 000 units: those opened', openMs, (OPEN_MS * kept) / UNITS, 'ms', (OPEN_MS * kept) / UNITS),
    ...(await measureMoving(page, floor, '1 000 000 units')),
  ];
  await page.close();
  return rows;
}

async function measureMoving(page: Page, floor: number, name: string): Promise<BenchRow[]> {
  const heapMb = (await heapBytes(page)) / 1_000_000;
  const scrolled = quantile(await framesWhile(page, () => scroll(page)), 0.95);
  const dragged = quantile(await framesWhile(page, () => scrub(page)), 0.95);
  return [
    row(`${name}: memory`, heapMb, HEAP_MB, 'MB', HEAP_MB),
    row(`${name}: frame while the ladder scrolls, p95`, scrolled, floor, 'ms', FRAME_MS),
    row(`${name}: frame while scrubbing, p95`, dragged, floor, 'ms', FRAME_MS),
  ];
}

/** How many units of the wire the capture holds, and whether it was full before the end. */
function whatIsKept(page: Page): Promise<{ readonly kept: number; readonly isCut: boolean }> {
  return page.evaluate(() => {
    const { capture } = (window as unknown as StageWindow).bench;
    let kept = 0;
    for (const { inside, layer } of capture.decoder.units) if (!inside && layer !== 'tcp') kept++;
    return { kept, isCut: capture.fullAt !== null };
  });
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  return page;
}

async function openCapture(page: Page, units: number): Promise<number> {
  await page.evaluate((count) => (window as unknown as StageWindow).bench.prepare(count), units);
  return page.evaluate(() => (window as unknown as StageWindow).bench.open());
}

/** Scrolls at a wheel's pace for half of the time, then as if the scroll bar were dragged over everything. */
async function scroll(page: Page): Promise<void> {
  await page.evaluate(async (strides) => {
    const scroller = [...document.querySelectorAll('[aria-label="Ladder"] *')].find(
      (element) => element.scrollHeight > element.clientHeight + 1000,
    )!;
    scroller.scrollTop = 0;
    for (let i = 0; i < strides; i++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      if (i < strides / 2) scroller.scrollTop += 120;
      else scroller.scrollTop = (scroller.scrollHeight * (i - strides / 2)) / (strides / 2);
    }
  }, STRIDES);
}

async function scrub(page: Page): Promise<void> {
  const box = (await page.getByRole('slider').boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 14, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 14, y, { steps: STRIDES });
  await page.mouse.move(box.x + 14, y, { steps: STRIDES });
  await page.mouse.up();
}

/** 95th percentile of the frames of the same page without the stage, scrolling as many plain lines as the ladder shows at a time. */
async function measureFloor(browser: Browser, { url }: StagePage): Promise<number> {
  const page = await openPage(browser, `${url}?floor`);
  const frames = await framesWhile(page, () =>
    page.evaluate(async (strides) => {
      const list = document.createElement('div');
      list.style.cssText = 'height: 800px; overflow: auto';
      list.innerHTML = '<p>one line of text</p>'.repeat(1000);
      document.body.append(list);
      for (let i = 0; i < strides; i++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        list.scrollTop += 120;
      }
    }, STRIDES),
  );
  await page.close();
  return quantile(frames, 0.95);
}

function row(name: string, ours: number, baseline: number, unit: string, most: number): BenchRow {
  return { name, ours, baseline, unit, ratio: ours / baseline, goal: `≤ ${most} ${unit}`, ok: ours <= most };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchStage());
