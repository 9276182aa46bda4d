import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { WebSocket, WebSocketServer } from 'ws';
import { findBrowser } from '../e2e/browser';
import { type BenchRow, printRows, quantile } from './row';
import { type StageWindow, serveStagePage } from './stage-server';

const MESSAGES = 10_000;
const STRIDES = 180;

interface Times {
  /** How many messages there are to scroll to. */
  readonly shown: number;
  readonly openMs: number;
  readonly frameMs: number;
}

/**
 * Shows the same number of WebSocket messages in mitmproxy's web interface (`mitmweb`; Debian package mitmproxy) and on the stage.
 * Measures the time until one can scroll to all of them, and the frames while scrolling. mitmweb shows them in portions, each behind a button.
 */
export async function benchMitmweb(): Promise<BenchRow[]> {
  if (spawnSync('mitmweb', ['--version']).error) {
    console.log('mitmweb is not installed (Debian: apt-get install mitmproxy)');
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'wire101-mitm-'));
  const browser = await chromium.launch(findBrowser());
  try {
    await recordFlows(folder);
    const theirs = await measureMitmweb(browser, folder);
    const ours = await measureStage(browser);
    return [
      row(`${MESSAGES} messages: ${ours.shown} opened; mitmweb: ${theirs.shown}`, ours.openMs, theirs.openMs),
      row('frame while scrolling those, p95', ours.frameMs, theirs.frameMs),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

/** Sends half of the messages to an echo, which returns the other half; mitmdump in between writes them to `flows`. */
async function recordFlows(folder: string): Promise<void> {
  const [echoPort, proxyPort] = [await freePort(), await freePort()];
  const echo = new WebSocketServer({ port: echoPort });
  echo.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
  );
  const settings = ['-q', '--mode', `reverse:http://127.0.0.1:${echoPort}`, '-p', String(proxyPort)];
  const dump = run('mitmdump', [...settings, '-w', join(folder, 'flows')], folder);
  const socket = await connect(`ws://127.0.0.1:${proxyPort}/`);
  let echoed = 0;
  const done = new Promise<void>((resolve) => {
    socket.on('message', () => {
      echoed++;
      if (echoed === MESSAGES / 2) resolve();
    });
  });
  for (let i = 0; i < MESSAGES / 2; i++) socket.send(`message ${i}: abcdefghijklmnop`);
  await done;
  socket.close();
  await once(socket, 'close');
  await stop(dump);
  echo.close();
}

async function measureMitmweb(browser: Browser, folder: string): Promise<Times> {
  const port = await freePort();
  const settings = ['-n', '--no-web-open-browser', '--web-port', String(port)];
  const web = run('mitmweb', [...settings, '-r', join(folder, 'flows')], folder);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await arrive(page, `http://127.0.0.1:${port}/`);
    const flow = page.locator('.flow-table tbody tr', { hasText: '127.0.0.1' }).first();
    await flow.click();
    const tab = page.locator('.nav-tabs a', { hasText: 'WebSocket' });
    await tab.waitFor();
    const { openMs, shown } = await tab.evaluate(openPortions);
    return { openMs, shown, frameMs: await scrollFrames(page, '.websocket') };
  } finally {
    await stop(web);
  }
}

/** Runs in mitmweb's page: opens the tab, asks once for more, and waits until that is drawn. */
async function openPortions(tab: HTMLElement): Promise<{ openMs: number; shown: number }> {
  const startedAtMs = performance.now();
  tab.click();
  let before = 50;
  for (let portion = 0; portion < 2; portion++) {
    let shown = 0;
    while (shown <= before) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      shown = document.querySelector('.websocket')?.getElementsByTagName('*').length ?? 0;
    }
    before = shown;
    const more = [...document.querySelectorAll<HTMLElement>('.websocket button')].find((button) =>
      button.textContent?.includes('Show more'),
    );
    if (portion === 0) more?.click();
  }
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const openMs = performance.now() - startedAtMs;
  const text = document.querySelector('.websocket')?.textContent ?? '';
  return { openMs, shown: text.match(/message \d+:/g)?.length ?? 0 };
}

async function measureStage(browser: Browser): Promise<Times> {
  const served = await serveStagePage();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(served.url);
    await page.evaluate((count) => (window as unknown as StageWindow).bench.prepare(count), MESSAGES);
    const openMs = await page.evaluate(() => (window as unknown as StageWindow).bench.open());
    return { openMs, shown: MESSAGES, frameMs: await scrollFrames(page, '[aria-label="Ladder"]') };
  } finally {
    await served.close();
  }
}

/** 95th percentile of the frame times while the scrollable element at or in `root` is scrolled from top to bottom, in milliseconds. */
async function scrollFrames(page: Page, root: string): Promise<number> {
  const frames = await page.evaluate(
    async ([selector, strides]) => {
      const found = document.querySelector(selector)!;
      const scroller = [found, ...found.querySelectorAll('*')].find(
        (element) => element.scrollHeight > element.clientHeight + 1000,
      )!;
      const times: number[] = [];
      for (let i = 0; i < strides; i++) {
        scroller.scrollTop = (scroller.scrollHeight * i) / strides;
        times.push(await new Promise<number>((resolve) => requestAnimationFrame(resolve)));
      }
      return times.slice(1).map((at, i) => at - times[i]!);
    },
    [root, STRIDES] as const,
  );
  return quantile(frames, 0.95);
}

function run(command: string, settings: readonly string[], folder: string): ChildProcess {
  return spawn(command, [...settings, '--set', `confdir=${folder}`], { stdio: 'ignore' });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** Retries until the program listens. */
async function connect(url: string): Promise<WebSocket> {
  for (let attempt = 0; ; attempt++) {
    const socket = new WebSocket(url);
    try {
      await once(socket, 'open');
      return socket;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function arrive(page: Page, url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await page.goto(url);
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function row(name: string, ours: number, theirs: number): BenchRow {
  return { name, ours, baseline: theirs, unit: 'ms', ratio: ours / theirs, goal: '≤ 1', ok: ours <= theirs };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchMitmweb());
