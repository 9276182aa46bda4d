import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { WebSocket, WebSocketServer } from 'ws';
import { findBrowser } from '../e2e/browser';
import { type RunningServer, startServer } from '../e2e/wire101';
import { type BenchRow, printRows } from './row';

const MESSAGES_PER_SECOND = 200;
const MESSAGES = 2000;
const WARM_UP = 200;

/**
 * From the server's write to painted on the page, at 200 messages a second that a Node client has echoed, in
 * headless Chromium. The baseline is the floor of the same run: a bare page with a WebSocket and
 * requestAnimationFrame that shows the same number of messages.
 */
export async function benchLive(): Promise<BenchRow[]> {
  await build({ logLevel: 'warn' });
  const server = await startServer();
  const browser = await chromium.launch(findBrowser());
  try {
    const floor = await measureFloor(await browser.newPage(), server);
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

/** The stage: the ladder's row of each echoed message, against the instant in which its write passed the tap. */
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
  // The client's read of the echo stands for the server's write: both ends share one machine and one clock, and the
  // read can only be later, which makes the measured way shorter by the loopback's some 50 µs.
  client.on('message', (data) => writtenAt.set(String(data), performance.timeOrigin + performance.now()));
  await sendSteadily((text) => client.send(text));
  const paintedAt = await collectPaints(page);
  client.close();
  await page.close();
  return latencies(writtenAt, paintedAt);
}

/** The floor: the same rate, from a server of this process, onto a page that does nothing else. */
async function measureFloor(page: Page, server: RunningServer): Promise<number[]> {
  const sender = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => sender.once('listening', resolve));
  const { port } = sender.address() as { port: number };
  const connected = new Promise<WebSocket>((resolve) => sender.once('connection', resolve));
  await page.route('**/floor', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>floor</title><ol></ol>' }),
  );
  await page.goto(`${server.url}/floor`);
  await watchForPaint(page);
  await page.evaluate((url) => {
    const list = document.querySelector('ol')!;
    new WebSocket(url).onmessage = ({ data }) => {
      const text = String(data);
      requestAnimationFrame(() => {
        const item = document.createElement('li');
        item.dataset.sender = 'server';
        item.textContent = text;
        list.append(item);
        if (list.childElementCount > 20) list.firstElementChild!.remove();
      });
    };
  }, `ws://127.0.0.1:${port}`);
  const socket = await connected;
  const writtenAt = new Map<string, number>();
  await sendSteadily((text) => {
    writtenAt.set(text, performance.timeOrigin + performance.now());
    socket.send(text);
  });
  const paintedAt = await collectPaints(page);
  for (const client of sender.clients) client.terminate();
  sender.close();
  await page.close();
  return latencies(writtenAt, paintedAt);
}

/** Notes for every message text (`m00042`) when the frame that first shows it from the server has been painted. */
async function watchForPaint(page: Page): Promise<void> {
  await page.evaluate(() => {
    const painted: Record<string, number> = {};
    Object.assign(window, { painted });
    const seen = new Set<string>();
    new MutationObserver((changes) => {
      const fresh: string[] = [];
      for (const change of changes) {
        const nodes = change.type === 'childList' ? [...change.addedNodes] : [change.target];
        for (const node of nodes) {
          const element = node instanceof Element ? node : node.parentElement;
          for (const from of element
            ? [element, ...element.querySelectorAll('[data-sender="server"]')]
            : []) {
            if (!from.closest('[data-sender="server"]')) continue;
            const text = /m\d{5}/.exec(from.textContent ?? '')?.[0];
            if (text && !seen.has(text)) fresh.push(text);
          }
        }
      }
      for (const text of fresh) seen.add(text);
      if (fresh.length === 0) return;
      // After the next frame's rendering the posted message runs: that is as near to "painted" as a page can tell.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          for (const text of fresh) painted[text] = performance.timeOrigin + performance.now();
        };
        port2.postMessage(null);
      });
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
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

async function collectPaints(page: Page): Promise<Record<string, number>> {
  await page.waitForFunction(
    (last) => last in (window as unknown as Painting).painted,
    nameOf(MESSAGES - 1),
    {
      timeout: 60_000,
    },
  );
  return page.evaluate(() => (window as unknown as Painting).painted);
}

interface Painting {
  readonly painted: Record<string, number>;
}

/** @throws Error when the page never showed a fiftieth of the messages: then there is nothing to measure. */
function latencies(
  writtenAt: ReadonlyMap<string, number>,
  paintedAt: Readonly<Record<string, number>>,
): number[] {
  const measured: number[] = [];
  for (let i = WARM_UP; i < MESSAGES; i++) {
    const [written, painted] = [writtenAt.get(nameOf(i)), paintedAt[nameOf(i)]];
    if (written !== undefined && painted !== undefined) measured.push(painted - written);
  }
  const wanted = MESSAGES - WARM_UP;
  if (measured.length < wanted * 0.98)
    throw new Error(`the page showed ${measured.length} of ${wanted} messages`);
  return measured;
}

const nameOf = (i: number) => `m${String(i).padStart(5, '0')}`;

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function row(name: string, ours: number, floor: number, goalMs: number): BenchRow {
  const goal = `≤ ${goalMs} ms`;
  return { name, ours, baseline: floor, unit: 'ms', ratio: ours / floor, goal, ok: ours <= goalMs };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printRows(await benchLive());
