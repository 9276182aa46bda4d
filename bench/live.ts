import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { WebSocket, WebSocketServer } from 'ws';
import { findBrowser } from '../e2e/browser';
import { type RunningServer, startServer } from '../e2e/wire101';
import { type BenchRow, printRows, quantile } from './row';

const MESSAGES_PER_SECOND = 200;
const MESSAGES = 2000;
const WARM_UP = 200;

/**
 * Measures the time from the server's write until the page has painted it, at 200 messages a second that a Node client has
 * echoed, in headless Chromium. The baseline is the floor of the same run: a bare page with a WebSocket and
 * requestAnimationFrame that shows the same number of messages.
 */
export async function benchLive(): Promise<BenchRow[]> {
  await build({ logLevel: 'warn' });
  const server = await startServer();
  const browser = await chromium.launch(findBrowser());
  try {
    const floor = await measureFloor(await browser.newPage());
    const stage = await measureStage(
      await browser.newPage({ viewport: { width: 1440, height: 900 } }),
      server,
    );
    return [
      row('server’s write to painted, p50', quantile(stage, 0.5), quantile(floor, 0.5), 25),
      row('server’s write to painted, p99', quantile(stage, 0.99), quantile(floor, 0.99), 50),
    ];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The stage: when the count of frames on the cable has changed, compared with when the client had the echo. */
async function measureStage(page: Page, server: RunningServer): Promise<number[]> {
  const lab = page.waitForResponse(
    (response) => response.url().endsWith('/lab') && response.status() === 201,
  );
  await page.goto(`${server.url}/workbench`);
  const addresses = (await (await lab).json()) as { ws: string };
  await page.getByRole('button', { name: 'real time' }).click();
  await watchForPaint(page);
  const client = new WebSocket(addresses.ws);
  await new Promise((resolve) => client.once('open', resolve));
  const writtenAt = new Map<string, number>();
  // The client's read of the echo stands for the server's write: both ends share one clock, and the read can only be
  // later, which makes the result too short by the loopback's time of about 50 µs.
  client.on('message', (data) => writtenAt.set(String(data), performance.timeOrigin + performance.now()));
  await sendSteadily((text) => client.send(text));
  const paintedAt = await collectPaints(page);
  client.close();
  await page.close();
  return latencies(writtenAt, paintedAt);
}

/** The floor: the same rate, from a server in this process to a page that does nothing else. */
async function measureFloor(page: Page): Promise<number[]> {
  const http = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>floor</title><ol></ol>');
  });
  const sender = new WebSocketServer({ server: http });
  try {
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const connected = new Promise<WebSocket>((resolve) => sender.once('connection', resolve));
    await page.goto(`http://127.0.0.1:${port}/`);
    await watchForPaint(page);
    await page.evaluate(showMessages);
    const socket = await connected;
    const writtenAt = new Map<string, number>();
    await sendSteadily((text) => {
      writtenAt.set(text, performance.timeOrigin + performance.now());
      socket.send(text);
    });
    return latencies(writtenAt, await collectPaints(page));
  } finally {
    for (const client of sender.clients) client.terminate();
    http.close();
    http.closeAllConnections();
    await page.close();
  }
}

/** Runs in the page. */
function showMessages(): void {
  const list = document.querySelector('ol')!;
  new WebSocket(location.href.replace('http', 'ws')).onmessage = ({ data }) => {
    const text = String(data);
    requestAnimationFrame(() => {
      const item = document.createElement('li');
      item.textContent = text;
      list.append(item);
      if (list.childElementCount > 20) list.firstElementChild!.remove();
    });
  };
}

/**
 * Records for every message when the frame that first shows it has been painted. The bare page shows each as a line of text.
 * The stage shows a message when the cable's count of frames includes it; a message and its echo are two frames.
 */
async function watchForPaint(page: Page): Promise<void> {
  // tsx marks named functions with a helper that the page does not have.
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(() => {
    const painted: number[] = [];
    Object.assign(window, { painted });
    // How many are shown now, were in the DOM before the frame that is being rendered, and have been painted.
    let known = 0;
    let inFrame = 0;
    let done = 0;
    let isRendering = false;
    const { port1, port2 } = new MessageChannel();
    new MutationObserver(() => {
      const cable = document.querySelector('[aria-label^="Connection from port"]');
      const frames = /handshake, ([\d\u202f]+) frames/.exec(cable?.textContent ?? '')?.[1];
      const line = document.querySelector('li:last-child')?.textContent?.slice(1);
      known = frames ? Math.floor(Number(frames.replace(/\D/g, '')) / 2) : Number(line ?? -1) + 1;
      if (isRendering) inFrame = known;
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    // A message posted while a frame is prepared arrives after it has been rendered: the closest to "painted" that a page can observe.
    port1.onmessage = () => {
      isRendering = false;
      for (; done < inFrame; done++) painted[done] = performance.timeOrigin + performance.now();
    };
    requestAnimationFrame(function prepare() {
      isRendering = true;
      inFrame = known;
      port2.postMessage(null);
      requestAnimationFrame(prepare);
    });
  });
}

async function sendSteadily(send: (text: string) => void): Promise<void> {
  const startedAt = performance.now();
  for (let sent = 0; sent < MESSAGES; ) {
    const due = Math.min(
      MESSAGES,
      Math.floor(((performance.now() - startedAt) / 1000) * MESSAGES_PER_SECOND),
    );
    while (sent < due) send(nameOf(sent++));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function collectPaints(page: Page): Promise<readonly number[]> {
  await page.waitForFunction((last) => last in (window as unknown as Painting).painted, MESSAGES - 1, {
    timeout: 30_000,
  });
  return page.evaluate(() => (window as unknown as Painting).painted);
}

interface Painting {
  readonly painted: readonly number[];
}

/** @throws Error when the page did not show more than 2 % of the messages: then the result means nothing. */
function latencies(writtenAt: ReadonlyMap<string, number>, paintedAt: readonly number[]): number[] {
  const measured: number[] = [];
  for (let i = WARM_UP; i < MESSAGES; i++) {
    const [written, painted] = [writtenAt.get(nameOf(i)), paintedAt[i]];
    if (written !== undefined && painted !== undefined) measured.push(painted - written);
  }
  const wanted = MESSAGES - WARM_UP;
  if (measured.length < wanted * 0.98)
    throw new Error(`the page showed ${measured.length} of ${wanted} messages`);
  return measured;
}

const nameOf = (i: number) => `m${String(i).padStart(5, '0')}`;

function row(name: string, ours: number, floor: number, goalMs: number): BenchRow {
  const goal = `≤ ${goalMs} ms`;
  return { name, ours, baseline: floor, unit: 'ms', ratio: ours / floor, goal, ok: ours <= goalMs };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchLive());
